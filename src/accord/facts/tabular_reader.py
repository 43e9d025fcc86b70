"""What all readers of tables share: find the header, settle how the file is written, go through its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.convert_numbers import Numbers
from accord.facts.convert_text import honest, person_key
from accord.facts.convert_times import Times, zone_of
from accord.facts.locale import NumberEvidence, settle_numbers
from accord.facts.locale_dates import DateEvidence, settle_dates
from accord.facts.reading import Ask, BadFile, Batch, Given, Note, Piece, Reject, Sample, Understood
from accord.facts.tables import TABLES
from accord.facts.tabular import CHUNK_ROWS, Field, Header, Table, find_header
from accord.facts.tabular_meter import meter
from accord.facts.tabular_xlsx import Plain
from accord.units.money import currencies, digits

BATCH_ROWS = 20_000
T = TypeVar("T")
Fact = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class Reading:
    """One file being read: its table, what was settled about it, and what is to be told at the end."""

    table: Table
    given: Given
    numbers: Numbers
    times: Times
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    """What a reader found out about the whole file before going through its rows."""

    def row(self, cells: list[str], number: int) -> Row:
        return Row(self, cells, number)

    def rows(self) -> Iterator[Row]:
        for chunk in self.table.chunks(CHUNK_ROWS):
            for cells, number in zip(chunk.rows, chunk.numbers, strict=True):
                if any(cells):
                    yield Row(self, cells, number)

    def currency(self, named: str = "") -> str:
        """The row's own currency, else the given one. Raises ``Ask``."""
        code = (named or self.given.currency or "").strip().upper()
        if not code:
            raise Ask(
                "currency",
                "In which currency is the money of this file?",
                (),
                "--currency",
                self.table.header.index + 1,
            )
        if code not in currencies():
            raise Unreadable("is no currency code (three letters, like EUR)", value=code)
        return code

    def person(self, person: str) -> str | None:
        return person_key(self.given.hash_key, person) if person else None

    def closing_notes(self) -> Iterator[Note]:
        for why, count in (+self.left_out).items():
            yield Note(f"{count:,} {'row' if count == 1 else 'rows'} left out: {why}")
        if self.times.repeated:
            yield Note(f"{self.times.repeated:,} times fall into the hour that the clocks repeat; read as the first")
        if self.times.skipped:
            yield Note(f"{self.times.skipped:,} times fall into the hour that the clocks skip; moved on by it")
        yield from map(Note, self.notes)


class Row:
    """One row, read by the reader's own field names. Every getter raises ``Unreadable`` naming the column."""

    __slots__ = ("cells", "number", "reading")

    def __init__(self, reading: Reading, cells: list[str], number: int) -> None:
        self.reading, self.cells, self.number = reading, cells, number

    def text(self, name: str) -> str:
        """The first filled cell of the field's columns, or ''."""
        for at in self.reading.table.header.places.get(name, ()):
            cell = self.cells[at]
            if isinstance(cell, Plain):
                return cell  # honest() would give back an equal text that is not typed
            value, deceit = honest(cell)
            if deceit:
                raise Unreadable(deceit, self.column(name), value)
            if value:
                return value
        return ""

    def first(self, *names: str) -> str:
        """The first filled of several fields, or ''."""
        return next((value for name in names if (value := self.text(name))), "")

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Unreadable("is empty", self.column(name))
        return value

    def column(self, name: str) -> str:
        """What the file calls the field."""
        header = self.reading.table.header
        places = header.places.get(name)
        return header.names[places[0]].strip() if places else name

    def money(self, name: str, currency: str) -> int:
        return self._as(name, lambda text: self.reading.numbers.minor(text, digits(currency)))

    def amount(self, name: str) -> Decimal:
        return self._as(name, self.reading.numbers.money)

    def whole(self, name: str) -> int | None:
        return self._as(name, self.reading.numbers.whole) if self.text(name) else None

    def real(self, name: str) -> float | None:
        return float(self._as(name, self.reading.numbers.decimal)) if self.text(name) else None

    def day(self, name: str) -> date:
        return self._as(name, self.reading.times.day)

    def time(self, name: str) -> datetime:
        """UTC. Raises ``Ask`` for the zone where the file has none and none was given."""
        return self._as(name, lambda text: self._utc(text, name))

    def time_if_any(self, name: str) -> datetime | None:
        return self.time(name) if self.text(name) else None

    def surplus(self) -> list[str]:
        """Filled cells beyond the header."""
        return [cell for cell in self.cells[len(self.reading.table.header.names) :] if cell.strip()]

    def _utc(self, text: str, name: str) -> datetime:
        times = self.reading.times
        if times.zone is None and not times.has_offset(text):
            question = "In which time zone are the times of this file?"
            raise Ask("zone", question, (), "--timezone", self.number, self.column(name), text)
        return times.utc(text)

    def _as(self, name: str, convert: Callable[[str], T]) -> T:
        text = self.need(name)
        try:
            return convert(text)
        except Unreadable as error:
            raise Unreadable(error.reason, self.column(name), text) from error


