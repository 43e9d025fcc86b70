"""Recurrence rules that would never end are told before they are followed."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import Any

MOST = 10_000
"""Occurrences of one series within the horizon; an entry every hour for a year has 8,760."""
MOST_A_DAY = 48
MOST_STEPS = 200_000
SUB_DAILY = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600}
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS", "COUNT", "INTERVAL", "UNTIL", "WKST")


class Endless(Exception):  # noqa: N818 - a verdict on one event
    """A recurrence that cannot be followed, with the reason."""


def check(rule: Any, start: date, until: datetime) -> None:
    """Raises ``Endless`` for a rule that steps too often up to ``until``, steps and never arrives, or is foreign.

    ``rule`` is an icalendar ``vRecur``, ``start`` the DTSTART. Rules by the month or longer end by themselves, because
    their steps to the end of the calendar are few.
    """
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    interval = int(rule.get("INTERVAL", [1])[0])
    if interval < 1:
        raise Endless(f"INTERVAL={interval} never gets anywhere")
    if "RSCALE" in rule:
        raise Endless("RSCALE counts in another calendar (RFC 7529), which is not followed")
    seconds = SUB_DAILY.get(frequency)
    if seconds and "BYSETPOS" in rule:
        raise Endless(f"BYSETPOS with FREQ={frequency} is not followed")
    if seconds and _steps(rule, start, until, seconds * interval) > MOST_STEPS:
        raise Endless(f"FREQ={frequency} repeats more than {MOST_STEPS:,} times without an end")
    if math.prod(len(rule.get(key, [0])) for key in ("BYHOUR", "BYMINUTE", "BYSECOND")) > MOST_A_DAY:
        raise Endless(f"it takes place more than {MOST_A_DAY} times a day")
    if frequency in (*SUB_DAILY, "DAILY", "WEEKLY") and not _has_a_day(rule):
        raise Endless(f"FREQ={frequency} never meets a day that its rule allows")


def _steps(rule: Any, start: date, until: datetime, step: int) -> float:
    last = min([until, *(naive(u) for u in rule.get("UNTIL", []))])
    return (last - naive(start)) / timedelta(seconds=step)


def naive(t: date) -> datetime:
    """A day or a time with its zone forgotten: good enough for bounds."""
    return t.replace(tzinfo=None) if isinstance(t, datetime) else datetime(t.year, t.month, t.day)  # noqa: DTZ001


def _has_a_day(rule: Any) -> bool:
    """Whether any day fits, found by following the rule day by day through the calendar's last 45 years.

    Every pairing of weekday and date comes up in them, 29 February included, and there dateutil stops by itself.
    """
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    days = rule.copy()
    for key in WITHIN_A_DAY:
        days.pop(key, None)
    days["FREQ"] = ["DAILY"]
    begin = datetime(9954, 1, 1)  # noqa: DTZ001
    return rrulestr(days.to_ical().decode(), dtstart=begin).after(begin, inc=True) is not None
