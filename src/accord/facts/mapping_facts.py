"""Rows that are facts, a chunk at a time by column, where nothing in the chunk needs a closer look.

The same values as row by row (``mapping_values``); only quicker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from accord.facts.convert_errors import Unreadable
from accord.facts.convert_text import all_filled, any_deceit
from accord.facts.mapping import Mapping, Source
from accord.facts.mapping_orders import micros_of
from accord.facts.mapping_values import NUMBERED_BY_US, column_of, has_words, values_of
from accord.facts.reading import Ask, Batch
from accord.facts.tables import Column, Type
from accord.facts.tabular import Chunk, normal
from accord.facts.tabular_reader import Reading
from accord.units.money import digits

_MOST_KNOWN = 200_000


class FactColumns:
    """Turns whole chunks into batches."""

    def __init__(self, reading: Reading, mapping: Mapping) -> None:
        self.reading, self.mapping, self.table = reading, mapping, mapping.table
        self._fields = {field: column_of(mapping.table, field) for field in mapping.sources}
        self._known: dict[str, dict[str, Any]] = {field: {} for field in self._fields}
        self._is_priced = any(column.name.endswith("_minor") for column in self._fields.values())
        places = [reading.table.header.places[normal(column)] for column in mapping.columns]
        simple = all(len(source.columns) < 2 for source in mapping.sources.values())
        # A campaign is called by its name where it has no number, and its tables are short.
        self._applies = simple and mapping.table.name != "campaigns" and reading.table.sample.kind != "xlsx"
        self._applies = self._applies and all(len(place) == 1 for place in places)

    def take(self, chunk: Chunk) -> Batch | None:
        """The chunk's facts; None where a row of it has to be looked at by itself."""
        wide = any(map(len(chunk.header.names).__lt__, map(len, chunk.rows)))
        if not self._applies or not chunk.rows or wide or not all(map(any, chunk.rows)):
            return None
        try:
            with self.reading.times.attempt():
                return Batch(self.table.name, self._columns(chunk), chunk.numbers)
        except (Unreadable, Ask, OverflowError):  # beyond 64 bits: line by line it is said of which line
            for known in self._known.values():
                known.clear()
            return None  # row by row it is told which row it is

    def _columns(self, chunk: Chunk) -> dict[str, Any]:
        rows = len(chunk.rows)
        base = values_of(self.reading.row([], 0), Mapping(self.table, {}))
        found: dict[str, Any] = {name: [value] * rows for name, value in base.items()}
        if self._is_priced:
            found["currency"] = self._currencies(chunk)
        for field, column in self._fields.items():
            if column.name != "currency" or not self._is_priced:
                found[column.name] = self._values(chunk, field, column, found.get("currency", ()))
        return found

    def _currencies(self, chunk: Chunk) -> list[str]:
        if "currency" not in self._fields:
            return [self.reading.currency()] * len(chunk.rows)
        cells = all_filled(self._cells(chunk, "currency"))
        codes = {cell: self.reading.currency(cell) for cell in set(cells)}
        return [codes[cell] for cell in cells]

    def _values(self, chunk: Chunk, field: str, column: Column, currencies: Sequence[str]) -> Any:
        source, cells = self.mapping.sources[field], self._cells(chunk, field)
        if source.columns and column.type is Type.TEXT and not has_words(self.table, column):
            return self._texts(cells, column)
        if source.columns and column.type is Type.TIME:
            micros = self.reading.times.micros(cells)
            if micros is not None:
                return micros.view("datetime64[us]")
        if field != column.name and column.name.endswith("_minor"):
            return self._money(cells, field, column, {digits(code) for code in set(currencies)})
        return self._each(chunk, field, column, cells)

    def _texts(self, cells: list[str], column: Column) -> list[str]:
        texts = all_filled(cells)
        is_needed = not column.optional or NUMBERED_BY_US.get(self.table.name) == column.name
        if any_deceit(texts) or (is_needed and "" in texts):
            raise Unreadable("needs a closer look")
        return texts

    def _money(self, cells: list[str], field: str, column: Column, places: set[int]) -> Any:
        """Minor units; where currencies differ in their decimals, row by row."""
        if len(places) != 1:
            raise Unreadable("needs a closer look")
        (decimals,) = places
        minors = self.reading.numbers.minors(cells, decimals)
        if minors is not None:
            return minors
        texts, known = all_filled(cells), self._kept(field)
        for text in [text for text in set(texts) if text not in known]:
            known[text] = self.reading.numbers.minor(text, decimals) if text or not column.optional else None
        return [known[text] for text in texts]

    def _each(self, chunk: Chunk, field: str, column: Column, cells: list[str]) -> list[Any]:
        """Every distinct cell by the rule for one row."""
        known, mapping = self._kept(field), Mapping(self.table, {field: self.mapping.sources[field]})
        for cell in [cell for cell in set(cells) if cell not in known]:
            at = cells.index(cell)
            known[cell] = values_of(self.reading.row(chunk.rows[at], chunk.numbers[at]), mapping)[column.name]
        return [known[cell] for cell in cells]

    def _kept(self, field: str) -> dict[str, Any]:
        if len(self._known[field]) > _MOST_KNOWN:
            self._known[field].clear()
        return self._known[field]

    def _cells(self, chunk: Chunk, field: str) -> list[str]:
        source: Source = self.mapping.sources[field]
        return chunk.column(normal(source.columns[0])) if source.columns else [source.fixed or ""] * len(chunk.rows)


def micros_list(values: Any) -> list[int]:
    """Times of a batch in microseconds since 1970, whether they came as an array or one by one."""
    return values.view(np.int64).tolist() if isinstance(values, np.ndarray) else [micros_of(t) for t in values]
