"""Made-up shops with a promise in them: a year of facts, and a quarter in which outages are fewer, or are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from accord.analyses.discovery import load
from accord.analyses.effects import Measured, measure
from accord.clauses.charter import Charter
from accord.engines.duckdb import DuckDBEngine
from accord.units.period import Period
from accord.worlds.small.outages import incidents_table
from accord.worlds.small.shop import (
    A_WEEK,
    MEAN_MINOR,
    START,
    WEEK,
    Stretches,
    orders_table,
    rates,
    stretches,
    wish,
)
from tests.analyses.sitting import CHARTER, moment
from tests.support import engine_of

PROMISE, WEEKS = 52, 64
"""The promise counts from the end of the first year, for twelve weeks."""
LOSS = 0.9
Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Promised:
    """Fact tables, the two periods, and by how much the later one truly cost less (cents). An outage costs ``each`` on
    average."""

    tables: Tables
    truth: float
    each: float = 0.0
    baseline: Period = field(default_factory=lambda: weeks(40, PROMISE))
    later: Period = field(default_factory=lambda: weeks(PROMISE, WEEKS))


def weeks(first: int, last: int) -> Period:
    return Period(moment(START + first * WEEK), moment(START + last * WEEK))


def by_chance(seed: int, *, before: float = 40, after: float = 10) -> Promised:
    """A shop whose outages come by chance, so many a year and in the twelve weeks as are to be expected; the truth is
    that of what is to be expected."""
    rng = np.random.default_rng([seed, 53])
    made = shop(seed, before=int(rng.poisson(before)), after=int(rng.poisson(after)))
    return replace(made, truth=made.each * (before / (PROMISE - 3) * (WEEKS - PROMISE) - after))


def shop(seed: int, *, before: int = 40, after: int = 10, orders: int = 60_000, longest: int = 240) -> Promised:
    """``before`` outages in the year and ``after`` in the twelve weeks that follow; nothing stopped comes back."""
    rng = np.random.default_rng([seed, 52])
    rate = rates(rng, WEEKS, orders, 0.02)
    down = _joined(_outages(rng, before, 3, PROMISE, longest), _outages(rng, after, PROMISE, WEEKS, longest))
    made = wish(rng, rate)
    made.placed = ~((down.of(made.at) >= 0) & (rng.random(len(made.at)) < LOSS))
    each = float(rate.mean()) * _mean_length(longest) * LOSS * MEAN_MINOR
    truth = each * (before / (PROMISE - 3) * (WEEKS - PROMISE) - after)
    return Promised({"orders": orders_table(made), "incidents": incidents_table(down, "checkout", LOSS)}, truth, each)


def _mean_length(longest: int) -> float:
    """Minutes, of lengths drawn evenly on the logarithm from half an hour."""
    return (longest - 30) / float(np.log(longest / 30))


def _outages(rng: np.random.Generator, count: int, first: int, last: int, longest: int) -> Stretches:
    length = np.rint(np.exp(rng.uniform(np.log(30), np.log(longest), count))).astype(np.int64)
    return stretches(rng, length, first * A_WEEK, last * A_WEEK - 1440, 720)


def _joined(one: Stretches, other: Stretches) -> Stretches:
    return Stretches(np.concatenate([one.starts, other.starts]), np.concatenate([one.ends, other.ends]))


def until(tables: Tables, table: str, end: datetime) -> Tables:
    """The same facts, one table of them exported earlier."""
    time = {"orders": "ordered_at", "incidents": "started_at"}[table]
    kept = tables[table][time] < np.datetime64(end)
    return {**tables, table: {name: column[kept] for name, column in tables[table].items()}}


def without(tables: Tables, table: str, hole: Period) -> Tables:
    """The same facts without those of a stretch of time."""
    at = tables[table]["ordered_at"]
    kept = (at < np.datetime64(hole.start)) | (at >= np.datetime64(hole.end))
    return {**tables, table: {name: column[kept] for name, column in tables[table].items()}}


@contextmanager
def facts(tables: Mapping[str, Any]) -> Iterator[DuckDBEngine]:
    engine = engine_of(tables)
    try:
        yield engine
    finally:
        engine.close()


def ask(made: Promised, tables: Tables | None = None, *, analysis: str = "outages", subject: str = "service:checkout",
        charter: Charter = CHARTER, **options: Any) -> Measured:  # fmt: skip
    """The measured effect, known an hour after the later period."""
    found = load(analysis)
    quick = found.settings(by_segment=False) if analysis == "outages" else None
    given = {"as_of": made.later.end + timedelta(hours=1), "settings": quick, **options}
    with facts(made.tables if tables is None else tables) as engine:
        return measure(found, engine, charter, subject=subject, baseline=made.baseline, later=made.later, **given)
