"""The prepared series: what may be learnt from, the base, and the running sums over both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.arrays import Bools, Counts, Floats, Ints, between, counting, running
from accord.methods.counterfactual.base import base_of
from accord.methods.counterfactual.series import DAY_SECONDS, WEEK_SECONDS, Series

SHRINK = 10.0  # events added to both sides of a level ratio, so that thin hours say little
LEVEL_SECONDS = (900, 3600, 4 * 3600, DAY_SECONDS, WEEK_SECONDS)
MORE_SECONDS = (2 * 3600, 12 * 3600)
ORDER_VALUE_DAYS = 28
_Number = TypeVar("_Number", np.float64, np.int32)


@dataclass(frozen=True)
class Ground:
    """Running sums over a series (each n + 1 long) with incidents and their tails masked.

    level_*: over bins that may be learnt from (observed, unmasked, not special).
    seen, usual, observed: over observed bins, masked or not. blocked: bins masked or not observed.
    week_*: the same of the bin and of the same hour on the six days before it, together.
    open_*: as level_*, special days included. past_only: for prices that may not look beyond their window's start.
    """

    series: Series
    base: Floats
    level_seen: Floats
    level_usual: Floats
    level_money: Floats | None
    seen: Floats
    usual: Floats
    money: Floats | None
    observed: Counts
    week_usual: Floats
    week_observed: Counts
    blocked: Counts
    special: Counts | None
    open_seen: Floats
    open_usual: Floats
    roughness: Roughness
    extra: Extra | None
    past_only: bool

    @property
    def n(self) -> int:
        """Bins in the series."""
        return len(self.series)

    def levels(self, at: Ints) -> Floats:
        """Recent level features before bin `at` (m,): log((seen + 10) / (base + 10)), (m, k <= 5)."""
        return self.levels_over(sorted({self.series.bins_per(seconds) for seconds in LEVEL_SECONDS}), at)

    def levels_over(self, spans: list[int], at: Ints) -> Floats:
        """The same over the given spans in bins, (m, k)."""
        return _levels(self.level_seen, self.level_usual, spans, np.clip(at, 0, self.n))

    def day_so_far(self, at: Ints) -> Floats:
        """Level features that count special days too, over the last 4 and 24 hours before bin `at`, (m, 2)."""
        at = np.clip(at, 0, self.n)
        spans = [self.series.bins_per(4 * 3600), self.series.bins_per(DAY_SECONDS)]
        return _levels(self.open_seen, self.open_usual, spans, at)

    def order_value(self, at: Ints) -> Floats:
        """Mean order value (minor units) over the 28 days before bin `at`, (m,); NaN without an order."""
        low = np.maximum(at - self.series.bins_per(ORDER_VALUE_DAYS * DAY_SECONDS), 0)
        at = np.clip(at, 0, self.n)
        assert self.level_money is not None
        with np.errstate(invalid="ignore", divide="ignore"):
            return between(self.level_money, low, at) / between(self.level_seen, low, at)

    def is_special(self, starts: Ints, ends: Ints) -> Bools:
        """Whether the windows touch a special day, (m,)."""
        if self.special is None:
            return np.zeros(len(starts), dtype=np.bool_)
        return between(self.special, starts, ends) > 0

    def features(self, starts: Ints, ends: Ints, at: Ints) -> Floats:
        """All regression features of windows `[starts, ends)` seen from bin `at`, (m, k)."""
        columns = [self.levels(at), self._yesterday(starts, ends, at)[:, None], self._chance(starts, ends)]
        if self.past_only:
            columns.append(self._more_levels(starts, ends, at))
        if self.extra is not None:
            columns.append(self.extra.features(starts, ends))
        return np.hstack(columns)

    def _yesterday(self, starts: Ints, ends: Ints, at: Ints) -> Floats:
        """Level in the same hours of the latest day that was over by bin `at`, (m,)."""
        day = self.series.calendar.bins_a_day
        back = np.maximum(-((at - ends) // day), 1) * day
        return _level(self.level_seen, self.level_usual, *(np.clip(e - back, 0, self.n) for e in (starts, ends)))

    def _more_levels(self, starts: Ints, ends: Ints, at: Ints) -> Floats:
        """Levels of the last two and twelve hours, of as long as the window lasts, and in its hours of the latest
        seven days that were over by bin `at`, (m, 4)."""
        near = self.levels_over([self.series.bins_per(seconds) for seconds in MORE_SECONDS], at)
        own = _level(self.level_seen, self.level_usual, np.maximum(at - (ends - starts), 0), at)
        day = self.series.calendar.bins_a_day
        back = (np.maximum(-((at - ends) // day), 1) + np.arange(7)[:, None]) * day
        edges = [np.clip(edge - back, 0, self.n) for edge in (starts, ends)]
        seen, usual = (between(sums, *edges).sum(axis=0) for sums in (self.level_seen, self.level_usual))
        return np.column_stack([near, own, np.log((seen + SHRINK) / (usual + SHRINK))])

    def _chance(self, starts: Ints, ends: Ints) -> Floats:
        """How far the base of windows stands above its surroundings and above the same hours of other days, (m, 2).

        A base of few events stands out by chance; the regression learns how much of that to take back.
        """
        bins = ends - starts
        reach = np.maximum(bins // 2, max(self.series.bin_seconds, 1800) // self.series.bin_seconds)
        low, high = np.maximum(starts - reach, 0), np.minimum(ends + reach, self.n)
        usual, seen = between(self.usual, starts, ends), between(self.observed, starts, ends)
        around = between(self.usual, low, high), between(self.observed, low, high)
        daily = between(self.week_usual, starts, ends), between(self.week_observed, starts, ends)
        columns = [
            np.log((usual + 1.0) / (total / np.maximum(number, 1.0) * seen + 1.0)) for total, number in (around, daily)
        ]
        return np.column_stack(columns)


def _level(seen: Floats, usual: Floats, low: Ints, high: Ints) -> Floats:
    return np.asarray(np.log((between(seen, low, high) + SHRINK) / (between(usual, low, high) + SHRINK)))


def _levels(seen: Floats, usual: Floats, spans: list[int], at: Ints) -> Floats:
    """`_level` over each of k spans before bins `at` (m,), all at once, (m, k)."""
    low = np.maximum(at - np.array(spans)[:, None], 0)
    out = (seen.take(at) - seen.take(low) + SHRINK) / (usual.take(at) - usual.take(low) + SHRINK)
    return np.ascontiguousarray(np.log(out, out=out).T)


def _week_of_days(sums: npt.NDArray[_Number], day: int) -> npt.NDArray[_Number]:
    """Running sums (n + 1,) joined with those of one to six days earlier, so that two look-ups give all seven."""
    out = sums.copy()
    for back in range(day, min(7 * day, len(sums)), day):
        out[back:] += sums[:-back]
    return out


def prepare(
    series: Series, masked: Bools, special: Bools | None, lead_weeks: int = 0, past_only: bool = False
) -> Ground:
    """Mask, base and running sums. `masked`: (n,) bins in an incident or its tail. Errors: none."""
    observed = np.isfinite(series.values)
    valid = observed & ~masked
    learn = valid if special is None else valid & ~special
    base = base_of(series, learn, lead_weeks)
    known = observed & np.isfinite(base)
    values = np.where(known, series.values, 0.0)
    usual = np.where(known, base, 0.0)
    level_seen, level_usual = running(values * learn), running(usual * learn)
    usual_sums, seen_bins = running(usual), counting(known)
    money = None if series.money is None else np.nan_to_num(series.money)
    return Ground(
        series=series,
        base=base,
        level_seen=level_seen,
        level_usual=level_usual,
        level_money=None if money is None else running(money * learn),
        seen=running(values),
        usual=usual_sums,
        money=None if money is None else running(money),
        observed=seen_bins,
        week_usual=_week_of_days(usual_sums, series.calendar.bins_a_day),
        week_observed=_week_of_days(seen_bins, series.calendar.bins_a_day),
        blocked=counting(~(valid & known)),
        special=None if special is None else counting(special),
        open_seen=level_seen if special is None else running(values * valid),
        open_usual=level_usual if special is None else running(usual * valid),
        roughness=Roughness.build(series, level_seen, level_usual),
        extra=Extra.build(series, learn),
        past_only=past_only,
    )


@dataclass(frozen=True)
class Roughness:
    """How far the hours lately strayed from the level of the day before them, relative to their count."""

    hour: int
    squares: Floats
    hours: Floats
    typical: float

    @classmethod
    def build(cls, series: Series, seen: Floats, usual: Floats) -> Roughness:
        """`seen`, `usual`: running sums (n + 1,) over bins that may be learnt from."""
        hour = series.bins_per(3600)
        edges = np.arange(0, len(series) + 1, hour)
        before = np.maximum(edges[:-1] - series.bins_per(DAY_SECONDS), 0)
        level = (between(seen, before, edges[:-1]) + SHRINK) / (between(usual, before, edges[:-1]) + SHRINK)
        hourly = np.diff(usual[edges])
        expected = hourly * level
        squares = np.where(hourly > 0, (np.diff(seen[edges]) - expected) ** 2 / (expected + 1.0), 0.0)
        there = running((hourly > 0).astype(np.float64))
        return cls(hour, running(squares), there, float(squares.sum() / max(there[-1], 1.0)))

    def lately(self, at: Ints) -> Floats:
        """Log of the roughness of the week before bin `at` relative to the usual one, (m,)."""
        high = np.clip(at // self.hour, 0, len(self.hours) - 1)
        low = np.maximum(high - 168, 0)
        typical = max(self.typical, 1e-9)
        total = between(self.squares, low, high) + 24.0 * typical
        return np.asarray(np.log(total / (between(self.hours, low, high) + 24.0) / typical))


@dataclass(frozen=True)
class Extra:
    """Controls (their level during the window) and covariates (their distance from the usual slot)."""

    controls: tuple[tuple[Floats, Floats], ...]
    covariates: tuple[tuple[Floats, Floats], ...]

    @classmethod
    def build(cls, series: Series, learn: Bools) -> Extra | None:
        """Running sums for what the series carries beside itself; None when it carries nothing."""
        if series.controls is None and series.covariates is None:
            return None
        controls = [] if series.controls is None else [_control(series, row, learn) for row in series.controls]
        measured = [] if series.covariates is None else [_covariate(series, row) for row in series.covariates]
        return cls(tuple(controls), tuple(measured))

    def features(self, starts: Ints, ends: Ints) -> Floats:
        """Features of the windows `[starts, ends)`, (m, controls + covariates)."""
        columns = [
            np.log((between(seen, starts, ends) + SHRINK) / (between(usual, starts, ends) + SHRINK))
            for seen, usual in self.controls
        ]
        columns += [
            between(away, starts, ends) / np.maximum(between(there, starts, ends), 1.0)
            for away, there in self.covariates
        ]
        return np.column_stack(columns)


def _control(series: Series, row: Floats, learn: Bools) -> tuple[Floats, Floats]:
    other = Series(series.start, series.bin_seconds, row, time_zone=series.time_zone)
    base = base_of(other, learn & np.isfinite(row))
    there = np.isfinite(row) & np.isfinite(base)
    return running(np.where(there, row, 0.0)), running(np.where(there, base, 0.0))


def _covariate(series: Series, row: Floats) -> tuple[Floats, Floats]:
    there = np.isfinite(row)
    mean, spread = (float(row[there].mean()), float(row[there].std())) if there.any() else (0.0, 1.0)
    slots = series.calendar.slot(np.arange(len(row)))
    count = np.bincount(slots[there], minlength=series.calendar.slots)
    total = np.bincount(slots[there], weights=row[there], minlength=series.calendar.slots)
    usual = (total + mean) / (count + 1.0)
    return running(np.where(there, row - usual[slots], 0.0) / (spread or 1.0)), running(there.astype(np.float64))
