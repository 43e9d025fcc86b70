"""A metric's history, a value a month, with what each value may truly be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.clauses.objectives import MONTHS, Metric, Over
from accord.methods.local_time import to_local

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SUMMED = ("money", "count")
"""Units whose months are added over a quarter or a year; the mean of all others is taken."""


@dataclass(frozen=True, slots=True)
class Series:
    """Whole local months of one metric; all arrays (months,).

    ``months`` are first days, one after the other without a gap. ``values`` are in the metric's unit (money in minor
    units), NaN where nothing was measured; ``low`` and ``high`` a 90 % interval, equal to the value where it was
    counted and not estimated; ``rows`` the facts behind each. ``notes`` say what could not be computed and why.
    """

    metric: Metric
    months: tuple[date, ...]
    values: Floats
    rows: Ints
    low: Floats
    high: Floats
    notes: tuple[str, ...] = ()

    @property
    def measured(self) -> NDArray[np.bool_]:
        """The months that have a value."""
        return np.asarray(np.isfinite(self.values))

    def value(self, month: date) -> float | None:
        """The value of a month by its first day; None where it has none."""
        place = self.months.index(month) if month in self.months else -1
        return float(self.values[place]) if place >= 0 and np.isfinite(self.values[place]) else None

    def before(self, month: date) -> Series:
        """The months before ``month``."""
        return self.taken(slice(0, sum(m < month for m in self.months)))

    def taken(self, kept: slice) -> Series:
        """Some of the months."""
        arrays = {name: getattr(self, name)[kept] for name in ("months", "values", "rows", "low", "high")}
        return replace(self, **arrays)


def nothing(metric: Metric, *notes: str) -> Series:
    """A history without a month, and why."""
    empty = np.array([], float)
    return Series(metric, (), empty, np.array([], np.int64), empty, empty, notes)


def over(values: Floats, unit: str, window: Over) -> Floats:
    """Each month's value over the stretch that ends with it; NaN until the stretch is whole.

    ``values`` (..., months): sums of money and counts, means of all else.
    """
    length = MONTHS[window]
    told = np.full(values.shape, np.nan)
    if values.shape[-1] >= length:
        stretches = np.lib.stride_tricks.sliding_window_view(values, length, axis=-1)
        told[..., length - 1 :] = stretches.sum(-1) if unit in SUMMED else stretches.mean(-1)
    return told


def month_of(day: date) -> date:
    """The first of a day's month."""
    return day.replace(day=1)


def later(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    year, place = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(year, place + 1, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Months from ``first`` to before ``last``, both first days."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return tuple(later(first, n) for n in range(count))


def local_seconds(times: NDArray[Any], zone: str) -> NDArray[np.int64]:
    """What local clocks show at UTC times, as seconds since 1970."""
    return to_local(times.astype("datetime64[s]").astype(np.int64), zone)


def local_month(times: NDArray[Any], zone: str) -> NDArray[np.datetime64]:
    """The local month of each UTC time (``datetime64[M]``)."""
    return local_seconds(times, zone).astype("datetime64[s]").astype("datetime64[M]")


def whole_months(times: NDArray[Any], zone: str, until: datetime, *, dense: bool) -> tuple[date, ...]:
    """Local months that the facts of these times cover whole, before ``until`` (UTC).

    Of ``dense`` facts (orders, measurements) the first month counts only where they begin with its first two days.
    """
    if not len(times):
        return ()
    begin, end = local_seconds(np.array([times.min(), np.datetime64(until)], "datetime64[us]"), zone).tolist()
    first, last = (np.datetime64(t, "s").astype("datetime64[D]").item() for t in (begin, end))
    start = month_of(first) if not dense or first.day <= 2 else later(month_of(first), 1)
    return months_between(start, month_of(last)) if start < month_of(last) else ()


def places(months: Sequence[date], of: NDArray[np.datetime64]) -> Ints:
    """Where each local month (``datetime64[M]``) stands among ``months``, -1 outside."""
    if not months:
        return np.full(len(of), -1, np.int64)
    at = of.astype(np.int64) - np.datetime64(months[0], "M").astype(np.int64)
    return np.where((at >= 0) & (at < len(months)), at, -1).astype(np.int64)


def summed(place: Ints, of: NDArray[Any], count: int) -> Floats:
    """Sums by place (-1 is left out)."""
    inside = place >= 0
    return np.bincount(place[inside], np.asarray(of, float)[inside], count)[:count].astype(np.float64)
