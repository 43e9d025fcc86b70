"""When people shop: the made-up retailer's day, week and year, as orders a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from accord.worlds.days import entries

SEGMENTS = ("web", "app")
CHANNELS = ("search", "social", "email", "direct")
SEGMENT_SHARE = np.array([0.62, 0.38])
CHANNEL_SHARE = np.array([0.38, 0.17, 0.15, 0.30])
CONVERSION = np.array([[0.035, 0.022, 0.060, 0.048], [0.062, 0.036, 0.095, 0.085]])
"""Orders a visit, by segment and channel, before any planted shift."""

WEEKDAY = np.array([1.02, 0.98, 0.97, 0.96, 0.92, 0.95, 1.20])
GROWTH = 0.12
"""More orders after a year, as a share."""
SEASON = 0.12
"""How far the year swings about its mean, highest in early December."""

Times = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shift:
    """From ``day`` on, one factor of revenue is multiplied by ``factor``.

    ``what`` is ``visits``, ``conversion`` or ``order_value``; ``segment`` and ``channel`` narrow it (None = all).
    """

    day: date
    what: str
    segment: str | None
    channel: str | None
    factor: float


def midnights(first: date, days: int, zone: str) -> Times:
    """UTC instants (naive ``datetime64[s]``) of ``days + 1`` local midnights, clock changes included."""
    local = [first + timedelta(days=n) for n in range(days + 1)]
    return np.array([to_utc(d, 0, zone) for d in local], dtype="datetime64[s]")


def to_utc(day: date, minute: int, zone: str) -> np.datetime64:
    """The UTC instant of a local wall-clock time, given as minutes after midnight (naive ``datetime64[s]``)."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    return np.datetime64(wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None), "s")


def offset_minutes(at: Times, zone: str) -> NDArray[np.int64]:
    """Minutes that local time is ahead of UTC at each instant."""
    hours, where = np.unique(at.astype("datetime64[h]"), return_inverse=True)
    known = ZoneInfo(zone)
    ahead = [datetime.fromtimestamp(int(s), known).utcoffset() for s in hours.astype("datetime64[s]").astype(np.int64)]
    minutes = [0 if a is None else int(a.total_seconds()) // 60 for a in ahead]
    return np.array(minutes, dtype=np.int64)[where.reshape(at.shape)]


def to_local(at: Times, zone: str) -> Times:
    """Wall-clock times (naive ``datetime64[s]``) of UTC instants."""
    return np.asarray(at.astype("datetime64[s]") + offset_minutes(at, zone).astype("timedelta64[m]"))


def day_profile(weekend: bool) -> Floats:
    """Shape ``(1440, 2)``: orders by local minute and segment, as a share of the day's mean minute."""
    hour = np.arange(1440) / 60.0
    late = 0.25 if weekend else 1.0
    bumps = [(11.0, 2.2, 0.9), (14.0, 2.0, 0.35 + 0.5 * weekend), (20.7, 1.7, 1.6), (8.2, 0.8, 0.3 * late)]
    shape = np.stack([_bumps(hour, bumps), _bumps(hour - 0.6, bumps)], axis=1)
    return np.asarray(shape / shape.mean(axis=0))


def _bumps(hour: Floats, bumps: list[tuple[float, float, float]]) -> Floats:
    around = [h * np.exp(-0.5 * (((hour - c + 12) % 24 - 12) / w) ** 2) for c, w, h in bumps]
    return np.asarray(0.06 + np.sum(around, axis=0))


PROFILES = (day_profile(False), day_profile(True))


def day_factors(first: date, days: int) -> Floats:
    """Shape ``(days,)``: growth, season, weekday, holidays and sale days, multiplied."""
    factor = np.array([_day(first + timedelta(days=n), n) for n in range(days)])
    for entry in entries(first, first + timedelta(days=days)):
        for n in range(max((entry.first - first).days, 0), min((entry.last - first).days, days)):
            factor[n] *= entry.factor
    return factor


def _day(day: date, age: int) -> float:
    season = 1 + SEASON * np.cos(2 * np.pi * (day.timetuple().tm_yday - 340) / 365.25)
    return float(season * WEEKDAY[day.weekday()] * (1 + GROWTH) ** (age / 365.25))


def day_shape(day: date, minutes: Times, zone: str) -> Floats:
    """Shape ``(minutes, 2, 4)``: orders a minute by segment and channel, for a day whose mean minute is 1."""
    local = to_local(minutes, zone)
    of_day = (local - local.astype("datetime64[D]")).astype("timedelta64[m]").astype(np.int64)
    by_segment = PROFILES[int(day.weekday() >= 5)][of_day] * SEGMENT_SHARE
    return np.asarray(by_segment[:, :, None] * CHANNEL_SHARE)


def shifted(shifts: tuple[Shift, ...], day: date, what: str) -> Floats:
    """Shape ``(2, 4)``: what the shifts in force on a day do to one factor, by segment and channel."""
    factor = np.ones((len(SEGMENTS), len(CHANNELS)))
    for shift in shifts:
        if shift.what == what and day >= shift.day:
            rows = slice(None) if shift.segment is None else SEGMENTS.index(shift.segment)
            columns = slice(None) if shift.channel is None else CHANNELS.index(shift.channel)
            factor[rows, columns] *= shift.factor
    return factor
