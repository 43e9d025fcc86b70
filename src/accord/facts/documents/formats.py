"""Which format a document has, told by its content; and the one door to reading it within limits."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import PurePath
from types import FrameType

from accord.facts.documents.markup import has_front_matter
from accord.facts.documents.written import Failed, Source, Written
from accord.facts.limits import Limits
from accord.facts.reading import BadFile

Format = Callable[[Source], Iterator[Written | Failed]]
_HERE = "accord.facts.documents"
_DOORS = {
    "confluence": ("confluence", "read"),
    "docx": ("office", "read_docx"),
    "eml": ("mail", "read"),
    "html": ("html", "read"),
    "markdown": ("markdown", "read"),
    "mhtml": ("mail", "read"),
    "notion_csv": ("notion", "read_table"),
    "pdf": ("pdf", "read"),
    "pptx": ("office", "read_pptx"),
    "txt": ("plain", "read"),
}
FORMATS = frozenset(_DOORS)
SECONDS = 60.0
"""The longest that one document may take; a book of a thousand pages takes less."""

_MARKDOWN_NAMES = frozenset((".md", ".markdown", ".mdown", ".mdx"))
_TEXT_NAMES = frozenset((".txt", ".text", ".rst", ".adoc", ".org", ""))
_HTML_NAMES = frozenset((".html", ".htm", ".xhtml"))
_DOCUMENT_NAMES = frozenset((".docx", ".pptx", ".pdf", ".eml", ".txt")) | _MARKDOWN_NAMES | _HTML_NAMES
_HTML = re.compile(r"(?:\s|<!--.{0,5000}?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[^\n]*\n(?:[ \t][^\n]*\n)*")
_MAIL = frozenset("from to subject date message-id mime-version received return-path cc reply-to".split())
_MARKS = re.compile(r"^(#{1,6} \S|\s{0,3}[-*+] \S|\s{0,3}\d+[.)] \S|```|\S.*\n(=|-){3,}\s*$)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2,}")


def name_ending(name: str) -> str:
    """The ending that tells the format: of ``page.html.md.erb`` it is ``.md``."""
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in (".erb", ".liquid") else path.suffix


def is_document_name(name: str) -> bool:
    """Whether a file of that name is most likely a document; its content says whether it is."""
    return name_ending(name) in _DOCUMENT_NAMES


def certain_format(name: str, head: bytes, text: str) -> str:
    """The format of a file that can be nothing else; '' where that cannot be said."""
    start = text.lstrip("\ufeff \t\r\n")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if "<hibernate-generic" in start[:1000]:
        return "confluence"
    if mail := _mail(text):
        return mail
    ending = name_ending(name)
    if _HTML.match(start) or (ending in _HTML_NAMES and start.startswith("<")):
        return "html"
    if ending in _MARKDOWN_NAMES and (has_front_matter(text) or re.search(r"^#{1,6} \S", text, re.MULTILINE)):
        return "markdown"
    return ""


def _mail(text: str) -> str:
    """Whether a text begins as a mail does: at least three headers, two of them a mail's, then a blank line."""
    names, at = set[str](), 0
    text = text.replace("\r\n", "\n")
    while found := _HEADER.match(text, at):
        names.add(found[1].lower())
        at = found.end()
    if len(names) < 3 or len(names & _MAIL) < 2 or text[at : at + 1] not in ("\n", ""):
        return ""
    if "from" not in names or "exported from confluence" in text[:at].lower():
        return "mhtml" if "multipart/related" in text[:at].lower() else ""
    return "eml"


def may_be_document(name: str) -> bool:
    """Whether a file of that name may hold prose; one that ends in .csv or .json is what it says."""
    return name_ending(name) in _MARKDOWN_NAMES | _TEXT_NAMES | _HTML_NAMES


def prose_format(name: str, text: str, rows: tuple[tuple[str, ...], ...]) -> str:
    """The format of a text that no other reader knows: '' for what looks like a table or holds no words."""
    if not may_be_document(name) or _looks_like_table(rows):
        return ""
    words = len(_WORD.findall(text[:20_000]))
    if words < 3 or words * 12 < len(text[:20_000].split()) * 6:  # most of what stands there is no word
        return ""
    return "markdown" if name_ending(name) in _MARKDOWN_NAMES or _MARKS.search(text) else "txt"


def _looks_like_table(rows: tuple[tuple[str, ...], ...]) -> bool:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    widths = {len(row) for row in filled}
    if len(filled) < 2 or len(widths) > 1 or max(widths) < 2:
        return False
    cells = [cell for row in filled for cell in row]
    return sum(len(cell.split()) for cell in cells) / len(cells) < 6


def source_of(name: str, data: bytes, limits: Limits, depth: int) -> Source | None:
    """An attachment as a source; None where it is no document. Raises ``BadFile`` for what cannot be opened."""
    if data.startswith(b"PK\x03\x04"):
        kind = {".docx": "docx", ".pptx": "pptx"}.get(name_ending(name), "")
        return Source(name, data, kind, "binary", limits, depth) if kind else None
    encoding, text = _letters(data)
    kind = certain_format(name, data[:1024], text) or (text and prose_format(name, text, ()))
    return Source(name, data, kind, encoding, limits, depth) if kind else None


def _letters(data: bytes) -> tuple[str, str]:
    """The encoding of bytes and their beginning as text; nothing where they are none."""
    from charset_normalizer import from_bytes

    head = data[: 1 << 16]
    if b"\0" in head:
        return "binary", ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(head).best()
        return (best.encoding, str(best)) if best else ("binary", "")
    return "utf-8", head.decode("utf-8", "ignore")


def written(source: Source) -> Iterator[Written | Failed]:
    """The documents that a file holds. Raises ``BadFile``, also where the library of its format is not installed."""
    module, door = _DOORS[source.format]
    try:
        read: Format = getattr(import_module(f"{_HERE}.{module}"), door)
        yield from read(source)
    except ImportError as error:
        told = f"reading .{source.format} files needs {error.name}, which is not installed"
        raise BadFile(told, "Install Accord with the extra language: pip install 'accord[language]'") from error


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """End the block after so many seconds, with ``BadFile``. For the main thread of the child process."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise BadFile(f"reading the document took longer than {seconds:g} s", "Save it again, or split it")

    before = signal.signal(signal.SIGALRM, ring)
    # Again every second: a library may take the first for a fault of the file and go on.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
