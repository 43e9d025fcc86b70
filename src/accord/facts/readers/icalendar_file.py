"""iCalendar files (RFC 5545): freezes, holidays, sale days, maintenance and campaigns of either side's calendar."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from accord.facts.readers import ical_series
from accord.facts.readers.gathering import Gathered, in_utc
from accord.facts.readers.ical_kinds import kind_of
from accord.facts.readers.ical_parts import CalendarPart, calendars
from accord.facts.readers.ical_rules import naive
from accord.facts.readers.ical_series import Broken, Occurrence
from accord.facts.readers.ical_zones import iana
from accord.facts.readers.json_documents import text_of
from accord.facts.reading import Ask, BadFile, Given, Note, Piece, Reader, Reject, Sample, Understood
from accord.units.period import midnight

LARGEST = 64 * 2**20
AROUND = timedelta(days=3 * 365)
IDENTITY = ("PRODID", "X-WR-CALNAME", "X-WR-RELCALID", "NAME", "SOURCE", "URL", "X-WR-CALDESC")
"""What tells one calendar from another: the program, then its names; a file without any is told by its own name."""
STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
LONGEST_TITLE = 300


@dataclass(slots=True)
class _File:
    """What is settled about the file and what was found in it."""

    given: Given
    horizon: tuple[datetime, datetime] | None
    entries: Gathered = field(default_factory=lambda: Gathered("calendar"))
    counts: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    zones: set[str] = field(default_factory=set)


class ICalendarFile:
    """Reads events with any time zone and recurrence; attendees and organisers are never looked at."""

    name = "icalendar_file"
    title = "iCalendar (.ics)"
    side: str | None = None
    tables: tuple[str, ...] = ("calendar",)
    how_to_get = "In the calendar's settings: export, or save what its iCal address gives."

    def recognise(self, sample: Sample) -> float:
        """BEGIN:VCALENDAR and events."""
        return 0.95 if sample.kind == "ics" else 0.0

    def fingerprint(self, sample: Sample) -> str:
        """Of the calendar itself: a zone that was answered for one calendar says nothing of another."""
        first = next(iter(calendars(sample.text.partition("BEGIN:VEVENT")[0])), None)
        told = {name: first.properties.get(name, "") for name in IDENTITY} if first else {}
        named = any(told.get(name) for name in IDENTITY[1:])
        said = [*told.values(), "" if named else sample.path.name]
        return f"{self.name}-{hashlib.sha256(chr(31).join(said).encode()).hexdigest()[:16]}"

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield one row for each occurrence; broken events are rejected by the line of their BEGIN:VEVENT."""
        parts = list(calendars(text_of(sample, LARGEST)))
        if not parts:
            raise BadFile("The file holds no calendar", "Export it again as .ics.", 1)
        file = _File(given, _stated_horizon(given))
        with ical_series.quiet():
            for calendar in parts:
                _read_calendar(file, calendar)
        yield Understood(zone=" and ".join(sorted(file.zones)) or None)
        yield from file.rejects
        yield from file.entries.rest()
        yield from (Note(text.replace("{n}", str(n))) for text, n in sorted(file.counts.items()))


READER: Reader = ICalendarFile()

CANCELLED = "{n} cancelled occurrences left out."
OUTSIDE = "{n} events outside the asked period left out."
FOREIGN = "{n} occurrences carry the zone {zone}, which nobody knows; they are read in {ours}."
OTHERS = "{n} components {name} left out: only events are read."


def _read_calendar(file: _File, calendar: CalendarPart) -> None:
    ical_series.learn_zones(calendar)
    zone = iana(calendar.properties.get("X-WR-TIMEZONE", ""))
    for name, n in calendar.others.items():
        file.counts[OTHERS.replace("{name}", name)] += n
    events = list(_parsed(file, calendar))
    horizon = file.horizon or _derived_horizon(events)
    gone = calendar.properties.get("METHOD", "").upper() == "CANCEL"
    for group in _by_uid(events).values():
        try:
            _read_group(file, group, zone, horizon, gone)
        except Broken as error:
            file.rejects.append(Reject(error.line, error.key, error.value, error.reason))


def _parsed(file: _File, calendar: CalendarPart) -> Iterator[Any]:
    for part in calendar.events:
        try:
            yield ical_series.parse(part)
        except Broken as error:
            file.rejects.append(Reject(error.line, error.key, error.value, error.reason))


def _by_uid(events: list[Any]) -> dict[str, list[Any]]:
    """Events by UID; one without stands alone, under a name made of what it says."""
    groups: dict[str, list[Any]] = {}
    for event in events:
        groups.setdefault(_uid(event), []).append(event)
    return groups


def _uid(event: Any) -> str:
    told = str(event.get("UID", "")).strip()
    made = f"{event.get('SUMMARY', '')}\n{event['DTSTART'].to_ical().decode()}"
    return told or hashlib.sha256(made.encode()).hexdigest()[:32]


