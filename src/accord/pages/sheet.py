"""A page in a form that every hand-out can be made of: lines, tables and charts, each value beside its text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, Protocol

from accord.findings.finding import Unit
from accord.findings.format import Format, round_like, share_decimals
from accord.pages.shown import AmountShown, Chart, Column, Table
from accord.units.interval import Interval
from accord.units.money import Amount, Money, digits
from accord.units.period import midnight

Raw = str | int | float | datetime | date | None
_SIZES = (86400.0, 3600.0, 60.0, 1.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table: as it is said on screen, and raw.

    ``value`` is raw: money in minor units, shares from 0 to 1, times as naive UTC. ``number`` is the number that
    ``text`` says, rounded as it says it: money in whole units (euros), durations in seconds; ``decimals`` are its
    digits after the point (of the percentage, for a share). Spreadsheets hold ``number``, so that they say the same
    as the screen.
    """

    text: str
    value: Raw = None
    unit: Unit | Literal[""] = ""
    currency: str | None = None
    number: float | None = None
    decimals: int = 0


NOTHING = Cell("")
"""Where nothing was observed."""


def cell_text(text: str) -> Cell:
    return Cell(text, text, "text")


def cell_money(form: Format, money: Money | None) -> Cell:
    """An exact sum, to the cent: budgets, ledgers."""
    if money is None:
        return NOTHING
    places = digits(money.currency)
    text = form.exact_money(money.minor, money.currency)
    return Cell(text, money.minor, "money", money.currency, money.minor / 10**places, places)


def cells_amount(form: Format, amount: Amount | AmountShown | None) -> tuple[Cell, Cell, Cell]:
    """An estimated sum as three cells (middle, lower and upper end), all rounded to the same digit.

    The ends are empty where the sum was counted, all three where there is none. What has no price and is shown in
    a unit of its own stays in that unit.
    """
    if amount is None:
        return NOTHING, NOTHING, NOTHING
    if isinstance(amount, Amount):
        return cells_interval(form, amount.interval, "money", amount.currency)
    value = Interval(amount.mid, amount.low, amount.high)
    return cells_interval(form, value, amount.unit, amount.currency or None)


MEASURE = (
    Column("measured", "Measured instead", True),
    Column("measured_low", "Measured, at least", True),
    Column("measured_high", "Measured, at most", True),
    Column("measured_as", "What was measured", False),
)
"""Columns for what was measured where nothing has a price: apart from amounts, so that nobody adds the two."""


def cells_measure(form: Format, measure: AmountShown | None) -> tuple[Cell, Cell, Cell, Cell]:
    """The cells under ``MEASURE``."""
    return *cells_amount(form, measure), cell_text(measure.kind_word if measure else "")


def cells_interval(form: Format, value: Interval, unit: Unit, currency: str | None = None) -> tuple[Cell, Cell, Cell]:
    """Middle, lower and upper end of an estimate, as ``Format.interval`` says them; no ends where it is exact."""
    ends = (value.mid, value.low, value.high)
    like = max(share_decimals(v) for v in ends) if unit == "share" else max(abs(v) for v in ends)
    mid, low, high = (_estimate(form, v, unit, like, currency) for v in ends)
    return (mid, NOTHING, NOTHING) if value.is_exact else (mid, low, high)


def cell_count(form: Format, value: int | None) -> Cell:
    """A counted number, with all its digits."""
    return NOTHING if value is None else Cell(form.count_all(value), value, "count", None, value)


def cell_share(form: Format, value: float | None, decimals: int | None = None) -> Cell:
    """A share from 0 to 1."""
    if value is None:
        return NOTHING
    places = share_decimals(value) if decimals is None else decimals
    number = round(value, places + 2) + 0.0
    return Cell(form.share(value, places), value, "share", None, number, _places(100 * number, places))


def cell_time(form: Format, at: datetime | None) -> Cell:
    """A moment (UTC, with or without an offset), said in the reader's zone."""
    return NOTHING if at is None else Cell(form.time(utc(at)), utc(at), "time")


