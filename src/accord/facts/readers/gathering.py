"""Rows gathered into batches, and the few conversions that every document reader needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from accord.facts.reading import Ask, Batch, Given
from accord.facts.tables import TABLES
from accord.units.money import digits

BATCH_ROWS = 50_000
LARGEST_MINOR = 10**18
"""A little under what a 64-bit integer holds."""


class Gathered:
    """Rows of one table, kept by column until they are a batch. Optional columns may be left out of a row."""

    def __init__(self, table: str) -> None:
        self.table = table
        self._clear()

    def _clear(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in TABLES[self.table].names}
        self.row_numbers: list[int] = []

    def __len__(self) -> int:
        return len(self.row_numbers)

    def add(self, row_number: int, **values: Any) -> None:
        """One row; raises ``KeyError`` for a column that the table does not have."""
        for name in values:
            TABLES[self.table].column(name)
        for name, column in self.columns.items():
            column.append(values.get(name))
        self.row_numbers.append(row_number)

    def full(self) -> Iterator[Batch]:
        """A batch once enough rows are there, else nothing."""
        if len(self) >= BATCH_ROWS:
            yield from self.rest()

    def rest(self) -> Iterator[Batch]:
        """What is left, as a batch; nothing when no row is."""
        if len(self):
            yield Batch(self.table, self.columns, self.row_numbers)
            self._clear()


def moment(text: str, given: Given, row: int = 0, column: str = "") -> datetime:
    """An ISO 8601 time as naive UTC. One without an offset is in the file's zone.

    Raises ``Ask`` for the zone where none is settled, ``ValueError`` where the text is no time.
    """
    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError("not a time; expected such as 2026-09-01T10:00:00Z") from error
    if told.tzinfo is None:
        if given.zone is None:
            question = "The times carry no time zone. In which zone were they written?"
            raise Ask("zone", question, (), "--timezone", row, column, text)
        told = told.replace(tzinfo=ZoneInfo(given.zone))
    return in_utc(told)


def in_utc(told: datetime) -> datetime:
    """An aware time as naive UTC; raises ``ValueError`` at the ends of the calendar."""
    try:
        return told.astimezone(UTC).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError("the time lies outside the calendar") from error


def from_epoch(seconds: float) -> datetime:
    """Unix seconds as naive UTC; raises ``ValueError`` when they are no time of this calendar."""
    try:
        return datetime(1970, 1, 1) + timedelta(seconds=seconds)  # noqa: DTZ001 - naive UTC inside the engine
    except (OverflowError, ValueError) as error:
        raise ValueError("the time lies outside the calendar") from error


def minor_units(amount: str, currency: str) -> int:
    """A decimal text as minor units, rounded half to even; raises ``ValueError`` where it is no amount."""
    try:
        value = Decimal(amount)
        if not value.is_finite() or abs(value) > LARGEST_MINOR:
            raise ValueError(f"{amount} is not an amount of money")
        return int(value.scaleb(digits(currency)).quantize(Decimal(1), ROUND_HALF_EVEN))
    except InvalidOperation as error:
        raise ValueError(f"{amount} is not an amount of money") from error
