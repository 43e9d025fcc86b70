"""Where calendar windows begin and end, by local clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from accord.methods.local_time import DAY, Seconds, months_later, to_local, to_utc

Unit = Literal["day", "week", "month", "quarter", "year"]

MONDAY = datetime.fromisoformat("2001-01-01")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def calendar_edges(start: int, end: int, unit: Unit, zone: str, anchor: datetime | None = None) -> Seconds:
    """Edges of the calendar windows that cover ``[start, end)``: n window starts and the last end.

    Windows follow local clocks: from midnight, weeks from Monday, months, quarters and years from their
    first day, or repeating from a local ``anchor`` (a fiscal year's start, say).
    """
    first = anchor or MONDAY
    low, high = to_local([start, end], zone).tolist()
    per = _DAYS[unit] * DAY if unit in _DAYS else _MONTHS[unit] * 28 * DAY
    longest = per if unit in _DAYS else _MONTHS[unit] * 31 * DAY
    origin = _seconds(first)
    # a lower bound of how many windows lie between, whatever the months' lengths
    k, edges = min((low - origin) // per, (low - origin) // longest) - 1, list[int]()
    while not edges or edges[-1] < high:
        edges.append(_edge(first, unit, k))
        k += 1
    local = np.array(edges, np.int64)
    utc = to_utc(local, zone)
    keep = slice(int(np.searchsorted(utc, start, side="right")) - 1, int(np.searchsorted(utc, end)) + 1)
    return utc[keep]


def _edge(first: datetime, unit: Unit, k: int) -> int:
    if unit in _DAYS:
        return _seconds(first + timedelta(days=_DAYS[unit] * k))
    return _seconds(datetime.combine(months_later(first.date(), _MONTHS[unit] * k), first.time()))


def _seconds(local: datetime) -> int:
    return int(np.datetime64(local, "s").astype(np.int64))
