"""Converting one column of many rows: each distinct cell once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from accord.facts.tabular import normal
from accord.facts.tabular_reader import Reading, Row

T = TypeVar("T")
_MOST = 200_000


class Step(Generic[T]):
    """The value of one column of the file, whatever the row: ``convert`` is asked once for each distinct cell.

    A column that stands twice, and the typed cells of a workbook (which equal the text that they are not), are
    converted every time.
    """

    __slots__ = ("_at", "_convert", "_known")

    def __init__(self, reading: Reading, column: str, convert: Callable[[Row], T]) -> None:
        places = reading.table.header.places[normal(column)]
        self._at = places[0] if len(places) == 1 and reading.table.sample.kind != "xlsx" else None
        self._convert = convert
        self._known: dict[str, T] = {}

    def of(self, row: Row) -> T:
        """Raises what converting raises, which is not remembered."""
        if self._at is None:
            return self._convert(row)
        cell, known = row.cells[self._at], self._known
        if cell in known:
            return known[cell]
        value = self._convert(row)
        if len(known) < _MOST:
            known[cell] = value
        return value
