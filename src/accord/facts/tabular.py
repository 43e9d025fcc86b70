"""A table in a file: its header line, and its rows in chunks of text, each with its line number.

The standard ``csv`` module reads, because it alone shows surplus cells as they stand: other parsers shift,
drop or refuse a row that is wider than its header.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import TextIOWrapper
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Protocol

from accord.facts.limits import DEFAULT, Limits
from accord.facts.reading import BadFile, Sample
from accord.facts.tabular_meter import meter

CHUNK_ROWS = 1_000
_END = "\0end\0"
_SPACES = re.compile(r"\s+")
_LINE_END = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A header name as it is compared: no mark, no doubled or outer spaces, no case."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", name).replace("\ufeff", "")).strip(" '\"").casefold()


class Reader(Protocol):
    """What ``csv.reader`` returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a reader knows: its own word for it and the names that exports give it, best first.

    The best name that is there counts, with all columns of that name; with ``several`` all of the names count,
    and a cell that is blank under one is looked for under the next.
    """

    name: str
    names: tuple[str, ...]
    needed: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header line found: its record index, names, and each known field's columns (several where repeated)."""

    index: int
    names: tuple[str, ...]
    places: dict[str, tuple[int, ...]]

    @property
    def fingerprint(self) -> str:
        """A hash of the normalised names in their order; empty trailing columns do not count."""
        names = [normal(name) for name in self.names]
        while names and not names[-1]:
            names.pop()
        return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:16]

    @property
    def matched(self) -> tuple[tuple[str, str], ...]:
        return tuple((self.names[at], name) for name, places in self.places.items() for at in places)

    @property
    def left(self) -> tuple[str, ...]:
        taken = {at for places in self.places.values() for at in places}
        return tuple(name for at, name in enumerate(self.names) if at not in taken and name.strip())


def find_header(rows: Sequence[Sequence[str]], fields: Sequence[Field]) -> Header | None:
    """The first of the given records that names every needed field; None when none does."""
    for index, row in enumerate(rows):
        header = match_header(index, row, fields)
        if header is not None:
            return header
    return None


def match_header(index: int, row: Sequence[str], fields: Sequence[Field]) -> Header | None:
    by_name: dict[str, list[int]] = {}
    for at, cell in enumerate(row):
        by_name.setdefault(normal(cell), []).append(at)
    places = {f.name: found for f in fields if (found := _places(f, by_name))}
    if any(f.needed and f.name not in places for f in fields):
        return None
    return Header(index, tuple(row), places)


def _places(known: Field, by_name: dict[str, list[int]]) -> tuple[int, ...]:
    found = [by_name[normal(name)] for name in known.names if normal(name) in by_name]
    return tuple(chain.from_iterable(found if known.several else found[:1]))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows of a table: text cells, and the line of the file on which each row begins."""

    header: Header
    rows: list[list[str]]
    numbers: list[int]

    def column(self, name: str) -> list[str]:
        """One field's cells, stripped of outer spaces; empty strings where the file has no such column."""
        places = self.header.places.get(name)
        if not places:
            return [""] * len(self.rows)
        at = places[0]
        return [row[at] for row in self.rows]


