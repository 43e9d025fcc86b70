"""Calendars: marketing's sale days (with a repeating entry) and IT's change freezes, as iCalendar files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event, Timezone, vDDDLists, vRecur

from accord.worlds.days import MEMBER_DAY, Entry, freezes, nth_weekday, sale_days

STAMP = datetime(2025, 10, 1, 8, 0, tzinfo=UTC)


def write_sales(path: Path, first: date, last: date, zone: str) -> None:
    """Sale days of ``first <= day < last``: single ones, and the member day as a rule with its exceptions."""
    years = range(first.year, last.year + 1)
    single = [e for y in years for e in sale_days(y) if e.title != MEMBER_DAY and first <= e.first < last]
    calendar = _calendar("Nordlicht Home (made up): sale days", zone)
    for entry in single:
        calendar.add_component(_event(entry))
    calendar.add_component(_member_day(first, last))
    path.write_bytes(calendar.to_ical())


def write_freezes(path: Path, first: date, last: date, zone: str) -> None:
    """Change freezes that touch ``first <= day < last``."""
    calendar = _calendar("Nordlicht Home (made up): change freezes", zone)
    for entry in frozen(first, last):
        calendar.add_component(_event(entry))
    path.write_bytes(calendar.to_ical())


def frozen(first: date, last: date) -> Sequence[Entry]:
    """The freezes that touch ``first <= day < last``."""
    years = range(first.year - 1, last.year + 1)
    return [f for y in years for f in freezes(y) if f.first < last and f.last > first]


def _calendar(name: str, zone: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Nordlicht Home (made up)//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add_component(Timezone.from_tzid(zone, first_date=date(2025, 1, 1), last_date=date(2028, 1, 1)))
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.entry_id}@made-up.example")
    event.add("dtstamp", STAMP)
    event.add("summary", entry.title)
    event.add("categories", [entry.kind.upper()])
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last)
    return event


def _member_day(first: date, last: date) -> Event:
    """First Thursday of the month by rule; August and December taken out."""
    starts = nth_weekday(first.year, first.month, 3, 1)
    event = _event(Entry("member-day", "sale", MEMBER_DAY, starts, starts + timedelta(days=1)))
    event.add("rrule", vRecur({"FREQ": "MONTHLY", "BYDAY": "1TH", "UNTIL": last - timedelta(days=1)}))
    out = [nth_weekday(y, m, 3, 1) for y in range(first.year, last.year + 1) for m in (8, 12)]
    event.add("exdate", vDDDLists([d for d in out if starts <= d < last]), parameters={"VALUE": "DATE"})
    return event