def _read_group(
    file: _File, events: list[Any], zone: str | None, horizon: tuple[datetime, datetime], gone: bool
) -> None:
    """All occurrences of one UID, or none where one of them cannot be read."""
    if ical_series.is_series(events):
        occurrences = list(ical_series.expand(events, zone, *horizon))
        span = f"{horizon[0]:%Y-%m-%d} to {horizon[1]:%Y-%m-%d}"
        file.counts[f"Recurring events, followed from {span}: {{n}}."] += 1
    else:
        occurrences = [ical_series.single(events[0])]
    kept = [o for o in occurrences if not (gone or _is_cancelled(o.event))]
    file.counts.update({CANCELLED: len(occurrences) - len(kept)} if len(kept) < len(occurrences) else {})
    for row in [_row(file, o, zone) for o in kept]:
        _add(file, row)


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).strip().upper() == "CANCELLED"


def _row(file: _File, occurrence: Occurrence, zone: str | None) -> dict[str, Any]:
    event, line = occurrence.event, occurrence.line
    start, end = (_in_utc(file, event, line, t, zone) for t in (occurrence.start, occurrence.end))
    if end < start:
        raise Broken(line, "DTEND", str(occurrence.end), "it ends before it starts")
    foreign = event.get(ical_series.FOREIGN)
    if foreign and file.given.zone:
        file.counts[FOREIGN.replace("{zone}", str(foreign)).replace("{ours}", file.given.zone)] += 1
    title = _title(event)
    said = {"kind": kind_of(_categories(event), title), "title": title, "side": file.given.side}
    return {"row_number": line, "entry_id": _uid(event), "starts_at": start, "ends_at": end, **said}


def _add(file: _File, row: dict[str, Any]) -> None:
    if file.horizon and not (row["starts_at"] < file.horizon[1] and row["ends_at"] >= file.horizon[0]):
        file.counts[OUTSIDE] += 1
    else:
        file.entries.add(**row)


def _in_utc(file: _File, event: Any, line: int, t: date, zone: str | None) -> datetime:
    """A day begins at its local midnight; a floating time is local; both need a zone."""
    try:
        if not isinstance(t, datetime):
            return midnight(t, _zone(file, event, line, t, zone))
        if t.tzinfo is None:
            t = t.replace(tzinfo=ZoneInfo(_zone(file, event, line, t, zone)))
        return in_utc(t)
    except (OverflowError, ValueError) as error:
        raise Broken(line, "DTSTART", str(t), f"the time lies outside the calendar ({error})") from error


def _zone(file: _File, event: Any, line: int, t: date, zone: str | None) -> str:
    """The calendar's own zone, else the file's; only the latter stands in for a zone that nobody knows."""
    foreign = event.get(ical_series.FOREIGN)
    settled = file.given.zone if foreign else (zone or file.given.zone)
    if settled is None:
        raise Ask("zone", _question(t, foreign), (), "--timezone", line, "DTSTART", str(t))
    file.zones.add(settled)
    return settled


def _question(t: date, foreign: str | None) -> str:
    if foreign:
        return f"Nobody knows the time zone {foreign}, and the file does not define it. Which zone is it?"
    what = "Times without a time zone" if isinstance(t, datetime) else "Whole days"
    return f"{what} stand in this calendar, and it does not say where. In which zone?"


def _title(event: Any) -> str:
    """The summary on one line; of a private entry, only that it is one."""
    if str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return "(private)"
    told = event.get("SUMMARY", "")
    plain = " ".join(str(told[0] if isinstance(told, list) and told else told).split())
    return "".join(c for c in plain if c.isprintable())[:LONGEST_TITLE] or "(untitled)"


def _categories(event: Any) -> list[str]:
    told = event.get("CATEGORIES", [])
    return [str(c) for group in (told if isinstance(told, list) else [told]) for c in getattr(group, "cats", [group])]


def _stated_horizon(given: Given) -> tuple[datetime, datetime] | None:
    """The period that was asked for, ``from`` and ``to`` (its last day included), in UTC."""
    texts = [given.options.get(key) for key in ("from", "to")]
    if not any(texts):
        return None
    try:
        first, last = (date.fromisoformat(t) if t else None for t in texts)
    except ValueError as error:
        raise BadFile(f"from or to is no day ({error})", "Write year-month-day, such as 2026-01-31.") from error
    zone = given.zone or "UTC"
    start = midnight(first, zone) if first else midnight(last, zone) - 2 * AROUND  # type: ignore[arg-type]
    return start, midnight(last + timedelta(days=1), zone) if last else start + 2 * AROUND


def _derived_horizon(events: list[Any]) -> tuple[datetime, datetime]:
    """Three years around the last time the file was written, which its stamps tell, else around its last start."""
    told = (getattr(e.get(key), "dt", None) for e in events for key in STAMPS)
    stamps = [naive(t) for t in told if isinstance(t, date)]
    starts = [naive(e["DTSTART"].dt) for e in events]
    middle = max(stamps or starts, default=datetime(2000, 1, 1))  # noqa: DTZ001 - naive UTC
    middle = middle.replace(year=min(max(middle.year, 5), 9995))  # so that both ends are within the calendar
    return middle - AROUND, middle + AROUND
