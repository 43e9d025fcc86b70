"""The lines of a page of a PDF with their places and letters: what tells a heading and a table from a paragraph.

A PDF holds runs of letters at places, and no more. What is a heading is told by larger or bold letters, what is a table
by cells that stand below each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_BOLD = re.compile(r"bold|black|heavy|demi(?!italic)", re.IGNORECASE)
_LARGER = 1.12
"""Letters of a heading are so many times as large as those of most of the text."""
_LONGEST_HEADING = 120
_SLIM, _BROAD = frozenset("fijlrtI.,;:'|!()[]- "), frozenset("mwMW@%\u2014")
_APART = 0.55
"""Blank between two cells of a row at least, in the size of their letters; words stand about a quarter apart."""
_MARK = re.compile(r"[\W_]*|\(?\w{1,3}[.)]+|\d+(?:\.\d+)*\.?")
"""What stands before a point of a list: a bullet, a number, a letter."""
_ASIDE = 0.6
"""Cells of a column begin at most so far apart."""
_MOST_COLUMNS = 60
_PROSE = 35
"""Letters a cell: more in many rows are columns of a text, not a table."""


@dataclass(slots=True)
class Cell:
    """A stretch of a line that begins at ``x``; ``end`` is about where it ends."""

    x: float
    end: float
    text: str


@dataclass(slots=True)
class Line:
    """A line with the place of its letters, in points; ``size`` is that of most of them."""

    y: float
    cells: list[Cell] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    bold: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join(cell.text for cell in self.cells).split())

    @property
    def size(self) -> float:
        return self.sizes.most_common(1)[0][0] if self.sizes else 0.0

    @property
    def is_bold(self) -> bool:
        return self.bold > 0.9 * max(1, sum(self.sizes.values()))

    def add(self, text: str, x: float, size: float, *, bold: bool) -> None:
        """Some more of it; far from what stands before, it is a cell of its own."""
        count = len(text.strip())
        end = x + size * _width(text.strip())
        if self.cells and (not count or x - self.cells[-1].end < _APART * size):
            self.cells[-1].text += text
            self.cells[-1].end = max(self.cells[-1].end, end) if count else self.cells[-1].end
        elif count:
            self.cells.append(Cell(x, end, text))
        if count:
            self.sizes[size] += count
            self.bold += count if bold else 0


def lines_of(page: Any) -> list[Line]:
    """The lines of a page in the order in which it holds them."""
    made = [Line(math.nan)]

    def take(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        x, y = _place(cm, tm)
        letters = round(abs(size) * _scale(tm) * _scale(cm) * 4) / 4
        bold = bool(font and _BOLD.search(str(font.get("/BaseFont", ""))))
        for number, piece in enumerate(text.split("\n")):
            if number and made[-1].cells:
                made.append(Line(math.nan))
            if piece.strip() and math.isnan(made[-1].y):
                made[-1].y = y
            made[-1].add(piece, x, letters, bold=bold)

    page.extract_text(visitor_text=take)
    return [line for line in made if line.text]


def _width(text: str) -> float:
    """About how wide a text is, in the size of its letters: what the fonts of most texts have in common."""
    return sum(0.28 if c in _SLIM else 0.85 if c in _BROAD else 0.66 if c.isupper() else 0.49 for c in text)


def _place(cm: Sequence[float], tm: Sequence[float]) -> tuple[float, float]:
    x, y = float(tm[4]), float(tm[5])
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


def _scale(matrix: Sequence[float]) -> float:
    return math.hypot(float(matrix[2]), float(matrix[3])) or 1.0


def usual_size(lines: Iterable[Line]) -> float:
    """The size of most letters of a document; 0 where there are none."""
    sizes = Counter[float]()
    for line in lines:
        sizes.update(line.sizes)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def is_heading(line: Line, usual: float) -> bool:
    """Whether a line has a heading's letters: larger than most of the text, or bold and no sentence's end."""
    text = line.text
    if not usual or len(text) > _LONGEST_HEADING or not any(c.isalpha() for c in text):
        return False
    if line.size > _LARGER * usual:
        return True
    return line.is_bold and line.size > 0.95 * usual and text[-1] not in ".,;:!?" and len(line.cells) == 1


def rows_from(lines: Sequence[Line], at: int) -> tuple[list[list[str]], int]:
    """The rows of a table that begins at a line, and the line after it; no rows for lines that are none.

    Lines have cells one below the other: three lines of two cells at least, or two of three; the first line has one in
    each column. A line that begins in a later column goes on with the cells above it.
    """
    first = lines[at]
    if not 2 <= len(first.cells) <= _MOST_COLUMNS:
        return [], at + 1
    starts = [cell.x for cell in first.cells]
    rows, after = [[cell.text.strip() for cell in first.cells]], at + 1
    while after < len(lines) and (columns := _columns(lines[after], starts, first.size)):
        if columns[0] == 0 and len(columns) == 1:
            break
        if columns[0] == 0:
            rows.append([""] * len(starts))
        for column, cell in zip(columns, lines[after].cells, strict=True):
            rows[-1][column] = f"{rows[-1][column]} {cell.text}".strip()
        after += 1
    enough = len(rows) > (2 if len(starts) == 2 else 1)
    return ([] if not enough or _is_list(rows) or _is_text(rows) else rows), after


def _is_list(rows: Sequence[Sequence[str]]) -> bool:
    return all(_MARK.fullmatch(row[0]) for row in rows)


def _is_text(rows: Sequence[Sequence[str]]) -> bool:
    """Whether it is a text in columns, which some programs write line by line across the page."""
    told = [cell for row in rows for cell in row if cell]
    return len(rows) > 4 and sum(map(len, told)) / len(told) > _PROSE


def _columns(line: Line, starts: Sequence[float], size: float) -> list[int]:
    """In which column each cell of a line begins, from left to right; nothing where one begins in none."""
    found: list[int] = []
    for cell in line.cells:
        near = min(range(len(starts)), key=lambda column: abs(starts[column] - cell.x))
        if abs(starts[near] - cell.x) > _ASIDE * size or near in found[-1:] or found[-1:] > [near]:
            return []
        found.append(near)
    return found


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Lines joined until a wider gap, or a short one that ends a sentence; a word cut by a hyphen is one again."""
    wide = max((len(line.text) for line in lines), default=0)
    gathered, before = "", math.nan
    for line in lines:
        text = line.text
        if abs(before - line.y) > 1.75 * line.size:
            yield gathered
            gathered = ""
        cut = gathered.endswith("-") and text[:1].islower()
        gathered = gathered[:-1] + text if cut else f"{gathered} {text}"
        if len(text) < 0.7 * wide and text[-1] in ".!?:":
            yield gathered
            gathered = ""
        before = line.y
    yield gathered
