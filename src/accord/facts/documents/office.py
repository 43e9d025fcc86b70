"""Word and PowerPoint files (Office Open XML), checked before a library opens them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from accord.facts.documents.written import Kind, Source, Written
from accord.facts.limits import Limits
from accord.facts.reading import BadFile
from accord.facts.sniff_container import check_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _checked(data: bytes, limits: Limits) -> io.BytesIO:
    """The package, once every part of it was unpacked within the limits. Raises ``BadFile``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_package(package, len(data), limits)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, UnicodeDecodeError) as error:
        raise BadFile(f"the file is cut off or damaged ({error})", "Save it again") from error
    return io.BytesIO(data)


def read_docx(source: Source) -> Iterator[Written]:
    """Paragraphs in order, also those in boxes and of tracked insertions, footnotes and endnotes behind theirs;
    ``line`` is the paragraph's number. What somebody noted in the margin counts as said by others.

    Heads and feet of pages are left out: each page repeats them.
    """
    from docx import Document

    package = _checked(source.data, source.limits)
    try:
        opened = Document(package)
        styles = {s.style_id: str(s.name or "") for s in opened.styles}
        made = Written(source.format, (opened.core_properties.title or "").strip())
        _add_body(opened.element.body, styles, _notes_of(opened.part), made)
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise BadFile(f"the Word file is damaged ({error})", "Open it in Word and save it again") from error
    yield made


_NOTES: dict[str, tuple[str, Kind]] = {
    "footnotes": ("footnote", "prose"),
    "endnotes": ("endnote", "prose"),
    "comments": ("comment", "quoted"),
}
"""Parts of the package beside the text: what an element of each is called, and as what it counts."""
Notes = dict[tuple[str, str], tuple[Kind, list[str]]]


def _notes_of(part: Any) -> Notes:
    """Paragraphs of the notes by what refers to them: the name of its element, and the note's id."""
    from docx.oxml import parse_xml

    found: Notes = {}
    for relation in part.rels.values():
        name, kind = _NOTES.get(relation.reltype.rpartition("/")[2], ("", "prose"))
        if not name or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob).iterchildren(f"{_W}{name}"):
            if note.get(f"{_W}type") in (None, "normal"):  # the others are lines between text and notes
                told = [_text(p) for p in note.iter(f"{_W}p")]
                found[f"{_W}{name}Reference", str(note.get(f"{_W}id"))] = kind, told
    return found


def _add_body(body: Any, styles: dict[str, str], notes: Notes, made: Written) -> None:
    within: Any = None
    for number, element in enumerate(body.iter(f"{_W}p", f"{_W}tbl"), 1):
        if within is not None and any(above is within for above in element.iterancestors(f"{_W}tbl")):
            continue
        if element.tag == f"{_W}tbl":
            within = element
            made.add_table(_rows(element), number)
        elif any(element.iterancestors(_FALLBACK)):
            continue
        else:
            made.add(_kind_of(element, styles), _text(element), number)
        for kind, text in _noted(element, notes):
            made.add(kind, text, number)


def _noted(element: Any, notes: Notes) -> Iterator[tuple[Kind, str]]:
    """The notes that a paragraph or a table refers to; each is told once, where it stands first."""
    for reference in element.iter(*{name for name, _ in notes}) if notes else ():
        kind, told = notes.pop((reference.tag, str(reference.get(f"{_W}id"))), ("prose", []))
        yield from ((kind, text) for text in told)


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iterchildren(f"{_W}tr"):
        yield [" ".join(_text(p) for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]


def _kind_of(paragraph: Any, styles: dict[str, str]) -> Kind:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (styles.get(found.get(f"{_W}val"), "") if found is not None else "").lower()
    if name == "title" or name.startswith("heading"):
        return "heading"
    return "code" if "code" in name or "preformatted" in name else "prose"


def _text(paragraph: Any) -> str:
    """The paragraph's own text; a box in it is a paragraph of its own."""
    nodes = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr")
    own = (node for node in nodes if next(node.iterancestors(f"{_W}p"), None) is paragraph)
    return "".join((node.text or "") if node.tag == f"{_W}t" else " " for node in own)


def read_pptx(source: Source) -> Iterator[Written]:
    """Slides in order: titles, texts, tables, notes; ``line`` is the slide's number."""
    from pptx import Presentation

    package = _checked(source.data, source.limits)
    try:
        opened = Presentation(package)
        made = Written(source.format, (opened.core_properties.title or "").strip())
        for number, slide in enumerate(opened.slides, 1):
            _add_slide(slide, number, made)
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise BadFile(f"the presentation is damaged ({error})", "Open it in PowerPoint and save it again") from error
    yield made


def _add_slide(slide: Any, number: int, made: Written) -> None:
    title = slide.shapes.title
    waiting = list(slide.shapes)[::-1]
    while waiting:
        shape = waiting.pop()
        if hasattr(shape, "shapes"):
            waiting += list(shape.shapes)[::-1]
        elif getattr(shape, "has_table", False):
            made.add_table(([cell.text for cell in row.cells] for row in shape.table.rows), number)
        elif shape.has_text_frame:
            is_title = title is not None and shape.shape_id == title.shape_id
            for paragraph in shape.text_frame.paragraphs:
                made.add("heading" if is_title else "prose", paragraph.text.replace("\v", " "), number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            made.add("prose", paragraph.text, number)
