"""PDF: headings, paragraphs and tables of each page, without the lines that every page repeats.

Which letters are a heading's or a table's is worked out from their size and place (``pdf_lines``). What cannot be told:
a heading in the letters of the text, a table whose cells do not begin below each other, and whatever is a picture.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from accord.facts.documents.pdf_lines import Line, is_heading, lines_of, paragraphs, rows_from, usual_size
from accord.facts.documents.written import Source, Written
from accord.facts.reading import BadFile

_PAGES = 5_000
_MOST_HEADINGS = 0.4
"""More letters than this share in headings are no headings: a text in bold letters, or a page of large ones."""


def read(source: Source) -> Iterator[Written]:
    """Parts by page; ``line`` is the page. Raises ``BadFile`` for one with a password or without text."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is odd in a PDF is no matter of the reader
    try:
        opened = PdfReader(io.BytesIO(source.data), strict=False)
        if opened.is_encrypted and not opened.decrypt(""):
            raise BadFile("the PDF has a password", "Save it without one")
        count = len(opened.pages)
        if count > _PAGES:
            raise BadFile(f"{count:,} pages, {_PAGES:,} allowed", "Split the PDF")
        pages = [lines_of(opened.pages[at]) for at in range(count)]
        title = str((opened.metadata and opened.metadata.title) or "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, NotImplementedError) as e:
        raise BadFile(f"the PDF is damaged or not one ({e})", "Save it again as PDF") from e
    made = Written(source.format, title.strip())
    repeated = _repeated(pages)
    kept = [_without_ends(page, repeated) for page in pages]
    usual = _size_below_headings(kept)
    for number, lines in enumerate(kept, 1):
        _add_page(lines, usual, number, made)
    if not made.parts:
        raise BadFile("no page of the PDF holds text", "It may be a scan: save it from the program that wrote it")
    yield made


def _key(line: Line) -> str:
    """A line without its figures: 'Page 3 of 9' is the same on each page."""
    return re.sub(r"\d+", "#", line.text)


def _repeated(pages: list[list[Line]]) -> set[str]:
    """First and last lines that more than half of at least four pages have: running heads and page numbers."""
    if len(pages) < 4:
        return set()
    ends = Counter(key for page in pages for key in {_key(line) for line in (*page[:2], *page[-2:])})
    return {key for key, count in ends.items() if count > len(pages) / 2}


def _without_ends(page: list[Line], repeated: set[str]) -> list[Line]:
    """The lines of a page without those that every page has, and without its number."""
    ends = (page[:1], page[-1:])
    numbers = [line for end in ends for line in end if not any(c.isalpha() for c in line.text)]
    return [line for line in page if _key(line) not in repeated and line not in numbers]


def _size_below_headings(pages: list[list[Line]]) -> float:
    """The size of the text's letters; 0 where headings cannot be told from it."""
    every = [line for page in pages for line in page]
    usual = usual_size(every)
    headings = sum(len(line.text) for line in every if is_heading(line, usual))
    return usual if headings < _MOST_HEADINGS * sum(len(line.text) for line in every) else 0.0


def _add_page(lines: list[Line], usual: float, number: int, made: Written) -> None:
    waiting: list[Line] = []
    at = 0
    while at < len(lines):
        rows, after = rows_from(lines, at)
        if rows:
            _add_text(waiting, usual, number, made)
            waiting = []
            made.add_table(rows, number)
        else:
            waiting += lines[at:after]
        at = after
    _add_text(waiting, usual, number, made)


def _add_text(lines: list[Line], usual: float, number: int, made: Written) -> None:
    """Headings, each as long as its letters stay the same, and paragraphs."""
    for (heads, *_), found in groupby(lines, key=lambda line: _letters(line, usual)):
        if heads:
            made.add("heading", " ".join(line.text for line in found), number)
        else:
            for paragraph in paragraphs(list(found)):
                made.add("prose", paragraph, number)


def _letters(line: Line, usual: float) -> tuple[bool, float, bool]:
    heads = is_heading(line, usual)
    return (heads, line.size, line.is_bold) if heads else (False, 0.0, False)
