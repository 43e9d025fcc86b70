"""A document of one side: its text, and which parts of it are prose, headings, tables and code."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

PartKind = Literal["heading", "prose", "table", "code", "quoted"]
"""``quoted`` is what somebody else said before: the earlier messages and the signature of a mail."""


_COUNTED = {".pdf": "page", ".docx": "paragraph", ".pptx": "slide"}
"""What a format counts by that has no lines."""


@dataclass(frozen=True, slots=True)
class Part:
    """The characters ``start <= i < end`` of a document's text; ``line`` is where it begins in the file, from 1.

    Where a format has no lines, ``line`` is its paragraph (DOCX), slide (PPTX) or page (PDF).
    """

    kind: PartKind
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Document:
    """What one side wrote.

    ``text`` holds what a reader reads, without markup; ``parts`` are in its order and do not overlap. ``path`` is
    the file's within its folder, ``quotable`` whether the folder's owner agreed that its sentences are shown.
    """

    document_id: str
    side: str
    title: str
    path: str
    text: str
    parts: tuple[Part, ...]
    quotable: bool = False

    def text_of(self, part: Part) -> str:
        """The characters of a part."""
        return self.text[part.start : part.end]

    def prose(self) -> Iterator[tuple[Part, str]]:
        """Headings and prose with their texts, in order: what is written for people. Add ``part.start`` to an
        offset in the text for its place in the document."""
        for part in self.parts:
            if part.kind in ("heading", "prose"):
                yield part, self.text_of(part)

    def part_at(self, offset: int) -> Part | None:
        """The part that holds the character at ``offset``; None between two parts."""
        at = bisect_right(self._starts, offset) - 1
        return self.parts[at] if at >= 0 and offset < self.parts[at].end else None

    def line_of(self, offset: int) -> int:
        """The line of the file on which the part of ``offset`` begins, as near as is known; 1 before the first."""
        at = bisect_right(self._starts, offset) - 1
        return self.parts[at].line if at >= 0 else 1

    @property
    def counted_by(self) -> str:
        """What its places are told by: line, page, paragraph or slide."""
        return _COUNTED.get(PurePosixPath(self.path.lower()).suffix, "line")

    @cached_property
    def _starts(self) -> list[int]:
        return [part.start for part in self.parts]
