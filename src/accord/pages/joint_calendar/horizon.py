"""From this week to three years: what both sides plan, each entry in the stretch in which it begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.joint_calendar.marks import mark, when
from accord.pages.outlook import side_of
from accord.units.period import local, midnight

MOST = 4
_NAMES = ("This week", "This month", "This quarter", "Half a year", "A year", "Two years", "Three years")
_SIDES = (("marketing", "Marketing"), ("it", "IT"))


@dataclass(frozen=True, slots=True)
class Far:
    """An entry of the horizon."""

    entry: str
    title: str
    when: str
    classes: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A column's head: 'This month', 'to 30 Nov 2026'; ``first`` is its first day, for a link to its weeks."""

    name: str
    until: str
    first: str


@dataclass(frozen=True, slots=True)
class FarCell:
    shown: tuple[Far, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Horizon:
    """Stretches that follow each other, and a row of them for each side; ``says`` how far each side plans."""

    stretches: tuple[Stretch, ...]
    sides: tuple[tuple[str, tuple[FarCell, ...]], ...]
    says: str


def horizon(entries: Sequence[Entry], clashing: Collection[str], now: datetime, form: Format) -> Horizon:
    """``entries`` are those that a filter let through; ``clashing`` ids of those that clash; ``now`` naive UTC."""
    ends = ends_of(local(now, form.zone).date())
    edges = [now, *(midnight(d + timedelta(days=1), form.zone) for d in ends)]
    coming = [e for e in entries if e.end > now]
    sides = tuple(
        (
            label,
            tuple(
                _cell([e for e in coming if side_of(e) == side], a, b, now, clashing, form) for a, b in _pairs(edges)
            ),
        )
        for side, label in _SIDES
    )
    heads = zip(_NAMES, edges, ends, strict=False)
    stretches = tuple(
        Stretch(name, form.day(midnight(end, form.zone)), local(start, form.zone).date().isoformat())
        for name, start, end in heads
    )
    return Horizon(stretches, sides, _says(coming, form))


def ends_of(today: date) -> list[date]:
    """The last days of this week, month and quarter; of half a year, a year, two and three years from this month on.

    Stretches are calendar ones as people plan; where one would end before the one before it, it has no days.
    """
    week = today + timedelta(days=6 - today.weekday())
    month = _last_of(today.year, today.month)
    quarter = _last_of(today.year, today.month + -today.month % 3)
    half = _last_of(today.year, today.month + 5)
    year = _last_of(today.year, today.month + 11)
    ends = [week, month, quarter, half, year, _last_of(today.year + 1, today.month + 11)]
    ends.append(_last_of(today.year + 2, today.month + 11))
    return [max(ends[: n + 1]) for n in range(len(ends))]


def _last_of(year: int, month: int) -> date:
    """The last day of a month, counted on beyond December."""
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1) - timedelta(days=1)


def _pairs(edges: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    return list(pairwise(edges))


def _cell(
    ours: Sequence[Entry], start: datetime, end: datetime, now: datetime, clashing: Collection[str], form: Format
) -> FarCell:
    here = [e for e in ours if start <= max(e.start, now) < end]
    first = sorted(here, key=lambda e: (e.id not in clashing, e.kind in ("change", "maintenance"), e.start))
    shown = sorted(first[:MOST], key=lambda e: e.start)
    return FarCell(tuple(_far(e, clashing, form) for e in shown), max(0, len(here) - MOST))


def _far(entry: Entry, clashing: Collection[str], form: Format) -> Far:
    clash = " clash" if entry.id in clashing else ""
    return Far(entry.id, entry.title, when(entry, form), mark(entry) + clash)


def _says(coming: Sequence[Entry], form: Format) -> str:
    found = []
    for side, label in _SIDES:
        last = max((e.start for e in coming if side_of(e) == side), default=None)
        found.append(f"{label} plans to {form.day(last)}" if last else f"{label} has nothing planned")
    return ", ".join(found) + "."