class Rows:
    """Facts gathered row by row into batches."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self._numbers: dict[str, list[int]] = {}

    def add(self, fact: Fact, number: int) -> Iterator[Batch]:
        table, values = fact
        columns = self._columns.setdefault(table, {name: [] for name in TABLES[table].names})
        for name, column in columns.items():
            column.append(values.get(name))
        numbers = self._numbers.setdefault(table, [])
        numbers.append(number)
        if len(numbers) >= BATCH_ROWS:
            yield self._batch(table)

    def rest(self) -> Iterator[Batch]:
        for table in list(self._columns):
            yield self._batch(table)

    def _batch(self, table: str) -> Batch:
        return Batch(table, self._columns.pop(table), self._numbers.pop(table))


class TabularReader:
    """Base of all readers of tables. A subclass names its columns and says what facts a row holds."""

    name: ClassVar[str]
    title: ClassVar[str]
    side: ClassVar[str | None]
    tables: ClassVar[tuple[str, ...]]
    how_to_get: ClassVar[str]
    version: ClassVar[int] = 1

    fields: ClassVar[tuple[Field, ...]]
    number_fields: ClassVar[tuple[str, ...]] = ()
    date_fields: ClassVar[tuple[str, ...]] = ()
    fixed_locale: ClassVar[str | None] = None
    """Set where the vendor writes numbers and dates in one way everywhere."""
    wide_rows: ClassVar[bool] = False
    """Whether the vendor is known for rows wider than the header whose surplus means nothing."""

    def header(self, sample: Sample) -> Header | None:
        return find_header(sample.rows, self.fields)

    def recognise(self, sample: Sample) -> float:
        """1 where a line among the first 20 names every needed column, else 0."""
        return 1.0 if sample.rows and self.header(sample) is not None else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        header = self.header(sample)
        if header is None:
            raise BadFile(f"this is no {self.title} file: its columns are not there", self.how_to_get)
        table = Table(path, sample, header)
        meter().plan(1 if self.fixed_locale else 2)
        reading = self.settle(table, given)
        yield Understood(reading.times.zone, reading.numbers.locale, header.matched, header.left, header.fingerprint)
        yield from self.pieces(reading)
        yield from reading.closing_notes()

    def settle(self, table: Table, given: Given) -> Reading:
        """Settle numbers and dates over the whole file before any row is converted."""
        zone = checked_zone(self.zone(given))
        if self.fixed_locale:
            return Reading(table, given, Numbers(self.fixed_locale), Times(False, zone))
        locale, day_first = settled(table, given, self.number_fields, self.date_fields, self.hint(table.header))
        return Reading(table, given, Numbers(locale), Times(day_first, zone))

    def zone(self, given: Given) -> str | None:
        """The zone of times without offset; a reader overrides it where the export says so itself."""
        return given.zone

    def hint(self, header: Header) -> str | None:
        """The locale of the header's language, where it says one."""
        return None

    def pieces(self, reading: Reading) -> Iterator[Piece]:
        """Facts and rejects of all rows, one row at a time."""
        gathered = Rows()
        for row in reading.rows():
            try:
                for fact in self.facts_of(row):
                    yield from gathered.add(fact, row.number)
            except Unreadable as error:
                yield reject(row, error)
            except LeftOut as error:
                reading.left_out[error.why] += 1
        yield from gathered.rest()

    def facts_of(self, row: Row) -> Iterable[Fact]:
        if not self.wide_rows:
            refuse_surplus(row)
        return list(self.facts(row))

    def facts(self, row: Row) -> Iterable[Fact]:
        """The facts that a row holds. Raises ``Unreadable`` or ``LeftOut``."""
        raise NotImplementedError


def checked_zone(zone: str | None) -> str | None:
    """The zone, if the tz database has it; else raises ``BadFile``."""
    try:
        if zone:
            zone_of(zone)
    except Unreadable as error:
        raise BadFile(error.reason, "Name a zone of the tz database with --timezone") from error
    return zone


def checked_locale(locale: str | None) -> None:
    """Raises ``BadFile`` for a name that is no locale."""
    try:
        if locale:
            Numbers(locale)
    except Unreadable as error:
        raise BadFile(error.reason, "Name it with --locale") from error


def settled(
    table: Table, given: Given, number_fields: Iterable[str], date_fields: Iterable[str], hint: str | None
) -> tuple[str, bool]:
    """The locale of the numbers, and whether dates have the day first, from every row of the file."""
    checked_locale(given.locale)
    numbers, dates = NumberEvidence(), DateEvidence()
    for chunk in table.chunks():
        for name in number_fields:
            numbers.look(chunk.column(name), chunk.numbers, _named(table, name))
        for name in date_fields:
            dates.look(chunk.column(name), chunk.numbers, _named(table, name))
    locale = settle_numbers(numbers, given, hint)
    return locale, settle_dates(dates, given, locale)


def _named(table: Table, name: str) -> str:
    places = table.header.places.get(name)
    return table.header.names[places[0]].strip() if places else name


def refuse_surplus(row: Row) -> None:
    surplus = row.surplus()
    if surplus:
        raise Unreadable("has more cells than the header; a comma inside a value needs quotes", "", surplus[0])


def reject(row: Row, error: Unreadable) -> Reject:
    return Reject(row.number, error.column, error.value[:200], error.reason)


def one_of(words: Mapping[str, str], text: str, otherwise: str = "") -> str:
    """The canonical word for what an export says, by its casefolded text."""
    return words.get(text.casefold().strip(), otherwise)
