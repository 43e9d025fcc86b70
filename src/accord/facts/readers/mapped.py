"""Any other table, by a mapping that a person confirmed: ``--as orders --map ordered_at=InvoiceDate,...``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from accord.facts.convert_errors import Unreadable
from accord.facts.convert_numbers import Numbers
from accord.facts.convert_times import Times
from accord.facts.mapping import Mapping, mapping_of
from accord.facts.mapping_facts import FactColumns
from accord.facts.mapping_orders import grouped, is_grouped
from accord.facts.mapping_values import NUMBERED_BY_US, Keys, check, columns_by_kind, values_of
from accord.facts.reading import BadFile, Given, Piece, Sample, Understood
from accord.facts.tabular import Chunk, Field, Header, Table, find_header, normal
from accord.facts.tabular_meter import meter
from accord.facts.tabular_reader import Reading, Row, Rows, TabularReader, checked_zone, refuse_surplus, reject, settled


class Mapped(TabularReader):
    """Never recognises a file by itself: it reads what it is told to, as it is told to."""

    name = "mapped"
    title = "Any table, by a mapping"
    side = None
    tables: ClassVar[tuple[str, ...]] = ()
    how_to_get = "Any CSV or .xlsx; docs/how-to/read-any-file.md says how"
    fields: ClassVar[tuple[Field, ...]] = ()

    def recognise(self, sample: Sample) -> float:
        return 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """``given.options`` holds ``as`` (a fact table) and ``map``."""
        if not {"as", "map"} <= given.options.keys():
            raise BadFile("a mapping is needed", "Say --as TABLE --map FIELD=COLUMN,...")
        mapping = mapping_of(given.options["as"], given.options["map"])
        reading = begun(mapping, path, sample, given)
        yield understood(reading, mapping)
        yield from grouped(reading, mapping) if is_grouped(mapping) else _rows(reading, mapping)
        yield from reading.closing_notes()


def begun(mapping: Mapping, path: Path, sample: Sample, given: Given) -> Reading:
    """A file to be read by a mapping, its numbers and dates settled. Raises ``Ask`` and ``BadFile``."""
    check(mapping)
    table = Table(path, sample, header_of(sample, mapping))
    meter().plan(2)
    locale, day_first = settled(table, given, *columns_by_kind(mapping), None)
    return Reading(table, given, Numbers(locale), Times(day_first, checked_zone(given.zone)))


def understood(reading: Reading, mapping: Mapping) -> Understood:
    """What is said of the file before its rows."""
    header = reading.table.header
    matched = _matched(header, mapping)
    return Understood(reading.given.zone, reading.numbers.locale, matched, header.left, header.fingerprint)


def header_of(sample: Sample, mapping: Mapping) -> Header:
    """The line that names every mapped column. Raises ``BadFile`` naming those that no line has."""
    fields = [Field(normal(name), (name,), needed=True) for name in mapping.columns]
    header = find_header(sample.rows, fields)
    if header is not None:
        return header
    known = {normal(cell) for row in sample.rows for cell in row}
    missing = [name for name in mapping.columns if normal(name) not in known]
    widest = max(sample.rows, key=lambda row: sum(bool(cell.strip()) for cell in row), default=())
    there = ", ".join(cell.strip() for cell in widest if cell.strip())[:300]
    raise BadFile(f"no line names the columns {', '.join(missing or mapping.columns)}", f"The file has {there}", row=1)


def _matched(header: Header, mapping: Mapping) -> tuple[tuple[str, str], ...]:
    by_column = {normal(c): field for field, source in mapping.sources.items() for c in source.columns}
    return tuple((column, by_column[name]) for column, name in header.matched)


def _rows(reading: Reading, mapping: Mapping) -> Iterator[Piece]:
    keys, columns = Keys(mapping), FactColumns(reading, mapping)
    is_numbered = mapping.table.name in NUMBERED_BY_US
    for chunk in reading.table.chunks():
        batch = None if is_numbered else columns.take(chunk)
        if batch is None:
            yield from one_by_one(reading, mapping, chunk, lambda row, values: keys.complete(values))
        else:
            yield batch


def one_by_one(
    reading: Reading, mapping: Mapping, chunk: Chunk, complete: Callable[[Row, dict[str, Any]], None]
) -> Iterator[Piece]:
    """A chunk's rows as facts, each ``complete``d, and rejects."""
    gathered = Rows()
    for cells, number in zip(chunk.rows, chunk.numbers, strict=True):
        row = reading.row(cells, number)
        try:
            if any(cells):
                refuse_surplus(row)
                values = values_of(row, mapping)
                complete(row, values)
                yield from gathered.add((mapping.table.name, values), number)
        except Unreadable as error:
            yield reject(row, error)
    yield from gathered.rest()


READER = Mapped()
