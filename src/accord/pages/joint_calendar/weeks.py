"""Weeks as tables: a row of cells for each lane of a side, each bar as many days wide as its entry lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.joint_calendar.marks import hours, mark, weekday
from accord.units.period import local, midnight

WEEKS = 4
DAYS = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """Something on a week: it begins in day ``at`` (0 is the first) and ends before day ``till``.

    ``on`` says the days in words for a narrow screen, ``small`` the hours, ``hidden`` what a picture would say by
    itself. ``entry`` is the id behind it; where it can be tried elsewhere, ``clock`` and ``minutes`` say its start and
    length. ``query`` is where a free slot's link leads.
    """

    at: int
    till: int
    text: str
    classes: str
    on: str
    entry: str
    small: str = ""
    hidden: str = ""
    clock: str = ""
    minutes: int = 0
    query: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of ``span`` days, empty or with a bar."""

    span: int
    bar: Bar | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A column's head."""

    text: str
    iso: str
    today: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """The rows of one kind in a week: 'Marketing', 'Clash', 'IT', 'Free slots'."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days and what lies in them."""

    label: str
    days: tuple[Day, ...]
    lanes: tuple[Lanes, ...]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def edges_of(first: date, zone: str) -> list[datetime]:
    """The eight midnights (naive UTC) between which a week's days lie."""
    return [midnight(first + timedelta(days=n), zone) for n in range(DAYS + 1)]


def days_of(edges: Sequence[datetime], now: datetime, form: Format) -> tuple[Day, ...]:
    today = local(now, form.zone).date()
    firsts = [(t, local(t, form.zone).date()) for t in edges[:DAYS]]
    return tuple(Day(weekday(t, form), d.isoformat(), d == today) for t, d in firsts)


def bar_of(entry: Entry, edges: Sequence[datetime], form: Format, *, clashes: bool, now: datetime) -> Bar | None:
    """An entry's bar in the week of these edges; None where it does not touch it."""
    lasts = entry.end if entry.end > entry.start else entry.start + timedelta(minutes=1)
    if entry.start >= edges[-1] or lasts <= edges[0]:
        return None
    at = max(0, sum(edge <= entry.start for edge in edges) - 1)
    till = min(DAYS, max(at + 1, sum(edge < lasts for edge in edges)))
    before, after = entry.start < edges[0], lasts > edges[-1]
    more = (" clash" if clashes else "") + (" from" if before else "") + (" to" if after else "")
    coming = entry.end > now and entry.end > entry.start
    return Bar(
        at=at,
        till=till,
        text=entry.title,
        classes=mark(entry) + more,
        on=_on(entry, edges, at, till, form),
        entry=entry.id,
        small=hours(entry, form),
        hidden="clashes, " if clashes else "",
        clock=f"{local(entry.start, form.zone):%H:%M}" if coming else "",
        minutes=round((entry.end - entry.start).total_seconds() / 60) if coming else 0,
    )


def _on(entry: Entry, edges: Sequence[datetime], at: int, till: int, form: Format) -> str:
    first, last = weekday(edges[at], form), weekday(edges[till - 1], form)
    if entry.start < edges[0]:
        return f"to {last}"
    if entry.end > edges[-1]:
        return f"from {first}"
    return first if till == at + 1 else f"{first} to {last}"


def rows_of(bars: Sequence[Bar]) -> tuple[Row, ...]:
    """Bars in as few rows as the first free place allows, long ones first among those of a day."""
    lanes: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda b: (b.at, -b.till, b.text)):
        lane = next((found for found in lanes if found[-1].till <= bar.at), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(bar)
    return tuple(_row(lane) for lane in lanes) or (tuple(Cell(1) for _ in range(DAYS)),)


def _row(lane: Sequence[Bar]) -> Row:
    cells: list[Cell] = []
    day = 0
    for bar in lane:
        cells += [Cell(1)] * (bar.at - day) + [Cell(bar.till - bar.at, bar)]
        day = bar.till
    return tuple(cells + [Cell(1)] * (DAYS - day))
