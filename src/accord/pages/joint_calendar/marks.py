"""How an entry of the calendar is called, marked and dated."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.outlook import side_of
from accord.units.period import Period, local

KIND_WORDS = {
    "campaign": "campaign",
    "sale": "sale days",
    "change": "change",
    "freeze": "freeze",
    "maintenance": "maintenance",
    "holiday": "holiday",
    "other": "other",
}
SIDE_LABELS = {"marketing": "Marketing", "it": "IT"}
_MOMENT = timedelta(microseconds=1)


def mark(entry: Entry) -> str:
    """The classes of an entry's bar: whose it is, and what."""
    side = "m" if side_of(entry) == "marketing" else "t"
    more = {"sale": " sale", "freeze": " freeze"}.get(entry.kind, "")
    return f"{side}{more}"


def weekday(t: datetime, form: Format) -> str:
    """'Fri 27' in the reader's locale; ``t`` naive UTC."""
    return _skeleton(t, "EEEd", form)


def long_day(t: datetime, form: Format) -> str:
    """'Friday 27 November'."""
    return _skeleton(t, "EEEEMMMMd", form)


def days_between(start: datetime, end: datetime, form: Format) -> str:
    """The first and last day of whole days, short: '23-29 Nov' with a dash."""
    from babel.dates import format_interval

    first, last = (local(t, form.zone).date() for t in (start, end - _MOMENT))
    text = format_interval(first, last, "MMMd", locale=form.locale)
    return re.sub(r"\s*([\u2013\u2014])\s*", r"\1", text)


def _skeleton(t: datetime, skeleton: str, form: Format) -> str:
    return _day_as(local(t, form.zone).date(), skeleton, form.locale)


@lru_cache(maxsize=4096)
def _day_as(day: date, skeleton: str, locale: str) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton(skeleton, day, locale=locale))


def when(entry: Entry, form: Format) -> str:
    """Days, or day and hours; a moment without length by its hour."""
    if entry.end <= entry.start:
        return form.time(entry.start)
    return form.period(Period(entry.start, entry.end))


def hours(entry: Entry, form: Format) -> str:
    """'06:00-09:30' where an entry lies within one day and does not fill it; else nothing."""
    first, last = local(entry.start, form.zone), local(max(entry.end - _MOMENT, entry.start), form.zone)
    if first.date() != last.date() or entry.end - entry.start >= timedelta(hours=23):
        return ""
    if entry.end == entry.start:
        return form.clock(entry.start)
    return f"{form.clock(entry.start)}\N{EN DASH}{form.clock(entry.end)}"
