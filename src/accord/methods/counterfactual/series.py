"""A regular series of events per bin, in UTC, and the local weeks it is compared by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.arrays import Bools, Floats, Ints

WEEK_SECONDS = 604_800
DAY_SECONDS = 86_400
MONDAY_OFFSET = 3 * DAY_SECONDS  # 1970-01-01 was a Thursday: three days after its Monday


class SeriesError(ValueError):
    """The series cannot be used as it stands; the message says what to mend."""


@dataclass(frozen=True)
class Series:
    """Events per bin on a regular grid.

    start: UTC time of the first bin (naive `datetime64[s]` meaning UTC). bin_seconds: divides a day.
    values: (n,) events per bin, NaN where nothing was observed (0 is an observed zero).
    money: (n,) sum of order values per bin in minor units, or None.
    time_zone: IANA name; weeks, days and hours are compared in its local time.
    special: (n,) True in bins of special days (holidays, sale days), or None.
    controls: (k, n) series that the incidents do not touch, in events per bin, or None.
    covariates: (k, n) measurements such as temperature, or None.
    Raises SeriesError when shapes, bin or zone do not fit.
    """

    start: np.datetime64
    bin_seconds: int
    values: Floats
    money: Floats | None = None
    time_zone: str = "UTC"
    special: Bools | None = None
    controls: Floats | None = None
    covariates: Floats | None = None
    calendar: LocalCalendar = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check(self)
        calendar = LocalCalendar.build(self.start_second, self.bin_seconds, len(self.values), self.time_zone)
        object.__setattr__(self, "calendar", calendar)

    @property
    def start_second(self) -> int:
        """Seconds since 1970 UTC of the first bin."""
        return seconds(self.start)

    def __len__(self) -> int:
        return len(self.values)

    def bins_per(self, seconds: int) -> int:
        """Whole bins in a span of `seconds`, at least one."""
        return max(1, round(seconds / self.bin_seconds))

    def bins_touched(self, start: np.datetime64, end: np.datetime64) -> tuple[int, int]:
        """The half-open range of bins that `[start, end)` touches; it may reach outside the series."""
        first = seconds(start) - self.start_second
        last = seconds(end) - self.start_second
        return first // self.bin_seconds, max(-(-last // self.bin_seconds), first // self.bin_seconds + 1)

    def time_of(self, index: int) -> np.datetime64:
        """UTC time at which bin `index` starts."""
        return np.datetime64(self.start_second + index * self.bin_seconds, "s")


def seconds(moment: np.datetime64) -> int:
    """Whole seconds since 1970 UTC of a moment of any unit."""
    return int(moment.astype("datetime64[s]").astype(np.int64))


def _check(series: Series) -> None:
    n = len(series.values)
    if series.bin_seconds <= 0 or DAY_SECONDS % series.bin_seconds:
        raise SeriesError(f"bins of {series.bin_seconds} s do not divide a day; use 60, 300, 900, 3600 ...")
    parts = {"money": series.money, "special": series.special}
    parts |= {"controls": series.controls, "covariates": series.covariates}
    for name, part in parts.items():
        if part is not None and part.shape[-1] != n:
            raise SeriesError(f"{name} has {part.shape[-1]} bins where the series has {n}")
    if n == 0:
        raise SeriesError("the series is empty; give at least one bin")
    if np.nanmin(series.values, initial=0.0) < 0:
        raise SeriesError("values below 0 are not counts of events; remove or mend them")


@dataclass(frozen=True)
class LocalCalendar:
    """Where each UTC bin falls in local time, as a handful of constant-offset pieces.

    pieces: (first bin, end bin, bins to add to get a local index); the local index counts bins since
    Monday 00:00 local time before the series. changes: bins at which the clocks changed.
    """

    pieces: tuple[tuple[int, int, int], ...]
    slots: int
    bins_a_day: int
    first_day: int

    @classmethod
    def build(cls, start: int, bin_seconds: int, n: int, zone: str) -> LocalCalendar:
        """Ask the zone for its offset only where it changes. Raises SeriesError for an unknown zone."""
        changes = _offset_changes(start, start + n * bin_seconds, zone)
        origin = _monday_before(start + changes[0][1])
        edges = [max(0, -(-(at - start) // bin_seconds)) for at, _ in changes] + [n]
        pieces = tuple(
            (edges[i], edges[i + 1], (start + offset - origin) // bin_seconds)
            for i, (_, offset) in enumerate(changes)
            if edges[i + 1] > edges[i]
        )
        day = origin // DAY_SECONDS
        return cls(pieces, WEEK_SECONDS // bin_seconds, DAY_SECONDS // bin_seconds, day)

    @property
    def changes(self) -> tuple[int, ...]:
        """Bins at which the clocks changed."""
        return tuple(first for first, _, _ in self.pieces[1:])

    def local(self, bins: Ints) -> Ints:
        """Local index of each bin (m,); bins outside the series continue its first or last offset."""
        starts = np.array([first for first, _, _ in self.pieces[1:]], dtype=np.int64)
        shifts = np.array([shift for _, _, shift in self.pieces], dtype=np.int64)
        return np.asarray(bins + shifts[np.searchsorted(starts, bins, side="right")], dtype=np.int64)

    def slot(self, bins: Ints) -> Ints:
        """Week slot (0 = Monday 00:00 local) of each bin, (m,)."""
        return self.local(bins) % self.slots

    def day(self, bins: Ints) -> npt.NDArray[np.datetime64]:
        """Local day of each bin, (m,) datetime64[D]."""
        return (self.local(bins) // self.bins_a_day + self.first_day).astype("datetime64[D]")

    def bins_of_day(self, day: np.datetime64) -> tuple[int, int]:
        """The half-open range of bins of one local day, clipped to the series (may be empty)."""
        want = (int(day.astype("datetime64[D]").astype(np.int64)) - self.first_day) * self.bins_a_day
        return self._bin_at(want), self._bin_at(want + self.bins_a_day)

    def _bin_at(self, local: int) -> int:
        for first, end, shift in self.pieces:
            if local - shift < end:
                return max(first, local - shift)
        return self.pieces[-1][1]


def special_bins(series: Series, days: npt.NDArray[np.datetime64]) -> Bools:
    """Bins that lie on the given local days, (n,); the days need no order and may lie outside."""
    flags = np.zeros(len(series), dtype=np.bool_)
    for day in np.unique(np.asarray(days, dtype="datetime64[D]")):
        first, end = series.calendar.bins_of_day(day)
        flags[first:end] = True
    return flags


def special_flags(series: Series, special_days: npt.ArrayLike) -> Bools | None:
    """Bins of special days from the series' own flags and the given days; None when there are none."""
    days = np.asarray(special_days, dtype="datetime64[D]")
    flags = special_bins(series, days) if days.size else np.zeros(len(series), dtype=np.bool_)
    if series.special is not None:
        flags |= series.special
    return flags if flags.any() else None


def _offset_changes(start: int, end: int, zone: str) -> list[tuple[int, int]]:
    """Times (UTC seconds) from which an offset (seconds east) holds, the first at `start`."""
    try:
        tz = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise SeriesError(f"{zone!r} is not a known time zone; use a name such as Europe/Berlin") from error
    found = [(start, _offset(tz, start))]
    for at in range(start + DAY_SECONDS, end + DAY_SECONDS, DAY_SECONDS):
        now = _offset(tz, min(at, end))
        if now != found[-1][1]:
            found.append((_change_between(tz, at - DAY_SECONDS, min(at, end)), now))
    return found


def _change_between(tz: ZoneInfo, low: int, high: int) -> int:
    before = _offset(tz, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(tz, middle) == before else (low, middle)
    return high


def _offset(tz: ZoneInfo, second: int) -> int:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    return int((moment.astimezone(tz).utcoffset() or timedelta()).total_seconds())


def _monday_before(local_second: int) -> int:
    return (local_second + MONDAY_OFFSET) // WEEK_SECONDS * WEEK_SECONDS - MONDAY_OFFSET
