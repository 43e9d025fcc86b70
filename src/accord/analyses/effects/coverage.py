"""Whether the facts reach over a period: that nothing was found means nothing where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.engines.base import Engine
from accord.facts.tables import TABLES
from accord.findings.finding import Flag
from accord.units.period import Period

Days = NDArray[np.datetime64]
SLACK = timedelta(days=1)
"""Facts that end so shortly before a period does are taken to cover it: the last order of a day is not at midnight."""
DAILY = 3
"""A table without a gap of more days than this counts as told daily."""
LONGER = 1.5
"""A gap so many times longer than any before it is a hole, not chance."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The days (UTC) on which a table has rows, and the longest gap between two of them before the promise."""

    table: str
    days: Days
    usual_gap: int

    @property
    def daily(self) -> bool:
        return self.usual_gap <= DAILY

    @property
    def allowed(self) -> int:
        return max(2, int(np.ceil(LONGER * self.usual_gap)))


def reaches(engine: Engine, tables: Iterable[str], period: Period, promise: datetime) -> tuple[Reach, ...]:
    """How far each table reaches within a period; gaps are learned from the days before ``promise``."""
    return tuple(_reach(engine, table, period, promise) for table in tables)


def days_sql(table: str) -> str:
    """Portable SQL: the days on which a fact table has rows, from ``:start`` to ``:end``. Raises ``KeyError``."""
    time = f"t.{TABLES[table].time}"
    return (
        f"select date_trunc('day', {time}) as day from {table} t "
        f"where {time} >= :start and {time} < :end group by date_trunc('day', {time})"
    )


def _reach(engine: Engine, table: str, period: Period, promise: datetime) -> Reach:
    found = engine.query(days_sql(table), {"start": period.start, "end": period.end})["day"]
    days = np.sort(found[~np.isnat(found)].astype("datetime64[D]"))
    before = days[days < np.datetime64(promise, "D")]
    gaps = np.diff(before).astype(int)
    return Reach(table, days, int(gaps.max()) if len(gaps) else 0)


def begun(found: Iterable[Reach]) -> datetime | None:
    """The first day that all tables reach; None where one has no rows."""
    firsts = [r.days[0] if len(r.days) else None for r in found]
    known = [f for f in firsts if f is not None]
    if len(known) < len(firsts) or not known:
        return None
    first: datetime = max(known).astype("datetime64[us]").item()
    return first


def holes(found: Iterable[Reach], later: Period, told_to: Mapping[str, datetime]) -> tuple[Flag, ...]:
    """Why the later period is not covered; nothing where it is.

    ``told_to`` says by table how far its exports are known to reach, where their last row does not tell (incidents
    that have stopped).
    """
    return tuple(flag for reach in found if (flag := _hole(reach, later, told_to.get(reach.table))))


def _hole(reach: Reach, later: Period, told_to: datetime | None) -> Flag | None:
    first, last = np.datetime64(later.start, "D"), np.datetime64(later.end - timedelta(microseconds=1), "D")
    if not len(reach.days):
        return Flag("no_facts", f"There are no {reach.table}.")
    # What lies before the promise is where a gap into the period begins; the day after its end is where the last ends.
    edge = [max(reach.days[reach.days < first], default=first - 1)]
    inside = [edge[0], *reach.days[(reach.days >= first) & (reach.days <= last)]]
    behind = int((last - inside[-1]).astype(int))
    if behind > reach.allowed and (told_to is None or told_to < later.end - SLACK):
        return Flag("not_covered", f"The {reach.table} reach to {inside[-1]} only, and the period ends on {last}.")
    gaps = np.diff(np.array(inside)).astype(int)
    if reach.daily and len(gaps) and gaps.max() > reach.allowed:
        return Flag("hole", f"There are no {reach.table} between {inside[gaps.argmax()]} and "
                            f"{inside[gaps.argmax() + 1]}.")  # fmt: skip
    return None


def known(found: Iterable[Reach], slices: Iterable[Period]) -> NDArray[np.bool_]:
    """Which slices (n,) the facts cover: a table told daily has rows on nine tenths of their days."""
    daily = [r for r in found if r.daily]
    return np.array([all(_share(r.days, p) >= 0.9 for r in daily) for p in slices], dtype=bool)


def _share(days: Days, period: Period) -> float:
    first, end = np.datetime64(period.start, "D"), np.datetime64(period.end, "D")
    return float(((days >= first) & (days < end)).sum() / max(1, (end - first).astype(int)))
