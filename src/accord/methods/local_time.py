"""Local clocks over whole arrays of UTC times, right in the weeks in which clocks change.

Times are seconds since 1970-01-01 UTC (int64). A local time is given the same way, as if the local clock
were UTC. The tz database names the zones (IANA, RFC 6557).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.int64]

DAY = 86_400
# Clocks are read every six hours; no zone changes twice within that.
_PROBE = 6 * 3_600


def to_local(times: npt.ArrayLike, zone: str) -> Seconds:
    """What local clocks show at UTC times, any shape. Raises ``ZoneInfoNotFoundError``."""
    utc = np.asarray(times, np.int64)
    if not utc.size:
        return utc
    since, offset = segments(int(utc.min()), int(utc.max()) + 1, zone)
    return utc + offset[np.searchsorted(since, utc, side="right") - 1]


def to_utc(local: npt.ArrayLike, zone: str) -> Seconds:
    """The UTC time at which local clocks show a time, any shape.

    A time that clocks show twice means the first; one that they skip is read on the clock before the
    change (PEP 495, fold=0).
    """
    wanted = np.asarray(local, np.int64)
    if not wanted.size:
        return wanted
    # no offset is larger than a day
    since, offset = segments(int(wanted.min()) - DAY, int(wanted.max()) + DAY + 1, zone)
    until = since[1:] + np.maximum(offset[:-1], offset[1:])
    return wanted - offset[np.searchsorted(until, wanted, side="right")]


def segments(start: int, end: int, zone: str) -> tuple[Seconds, Seconds]:
    """Stretches of one offset within ``[start, end)``: their starts (the first is ``start``) and offsets."""
    changes = _changes(start // (400 * DAY), -(-end // (400 * DAY)), zone)
    inside = [t for t in changes if start < t < end]
    since = np.array([start, *inside], np.int64)
    return since, np.array([_offset(t, zone) for t in since.tolist()], np.int64)


def local_days(start: int, end: int, zone: str) -> Seconds:
    """Every local date that begins within ``[start, end)`` or holds ``start``, as local midnights."""
    first, last = to_local([start, max(start, end - 1)], zone) // DAY
    return np.arange(first, last + 1) * DAY


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def _offset(t: int, zone: str) -> int:
    offset = datetime.fromtimestamp(t, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


@lru_cache(maxsize=256)
def _changes(first: int, stop: int, zone: str) -> tuple[int, ...]:
    """The seconds at which clocks change, in 400-day blocks ``first <= block < stop``."""
    probes = range(first * 400 * DAY, stop * 400 * DAY + 1, _PROBE)
    offsets = [_offset(t, zone) for t in probes]
    return tuple(
        _change_between(at - _PROBE, at, zone)
        for at, old, new in zip(probes[1:], offsets, offsets[1:], strict=False)
        if old != new
    )


def _change_between(low: int, high: int, zone: str) -> int:
    before = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high
