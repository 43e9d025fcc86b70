"""Everything that lies on the weeks: both sides' plans, the price of each clash, free slots of the plan looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from accord.findings.format import Format
from accord.methods.calendars import Clash, Entry
from accord.pages.joint_calendar.chosen import Chosen
from accord.pages.joint_calendar.marks import days_between, weekday
from accord.pages.joint_calendar.met import ClashLine
from accord.pages.joint_calendar.past import Outage, outage_bars
from accord.pages.joint_calendar.trying import SlotShown
from accord.pages.joint_calendar.weeks import WEEKS, Bar, Lanes, Week, bar_of, days_of, edges_of, rows_of
from accord.pages.outlook import side_of


def weeks_of(
    first: date,
    entries: Sequence[Entry],
    ahead: Sequence[Clash],
    told: Sequence[ClashLine],
    chosen: Chosen | None,
    past: Sequence[Outage],
    now: datetime,
    form: Format,
) -> tuple[Week, ...]:
    """``WEEKS`` weeks from the day ``first``: ``ahead`` are the clashes to come, ``told`` those with a finding."""
    ids = {i for c in ahead for i in (c.one.id, c.other.id)}
    return tuple(_week(first + timedelta(weeks=n), entries, ids, told, chosen, past, now, form) for n in range(WEEKS))


def _week(
    first: date,
    entries: Sequence[Entry],
    ids: set[str],
    told: Sequence[ClashLine],
    chosen: Chosen | None,
    past: Sequence[Outage],
    now: datetime,
    form: Format,
) -> Week:
    edges = edges_of(first, form.zone)
    bars = {side: [] for side in ("marketing", "it")}  # type: dict[str, list[Bar]]
    for entry in entries:
        bar = bar_of(entry, edges, form, clashes=entry.id in ids and entry.end > now, now=now)
        if bar:
            bars[side_of(entry)].append(bar)
    prices = [b for line in told if line.amount and (b := _price(line, edges, form))]
    free = [b for slot in _free(chosen) if (b := _free_bar(slot, chosen, edges, form))]
    lanes = [Lanes("Marketing", rows_of(bars["marketing"]))]
    lanes += [Lanes("Clash", rows_of(prices))] if prices else []
    lanes += [Lanes("IT", rows_of(bars["it"]))]
    broke = outage_bars(past, edges, form)
    lanes += [Lanes("Outages", rows_of(broke))] if broke else []
    lanes += [Lanes("Free slots", rows_of(free))] if free else []
    return Week(days_between(edges[0], edges[-1], form), days_of(edges, now, form), tuple(lanes))


def _price(line: ClashLine, edges: Sequence[datetime], form: Format) -> Bar | None:
    at = _column(line.start, edges)
    if at is None or line.amount is None:
        return None
    return Bar(at, at + 1, line.amount.text, "price", weekday(line.start, form), line.moving, hidden="Clash, at risk ")


def _free(chosen: Chosen | None) -> tuple[SlotShown, ...]:
    if chosen is None:
        return ()
    return chosen.tried.slots if chosen.tried else chosen.offers


def _free_bar(slot: SlotShown, chosen: Chosen | None, edges: Sequence[datetime], form: Format) -> Bar | None:
    at = _column(slot.start, edges)
    if at is None or chosen is None:
        return None
    marked = "free chosen" if slot.chosen else "free"
    on = weekday(slot.start, form)
    hidden = "Free slot, at risk "
    return Bar(at, at + 1, slot.risk, marked, on, chosen.entry, small=slot.clock, hidden=hidden, query=slot.query)


def _column(t: datetime, edges: Sequence[datetime]) -> int | None:
    return sum(edge <= t for edge in edges) - 1 if edges[0] <= t < edges[-1] else None