@dataclass(slots=True)
class Table:
    """A tabular file with its header found. May be read several times."""

    path: Path
    sample: Sample
    header: Header
    limits: Limits = DEFAULT
    ends_with_newline: bool = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = self.path.stat().st_size
        self.ends_with_newline = self.sample.kind != "csv" or _ends_with_newline(self.path, self.sample.encoding)

    @property
    def before_header(self) -> tuple[tuple[str, ...], ...]:
        return self.sample.rows[: self.header.index]

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """All data rows after the header, each at least as wide as the header. Told to the meter in force."""
        meter().begin()
        yield from self._of_workbook(size) if self.sample.kind == "xlsx" else self._of_text(size)

    def _of_workbook(self, size: int) -> Iterator[Chunk]:
        from accord.facts.tabular_xlsx import rows_of

        numbered = islice(enumerate(rows_of(self.path, self.limits), 1), self.header.index + 1, None)
        while batch := list(islice(numbered, size)):
            yield self._chunk([row for _, row in batch], [number for number, _ in batch], 0)

    def _of_text(self, size: int) -> Iterator[Chunk]:
        csv.field_size_limit(self.limits.cell_chars)
        with self.path.open("rb") as raw, TextIOWrapper(raw, self.sample.encoding, newline="") as file:
            # A mark that the decoder left in front (UTF-16 by its bare name, a doubled mark) is no text.
            lines = chain((file.readline().lstrip("\ufeff"),), file, (_END,))
            reader = csv.reader(lines, delimiter=self.sample.delimiter or ",")
            for _ in range(self.header.index + 1):
                next(reader)
            while True:
                rows, numbers = self._next_rows(reader, size)
                if not rows:
                    return
                if rows[-1] and rows[-1][-1].endswith(_END):
                    self._check_end(rows, numbers)
                    rows.pop()
                    numbers.pop()
                yield self._chunk(rows, numbers, raw.tell())

    def _next_rows(self, reader: Reader, size: int) -> tuple[list[list[str]], list[int]]:
        """Rows, and the line on which each begins: that after the end of the row before it."""
        rows: list[list[str]] = []
        before = reader.line_num
        try:
            rows.extend(islice(reader, size))  # what was read before an error stays
        except csv.Error as error:
            reason = f"a cell is longer than {self.limits.cell_chars:,} characters ({error})"
            raise BadFile(reason, "Is a quote left open?", row=_next_line(rows, before)) from error
        if reader.line_num - before == len(rows):
            return rows, list(range(before + 1, reader.line_num + 1))
        return rows, [begins + 1 for begins in accumulate(map(_lines_in, rows[:-1]), initial=before)]

    def _check_end(self, rows: list[list[str]], numbers: list[int]) -> None:
        """The end mark stands alone, or it fell into a quoted cell that nobody closed."""
        if rows[-1] != [_END]:
            raise BadFile("the file ends within a quoted cell", "It is cut off: export it again", row=numbers[-1])
        width = len(self.header.names)
        if len(rows) < 2 or self.ends_with_newline:
            return
        last, others = rows[-2], rows[:-2]
        if 0 < len(last) < width and all(len(row) >= width for row in others if row):
            raise BadFile(
                f"the last row has {len(last)} of {width} cells", "It is cut off: export it again", row=numbers[-2]
            )

    def _chunk(self, rows: list[list[str]], numbers: list[int], done: int) -> Chunk:
        width = len(self.header.names)
        widths = set(map(len, rows))
        if widths and max(widths) > self.limits.columns:
            row = next(n for r, n in zip(rows, numbers, strict=True) if len(r) > self.limits.columns)
            raise BadFile(f"a row has more than {self.limits.columns:,} columns", "Is this a table?", row=row)
        if widths and min(widths) < width:
            rows, numbers = _padded(rows, numbers, width)
        meter().moved(len(rows), numbers[-1] if numbers else 0, done, self.size)
        return Chunk(self.header, rows, numbers)


def _lines_in(row: list[str]) -> int:
    """A row's lines in the file: a line end within a cell goes on to another one, and few rows have any."""
    text = "\0".join(row)
    if "\n" not in text and "\r" not in text:
        return 1
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in row)


def _next_line(rows: list[list[str]], before: int) -> int:
    return before + sum(map(_lines_in, rows)) + 1


def _padded(rows: list[list[str]], numbers: list[int], width: int) -> tuple[list[list[str]], list[int]]:
    kept = [(row, number) for row, number in zip(rows, numbers, strict=True) if any(row)]
    wide = [row if len(row) >= width else row + [""] * (width - len(row)) for row, _ in kept]
    return wide, [number for _, number in kept]


def _ends_with_newline(path: Path, encoding: str) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4))
        tail = file.read()
    return tail.rstrip(b"\0").endswith((b"\n", b"\r"))
