"""PDF: the text of each page, without the lines that every page repeats."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from accord.facts.documents.written import Source, Written
from accord.facts.reading import BadFile

_PAGES = 5_000


def read(source: Source) -> Iterator[Written]:
    """Paragraphs by page; ``line`` is the page. Raises ``BadFile`` for one with a password or without text."""
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
        pages = [_lines(opened, at) for at in range(count)]
        title = str((opened.metadata and opened.metadata.title) or "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, NotImplementedError) as e:
        raise BadFile(f"the PDF is damaged or not one ({e})", "Save it again as PDF") from e
    made = Written(source.format, title.strip())
    repeated = _repeated(pages)
    for number, lines in enumerate(pages, 1):
        for paragraph in _paragraphs([line for line in lines if _key(line) not in repeated]):
            made.add("prose", paragraph, number)
    if not made.parts:
        raise BadFile("no page of the PDF holds text", "It may be a scan: save it from the program that wrote it")
    yield made


def _lines(opened: Any, at: int) -> list[str]:
    return [line.strip() for line in (opened.pages[at].extract_text() or "").split("\n")]


def _key(line: str) -> str:
    """A line without its figures: 'Page 3 of 9' is the same on each page."""
    return re.sub(r"\d+", "#", line)


def _repeated(pages: list[list[str]]) -> set[str]:
    """First and last lines that more than half of at least four pages have: running heads and page numbers."""
    if len(pages) < 4:
        return set()
    filled = [[line for line in page if line] for page in pages]
    ends = Counter(key for page in filled for key in {_key(line) for line in (*page[:2], *page[-2:])})
    return {key for key, count in ends.items() if count > len(pages) / 2}


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines joined until a blank one, or a short one that ends a sentence; a word cut by a hyphen is one again."""
    wide = max(map(len, lines), default=0)
    gathered = ""
    for line in lines:
        if not line:
            yield gathered
            gathered = ""
            continue
        cut = gathered.endswith("-") and line[:1].islower()
        gathered = gathered[:-1] + line if cut else f"{gathered} {line}"
        if len(line) < 0.7 * wide and line[-1] in ".!?:":
            yield gathered
            gathered = ""
    yield gathered
