"""The pieces that pages are made of: every number raw, beside the text a reader sees."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accord.findings import words
from accord.findings.finding import Audience, Figure, Grid, Kind, Unit
from accord.findings.format import Format
from accord.units.interval import Interval
from accord.units.money import Amount

_NUMBERS = ("money", "count", "share", "seconds", "ratio")
_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class Track:
    """Where an interval lies on a bar, in percent of its length; ``zero`` where the bar goes below nothing."""

    low: float
    mid: float
    high: float
    zero: float | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The two ends of the bars of one page, so that two bars can be compared by eye. Minor units."""

    low: float
    high: float

    @classmethod
    def over(cls, intervals: Iterable[Interval]) -> Scale:
        """From 0, or below it where an interval goes below, to a round number above all of them."""
        ends = [end for i in intervals for end in (i.low, i.high)]
        return cls(-_round_up(-min([0.0, *ends])), _round_up(max([0.0, *ends])))

    def track(self, value: Interval) -> Track:
        width = self.high - self.low or 1.0
        low, mid, high = (round(100 * (v - self.low) / width, 2) for v in (value.low, value.mid, value.high))
        return Track(low, mid, high, round(-100 * self.low / width, 2) if self.low < 0 else None)


def _round_up(value: float) -> float:
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-12))


@dataclass(frozen=True, slots=True)
class AmountShown:
    """Money with its interval: ``mid``, ``low`` and ``high`` in minor units, and how it is said.

    What has no price is shown in its own ``unit``, with what it counts as ``kind_word`` and no currency.

    ``text`` says the middle, ``ends`` the interval, ``surety`` what it is and how sure, ``line`` all of it.
    """

    kind: Kind
    kind_word: str
    currency: str
    mid: float
    low: float
    high: float
    text: str
    ends: str
    surety: str
    line: str
    track: Track
    unit: Unit = "money"


def amount_shown(kind: Kind, amount: Amount, form: Format, scale: Scale) -> AmountShown:
    value = amount.interval
    return AmountShown(
        kind=kind,
        kind_word=words.kind_word(kind),
        currency=amount.currency,
        mid=value.mid,
        low=value.low,
        high=value.high,
        text=form.amount(amount, ""),
        ends=words.ends(amount, form),
        surety=words.surety(kind, amount, form),
        line=words.money_line(kind, amount, form),
        track=scale.track(value),
    )


def measure_shown(kind: Kind, measure: Figure, form: Format, scale: Scale | None = None) -> AmountShown:
    """The headline of a finding without money. Raises ``TypeError`` for a figure that is no number."""
    value = measure.value
    if not isinstance(value, Interval):
        raise TypeError(f"{measure.name} is no number")
    return AmountShown(
        kind=kind,
        kind_word=words.measure_word(measure),
        currency="",
        mid=value.mid,
        low=value.low,
        high=value.high,
        text=form.figure(measure),
        ends=words.measure_ends(measure, form),
        surety=words.measure_surety(measure, form),
        line=words.measure_line(measure, form),
        track=(scale or Scale.over([value])).track(value),
        unit=measure.unit,
    )


@dataclass(frozen=True, slots=True)
class WordingShown:
    """One audience's title and body; ``say`` is the body with the headline amount and interval before it."""

    audience: Audience
    audience_word: str
    title: str
    body: str
    say: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``number`` tells whether it is set flush right."""

    name: str
    label: str
    number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text, in the reader's locale; ``raw`` holds the same values in the ``units`` of their columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    units: tuple[Unit, ...] = ()
    raw: tuple[tuple[Any, ...], ...] = ()
    currency: str | None = None


def table(grid: Grid, form: Format, currency: str | None) -> Table:
    """The table twin of a chart."""
    units = tuple(unit for _, _, unit in grid.columns)
    columns = tuple(Column(name, label, unit in _NUMBERS) for name, label, unit in grid.columns)
    rows = tuple(tuple(form.cell(v, u, currency) for v, u in zip(row, units, strict=True)) for row in grid.rows)
    return Table(columns, rows, units, grid.rows, currency)


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with the words that stand for it, and the same numbers as a table."""

    title: str
    description: str
    currency: str | None
    spec: dict[str, Any]
    table: Table | None


def plural(count: int, one: str, form: Format, many: str = "") -> str:
    """'1 row', '18,204 rows'."""
    return f"{form.count_all(count)} {one if count == 1 else many or one + 's'}"


def chance_says(chance: float, form: Format) -> str:
    """A probability without false sureness: 'over 99 %', 'under 1 %'."""
    if chance > 0.99:
        return f"over {form.share(0.99, 0)}"
    return f"under {form.share(0.01, 0)}" if chance < 0.01 else form.share(chance, 0)


def line_of(values: Iterable[float]) -> tuple[tuple[float, float], ...]:
    """Values as points in a box of 84 by 30, the lowest below, without those that are NaN; nothing for a single one."""
    known = [float(v) for v in values if v == v]
    if len(known) < 2:
        return ()
    low, width = min(known), max(known) - min(known) or 1.0
    step = 84 / (len(known) - 1)
    return tuple((round(n * step, 1), round(27 - 24 * (v - low) / width, 1)) for n, v in enumerate(known))
