"""From the lines of events to their occurrences: parse, check, expand within a horizon."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accord.facts.readers.ical_parts import CalendarPart, Part
from accord.facts.readers.ical_rules import MOST, Endless, check, naive
from accord.facts.readers.ical_zones import iana

LINE = "X-ACCORD-LINE"
FOREIGN = "X-ACCORD-FOREIGN-ZONE"
LONGEST = timedelta(days=366)
TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
TZID = re.compile(r'(;TZID=)("[^"]*"|[^:;]*)', re.IGNORECASE)


class Broken(Exception):  # noqa: N818 - a verdict on one event
    """An event that cannot be read: its line, the property, what stands there and why."""

    def __init__(self, line: int, key: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.line, self.key, self.value, self.reason = line, key, value, reason


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place. Times are as the calendar has them: days, floating, or with a zone."""

    event: Any
    line: int
    start: date
    end: date


@contextmanager
def quiet() -> Iterator[None]:
    """Calendars of the world are full of small sins that the libraries warn about; ours to tell, not theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def learn_zones(calendar: CalendarPart) -> None:
    """Make the calendar's own VTIMEZONE definitions known, forgetting those of earlier calendars."""
    from icalendar import Timezone
    from icalendar.timezone import tzp

    tzp.use_zoneinfo()
    for part in calendar.zones:
        if re.search(r"FREQ=(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY)|INTERVAL=0", part.text, re.IGNORECASE):
            continue  # no clock changes that often; following such a rule would not end
        try:
            Timezone.from_ical(part.text)
        except Exception:  # noqa: S112 - a definition without sense; its name is then unknown
            continue


def parse(part: Part) -> Any:
    """One event as an ``icalendar.Event`` with its line. Raises ``Broken``."""
    from icalendar import Event

    try:
        event = Event.from_ical(Part(part.name, part.line, [_mended(line) for line in part.lines]).text)
    except Exception as error:  # the parser raises whatever a stranger's text leads it to
        raise Broken(part.line, "", "", f"not an event: {error}") from error
    for key, reason in event.errors:
        if key in (*TIMES, "DURATION", "RRULE", "EXRULE"):
            raise Broken(part.line, key, "", str(reason))
        event.pop(key or "", None)  # what does not matter may be broken
    _check(event, part.line)
    event.add(LINE, str(part.line))
    foreign = _unknown_zone(event)
    if foreign:
        event.add(FOREIGN, foreign)
    return event


def _mended(line: str) -> str:
    """Zone names that the libraries do not know, replaced by the IANA zone that they mean; spaces out of rules."""
    from icalendar.timezone import tzp

    if line[:6].upper() == "RRULE:":
        return line.replace(" ", "")

    def replaced(told: re.Match[str]) -> str:
        name = told[2].strip('"')
        meant = None if tzp.timezone(name) is not None else iana(name)
        return f"{told[1]}{meant}" if meant else told[0]

    head, colon, rest = line.partition(":")
    return TZID.sub(replaced, head) + colon + rest if '"' not in head else TZID.sub(replaced, line)


def _check(event: Any, line: int) -> None:
    start, end = event.get("DTSTART"), event.get("DTEND")
    if not isinstance(getattr(start, "dt", None), date):
        raise Broken(line, "DTSTART", str(start or ""), "there is no start, or more than one")
    if end is not None and not isinstance(getattr(end, "dt", None), date):
        raise Broken(line, "DTEND", str(end), "the end is no time")
    if "EXRULE" in event:
        raise Broken(line, "EXRULE", "", "rules that take out days (EXRULE, given up in 2009) are not followed")
    if "DURATION" in event and not isinstance(getattr(event["DURATION"], "dt", None), timedelta):
        raise Broken(line, "DURATION", "", "the duration is no length of time")


def _unknown_zone(event: Any) -> str | None:
    """The name of a zone that nobody knows, where the event has one."""
    for key in TIMES:
        values = event.get(key)
        for value in values if isinstance(values, list) else [values]:
            name = getattr(value, "params", {}).get("TZID")
            moments = getattr(value, "dts", [value])
            if name and any(getattr(getattr(m, "dt", None), "tzinfo", UTC) is None for m in moments):
                return str(name)
    return None


def is_series(events: list[Any]) -> bool:
    """Whether the events of one UID recur or change one another."""
    return len(events) > 1 or any(k in events[0] for k in ("RRULE", "RDATE", "RECURRENCE-ID"))


def single(event: Any) -> Occurrence:
    """The one occurrence of an event that does not recur (RFC 5545, 3.6.1: without an end, a day or a moment)."""
    line, start = int(event[LINE]), event["DTSTART"].dt
    try:
        return Occurrence(event, line, start, _end(event, start))
    except OverflowError as error:
        raise Broken(line, "DTSTART", str(start), "it ends outside the calendar") from error


def _end(event: Any, start: date) -> date:
    if "DTEND" in event:
        end: date = event["DTEND"].dt
    else:
        end = start + (event["DURATION"].dt if "DURATION" in event else timedelta(0))
    if end == start and not isinstance(start, datetime):
        return start + timedelta(days=1)  # a day has no end of its own, or Outlook ends it on that same day
    return end


def expand(events: list[Any], zone: str | None, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """The occurrences of one UID with ``start <= t < end`` (naive UTC), by recurring-ical-events.

    ``zone`` is the calendar's (X-WR-TIMEZONE): times in UTC then recur by its local time. Raises ``Broken``.
    """
    first = events[0]
    line = int(first[LINE])
    try:
        for event in events:
            _check_length(event)
            for rule in _rules(event):
                check(rule, event["DTSTART"].dt, end)
        found = _between(events, zone, start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
        if len(found) > MOST:
            raise Endless(f"it takes place more than {MOST:,} times within the horizon")
    except Endless as error:
        raise Broken(line, "RRULE", _told(first), str(error)) from error
    except Exception as error:  # the library raises whatever a stranger's rule leads it to
        raise Broken(line, "RRULE", _told(first), f"the recurrence cannot be followed: {error}") from error
    for one in found:
        yield Occurrence(one, int(one[LINE]), one["DTSTART"].dt, one["DTEND"].dt)


def _check_length(event: Any) -> None:
    start = event["DTSTART"].dt
    if naive(_end(event, start)) - naive(start) > LONGEST:
        raise Endless("it recurs, and each time lasts longer than a year")


def _rules(event: Any) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _told(event: Any) -> str:
    return " ".join(rule.to_ical().decode() for rule in _rules(event))[:200]


def _between(events: list[Any], zone: str | None, start: datetime, end: datetime) -> list[Any]:
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    if zone:
        calendar.add("X-WR-TIMEZONE", zone)
    for event in events:
        calendar.add_component(event)
    return list(recurring_ical_events.of(calendar).between(start, end))
