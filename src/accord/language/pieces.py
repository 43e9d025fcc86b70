"""The text that is read of a source, in pieces, and where each stands in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from accord.language.sentences import sentences

WALL = "\0"
"""Stands between blocks: no sentence reaches across it."""
ASIDE = "\ufffc"
"""Stands within a sentence for what is not read (code, an address): no term reaches across it."""

_UNEVEN = re.compile(r"[ \t\r\n\u00a0]{2,}|[\t\r\n]")


@dataclass(slots=True)
class Pieces:
    """Three lists of one length: what is read, and the source's characters ``start <= i < end`` that say it."""

    said: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, said: str, start: int, end: int) -> None:
        """Add what follows in the source."""
        self.said.append(said)
        self.starts.append(start)
        self.ends.append(end)

    def wall(self, at: int) -> None:
        """Nothing reaches across here. ``at`` before the last piece's end counts as that end."""
        if self.said and self.said[-1] != WALL:
            at = max(at, self.ends[-1])
            self.add(WALL, at, at)

    def aside(self, at: int) -> None:
        """Something that is not read stands here, within a sentence."""
        if self.said[-1:] != [ASIDE]:
            at = max(at, self.ends[-1] if self.ends else 0)
            self.add(ASIDE, at, at)

    def take(self, other: Pieces, first: int = 0, last: int | None = None) -> None:
        """Add a part of others."""
        self.said += other.said[first:last]
        self.starts += other.starts[first:last]
        self.ends += other.ends[first:last]

    def squeezed(self, *, by_lines: bool = False) -> Pieces:
        """A run of blanks is one blank; ``by_lines`` makes an empty line a wall."""
        text, offsets = "".join(self.said), list(accumulate(map(len, self.said), initial=0))
        uneven = {bisect_right(offsets, at) - 1 for at in _runs(text)}
        out, done = Pieces(), 0
        for n in sorted(uneven):
            out.take(self, done, n)
            for piece in _split(self.said[n], self.starts[n], self.ends[n], by_lines):
                out.add(*piece)
            done = n + 1
        out.take(self, done)
        return out


def _runs(text: str) -> Iterator[int]:
    """Where blanks may have to be squeezed: plain searches, because nearly all of a text is even."""
    for blank in ("  ", "\n", "\t", "\r", "\u00a0"):
        at = text.find(blank)
        while at >= 0:
            yield at
            at = text.find(blank, at + len(blank))


def _split(said: str, start: int, end: int, by_lines: bool) -> Iterator[tuple[str, int, int]]:
    if end - start != len(said):
        yield _UNEVEN.sub(" ", said), start, end
        return
    at = 0
    for run in _UNEVEN.finditer(said):
        if run.start() > at:
            yield said[at : run.start()], start + at, start + run.start()
        yield WALL if by_lines and run[0].count("\n") > 1 else " ", start + run.start(), start + run.end()
        at = run.end()
    if at < len(said):
        yield said[at:], start + at, end


class Read:
    """The ``text`` that is read of a ``source``."""

    def __init__(self, source: str, pieces: Pieces) -> None:
        self.source = source
        self.text = "".join(pieces.said)
        self._pieces = pieces
        self._offsets = list(accumulate(map(len, pieces.said), initial=0))

    def pass_over(self, pattern: re.Pattern[str]) -> None:
        """Read no longer what a pattern finds."""
        self.text = pattern.sub(lambda m: ASIDE * len(m[0]), self.text)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """``start, end`` of each sentence, heading, item and cell of the text, in order."""
        start = 0
        for block in self.text.split(WALL):
            yield from ((start + a, start + b) for a, b in sentences(block))
            start += len(block) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``start <= i < end`` of the text stands in the source."""
        n = bisect_right(self._offsets, start) - 1
        opens, begins = self._pieces.starts[n], self._offsets[n]
        width = self._offsets[n + 1] - begins
        if self._pieces.ends[n] - opens == width and end <= begins + width:
            return opens + start - begins, opens + end - begins
        return self._at(start, last=False), self._at(end - 1, last=True)

    def gaps(self, start: int, end: int) -> tuple[str, ...] | None:
        """What of the source was left out between ``start`` and ``end`` of the text: line ends and what follows them.

        None where markup stands inside, or a character is written as a reference (``&amp;``).
        """
        first, last = bisect_right(self._offsets, start) - 1, bisect_right(self._offsets, end - 1) - 1
        out = []
        for n in range(first, last + 1):
            here = self.source[self._pieces.starts[n] : self._pieces.ends[n]]
            left_out = self.source[self._pieces.ends[n] : self._pieces.starts[n + 1]] if n < last else ""
            if here != self._pieces.said[n] and here.strip():
                return None
            if left_out.strip("> \t"):
                return None
            if "\n" in here:
                out.append(here + left_out)
            elif left_out:
                return None
        return tuple(out)

    def unread(self) -> str:
        """All of the source that is not read, in order: markup, code, addresses."""
        between = zip([0, *self._pieces.ends], [*self._pieces.starts, len(self.source)], strict=True)
        return WALL.join(self.source[a:b] for a, b in between if b > a)

    def _at(self, offset: int, *, last: bool) -> int:
        n = bisect_right(self._offsets, offset) - 1
        start, end, width = self._pieces.starts[n], self._pieces.ends[n], self._offsets[n + 1] - self._offsets[n]
        if end - start != width:
            return end if last else start
        return start + offset - self._offsets[n] + last
