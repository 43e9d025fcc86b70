"""Where the labels of an axis stand: round numbers, and local times people name."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from accord.findings.format import Format
from accord.units.period import local, midnight

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_TIMES = [_MINUTE * m for m in (1, 2, 5, 10, 15, 30)] + [_HOUR * h for h in (1, 2, 3, 6, 12)]
_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 364)


def number_ticks(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten within the axis, at most so many."""
    if not high > low:
        return [low]
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(s * power for s in (1, 2, 5, 10, 20, 50) if _fits(low, high, s * power, most))
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _fits(low: float, high: float, step: float, most: int) -> bool:
    return math.floor(high / step) - math.ceil(low / step) < most


def time_ticks(low: float, high: float, most: int, zone: str) -> list[float]:
    """Milliseconds of UTC at round local times, or local midnights, at most so many."""
    seconds = (high - low) / 1000
    step = next((s for s in _TIMES if seconds / s < most), None)
    start, end = moment(low), moment(high)
    if step is not None:
        return [_milliseconds(t) for t in _clock_times(start, end, step, zone)]
    days = next((d for d in _DAYS if seconds / _DAY / d < most), math.ceil(seconds / _DAY / (most - 1)))
    return [_milliseconds(t) for t in _midnights(start, end, days, zone)]


def _clock_times(start: datetime, end: datetime, step: int, zone: str) -> list[datetime]:
    """Counted from the local midnight before, so that 12:00 is 12:00 in any zone."""
    first = midnight(local(start, zone).date(), zone)
    count = int((end - first).total_seconds() // step)
    return [t for n in range(count + 1) if (t := first + timedelta(seconds=n * step)) >= start]


def _midnights(start: datetime, end: datetime, step: int, zone: str) -> list[datetime]:
    day = local(start, zone).date()
    found = []
    while (t := midnight(day, zone)) <= end:
        if t >= start:
            found.append(t)
            day += timedelta(days=step - 1)
        day += timedelta(days=1)
    return found


def moment(milliseconds: float) -> datetime:
    """The naive UTC time of milliseconds since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).replace(tzinfo=None)


def _milliseconds(t: datetime) -> float:
    return t.replace(tzinfo=UTC).timestamp() * 1000


def time_label(milliseconds: float, form: Format) -> str:
    """The hour, or the day at midnight."""
    t = moment(milliseconds)
    clock = local(t, form.zone)
    return form.short_day(t) if (clock.hour, clock.minute) == (0, 0) else form.clock(t)
