"""In which letters a text file is written: the mark at its start, then UTF-8, then a guess on a sample."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from accord.facts.limits import Limits
from accord.facts.reading import BadFile

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_WINDOW = 1 << 16
_ODD = re.compile(r"(?<=[^\W\d_])[¡-¿×÷†‡‰‹›•˜](?=[^\W\d_])|[ðþýÐÞÝ]|(?<!\w)(?![A-Za-z])[^\W\d_](?!\w)")
_NEVER_TEXT = frozenset({".docx", ".pptx", ".xlsx", ".pdf", ".zip", ".gz", ".parquet"})
_UTF8 = "Save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


def encoding_of(path: Path, limits: Limits) -> str:
    """The encoding's Python name. Raises ``BadFile`` with the row where the text is broken."""
    with path.open("rb") as file:
        head = file.read(_WINDOW)
    for mark, name in _MARKS:
        if head.startswith(mark):
            check_text(path, name, limits)
            return name
    return _without_mark(path, head, limits)


def _without_mark(path: Path, head: bytes, limits: Limits) -> str:
    bare = _bare_utf16(head)
    if bare:
        check_text(path, bare, limits)
        return bare
    try:
        check_text(path, "utf-8", limits)
    except UnicodeDecodeError as error:
        return _guess(path, error.start, limits)
    return "utf-8"


def _bare_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 8:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def check_text(path: Path, encoding: str, limits: Limits) -> None:
    """Decode the whole file once and look for what no table holds.

    Raises ``BadFile`` for NUL characters, endless lines and (other than UTF-8 without a mark, which raises
    ``UnicodeDecodeError`` with the offset in the file) bytes that are not of the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    done = line = pending = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            kept = len(decoder.getstate()[0])
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                _broken(encoding, error, done - kept, line)
            pending = _check_block(text, line, pending, limits)
            done += len(block)
            line += text.count("\n")
            if not block:
                return


def _broken(encoding: str, error: UnicodeDecodeError, offset: int, line: int) -> None:
    if encoding == "utf-8":
        raise UnicodeDecodeError("utf-8", b"", offset + error.start, offset + error.end, error.reason) from error
    row = line + error.object[: error.start].count(b"\n") + 1
    raise BadFile(f"the text is not the {encoding} that its first bytes promise", _UTF8, row=row) from error


def _check_block(text: str, line: int, pending: int, limits: Limits) -> int:
    """Returns how long the last, unfinished line is by now."""
    at = text.find("\0")
    if at >= 0:
        raise BadFile("a NUL character stands in the text", "Export it again", row=line + text.count("\n", 0, at) + 1)
    last = text.rfind("\n")
    pending = pending + len(text) if last < 0 else len(text) - last - 1
    if pending > limits.line_chars:
        row = line + text.count("\n") + 1
        raise BadFile(f"a line is longer than {limits.line_chars:,} characters", "Is this a table?", row=row)
    return pending


def _guess(path: Path, offset: int, limits: Limits) -> str:
    sample = _around(path, offset)
    if _mostly_utf8(sample):
        row = _line_at(path, offset)
        raise BadFile("a byte is not UTF-8 although the text around it is", _UTF8, row=row)
    name = _by_charset_normalizer(sample)
    if name is None:
        raise BadFile("this is not a text that can be read", _no_text(path), row=1)
    check_text(path, name, limits)
    return name


def _no_text(path: Path) -> str:
    """The mend, by what the file is called: one that is called .docx and is none was cut off or damaged."""
    if path.suffix.lower() in _NEVER_TEXT:
        return (
            f"It is called {path.suffix} and is damaged: fetch it again, or open it where it was made and save it anew"
        )
    return "Is it a table? Save it as CSV UTF-8 or .xlsx"


def _around(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, offset - _WINDOW // 2))
        return file.read(_WINDOW)


def _line_at(path: Path, offset: int) -> int:
    line = 1
    with path.open("rb") as file:
        while offset > 0:
            block = file.read(min(_BLOCK, offset))
            line += block.count(b"\n")
            offset -= len(block)
    return line


def _mostly_utf8(sample: bytes) -> bool:
    """Whether proper many-byte characters outnumber the broken ones: then the file is damaged UTF-8."""
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(ord(c) > 127 for c in text) - broken > broken


def _by_charset_normalizer(sample: bytes) -> str | None:
    if sum(byte < 9 or 14 <= byte < 32 for byte in sample) > 0.01 * len(sample):
        return None  # control characters: no text in any encoding
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        return None
    western = _decoded(sample, "cp1252")
    if western is None or not _all_latin(str(best)) or _oddities(western) > _oddities(str(best)):
        return best.encoding
    return "cp1252"


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def _all_latin(text: str) -> bool:
    letters = (c for c in set(text) if ord(c) > 127 and unicodedata.category(c) in ("Lu", "Ll", "Lo"))
    return all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


def _oddities(text: str) -> int:
    """How often a text looks as if read in wrong letters: signs within words, lone letters, letters of Iceland.

    A statistical guess needs more than the few such bytes of an English ledger: it takes the pound sign for a
    Polish letter. What Western spreadsheets write (cp1252) is therefore kept unless it looks worse than the guess.
    """
    return len(_ODD.findall(text))
