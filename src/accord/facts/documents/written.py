"""What a format's module makes of a file: a text, and which of its characters are prose, table or code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from accord.facts.limits import DEFAULT, Limits
from accord.facts.reading import BadFile

Kind = Literal["heading", "prose", "table", "code", "quoted"]
LONGEST = 20_000_000
"""Characters of one document: some forty novels."""
LEFT_OUT = "[…]"
"""What stands where an address was: no word, so that it counts as none."""
DEEPEST = 3
"""Mails in mails that are opened."""

_BLANK = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SAYS = re.compile(r"[^\W_]")
_LINK = re.compile(r"\bhttps?://[^\s<>()\"\]]+[^\s<>()\"\].,;:!?']")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,63}\.)[\w.-]{1,253}\w")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path within its side's folder, its bytes, in which letters they are."""

    name: str
    data: bytes
    format: str
    encoding: str = "utf-8"
    limits: Limits = DEFAULT
    depth: int = 0

    def text(self) -> str:
        """The file as text, lines ended by a line feed. Raises ``BadFile``."""
        try:
            told = self.data.decode(self.encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            row = self.data.count(b"\n", 0, error.start) + 1
            raise BadFile(f"a byte is not {self.encoding}", "Save it as UTF-8", row) from error
        return told.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class Written:
    """One document as it is read. ``name`` tells documents of one file apart ('' where the file is one)."""

    format: str
    title: str = ""
    name: str = ""
    parts: list[tuple[Kind, int, int, int]] = field(default_factory=list)
    words: int = 0
    _texts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self._texts)

    def add(self, kind: Kind, text: str, line: int) -> None:
        """One more part; nothing where ``text`` is blank. E-mail addresses do not get in: they are people's; nor do
        addresses of pages, which are no words.

        Raises ``BadFile`` for a document that is too long.
        """
        seen = _UNSEEN.sub("", text)
        told = _lines(seen) if kind in ("table", "code") else _BLANK.sub(" ", seen).strip()
        told = _ADDRESS.sub(LEFT_OUT, told) if "@" in told else told
        told = _LINK.sub(LEFT_OUT, told) if kind != "code" and "://" in told else told
        if not told or (kind != "code" and not _SAYS.search(told)):
            return
        start = self._length + bool(self._texts)
        self._length = start + len(told)
        if self._length > LONGEST:
            raise BadFile(f"the text is longer than {LONGEST:,} characters", "Split the document", line)
        self._texts.append(told)
        self.parts.append((kind, start, self._length, max(line, 1)))
        if kind in ("heading", "prose"):
            self.words += told.count(" ") + 1
        if kind == "heading" and not self.title:
            self.title = told[:200]

    def add_table(self, rows: Iterable[Iterable[str]], line: int) -> None:
        """A table as one part: a line a row, cells with a bar between them."""
        told = (" | ".join(_BLANK.sub(" ", cell).strip() for cell in row) for row in rows)
        self.add("table", "\n".join(row for row in told if row.strip(" |")), line)


def marked(code: str) -> str:
    """Code within a sentence: between backticks, so that it is shown and yet known from prose."""
    told = code.replace("`", "").strip()
    return f"`{told}`" if told else ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A document within a file that could not be read."""

    name: str
    fault: BadFile


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