def cell_day(form: Format, at: datetime | date | None) -> Cell:
    """A day: a date as it is, a moment by the reader's zone."""
    if at is None:
        return NOTHING
    moment = utc(at) if isinstance(at, datetime) else midnight(at, form.zone)
    return Cell(form.day(moment), utc(at) if isinstance(at, datetime) else at, "day")


def cell_of(form: Format, value: Raw, unit: Unit, currency: str | None = None) -> Cell:
    """One value of a finding's grid, as ``Format.cell`` says it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOTHING
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, date):
        return cell_time(form, value) if isinstance(value, datetime) and unit != "day" else cell_day(form, value)
    if unit == "count" and abs(value) < 100:
        number = round(float(value), 1) + 0.0
        return Cell(form.cell(value, unit), value, unit, None, number, _places(number, 1))
    return _estimate(form, float(value), unit, share_decimals(value) if unit == "share" else abs(value), currency)


def _estimate(form: Format, value: float, unit: Unit, like: float, currency: str | None) -> Cell:
    """One value, rounded to the digit that ``like`` asks for (for a share: to so many digits)."""
    exact = Interval.exact(value)
    match unit:
        case "money":
            code = currency or form.currency
            scale = 10 ** digits(code)
            number = round_like(value / scale, like / scale)
            return Cell(form.money(value, code, like=like), value, unit, code, number)
        case "share":
            return cell_share(form, value, int(like))
        case "seconds":
            return Cell(form.seconds(value), value, unit, None, _seconds(value))
        case "ratio":
            number = round(value, 2) + 0.0
            return Cell(form.interval(exact, unit), value, unit, None, number, _places(number, 2))
        case _:
            return Cell(form.count(value, like=like), value, unit, None, round_like(value, like))


def _places(number: float, most: int) -> int:
    """Digits after the point that a number needs, at most so many."""
    return len(f"{number:.{most}f}".partition(".")[2].rstrip("0"))


def _seconds(value: float) -> float:
    """A duration rounded as ``Format.seconds`` rounds it."""
    size = next((s for s in _SIZES if abs(value) >= 2 * s), _SIZES[-1])
    number = value / size
    return round(number, 1 if abs(number) < 10 and size >= 3600 else 0) * size + 0.0


def utc(at: datetime) -> datetime:
    """A moment as naive UTC, which it is where it has no offset."""
    return at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table; each row has as many cells as there are columns. ``name`` is short (a sheet's tab)."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        wide = len(self.columns)
        wrong = next(((i, len(row)) for i, row in enumerate(self.rows, 1) if len(row) != wide), None)
        if wrong:
            raise ValueError(f"table {self.name}: row {wrong[0]} has {wrong[1]} cells under {wide} columns")


def table_of(name: str, title: str, table: Table, form: Format) -> SheetTable:
    """A small table of a finding, its numbers as numbers."""
    rows = tuple(
        tuple(cell_of(form, value, unit, table.currency) for value, unit in zip(row, table.units, strict=True))
        for row in table.raw
    )
    return SheetTable(name, title, table.columns, rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a hand-out holds, whatever its format.

    ``name`` names the kind of page ('findings') and ``key`` which one of them (a finding's id): both stand in file
    names, the first in JSON. ``made_up`` is the banner of made-up data, or empty; ``notices`` other things that a
    reader must be told first; ``as_of`` how far the facts reach, as text, and ``at`` the same as a moment (UTC);
    ``lines`` are (label, text).
    """

    name: str
    title: str
    form: Format
    lede: str = ""
    made_up: str = ""
    notices: tuple[str, ...] = ()
    as_of: str = ""
    at: datetime | None = None
    lines: tuple[tuple[str, str], ...] = ()
    tables: tuple[SheetTable, ...] = ()
    charts: tuple[Chart, ...] = ()
    key: str = ""


class NoHandOut(ValueError):  # noqa: N818 - says what there is not
    """A page, or a format of it, that is not handed out."""


class HandsOut(Protocol):
    """A page that can be handed out as a file."""

    def sheet(self) -> Sheet: ...


def all_tables(sheet: Sheet) -> tuple[SheetTable, ...]:
    """The tables of a page, and behind them the numbers that its charts draw."""
    twins = [table_of(c.title, c.title, c.table, sheet.form) for c in sheet.charts if c.table]
    return (*sheet.tables, *twins)
