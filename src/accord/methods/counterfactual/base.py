"""What a bin usually holds: the same week slot in the eight weeks before, robustly averaged."""

from __future__ import annotations

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints, running
from accord.methods.counterfactual.series import Series

WEEKS_BACK = 8
TRIM_FROM = 4  # drop the best and the worst week once this many are there
EVENTS_A_SLOT = 25.0  # pool neighbours until the weeks together hold about this many events
POOL_SECONDS = 1800


def base_of(series: Series, valid: Bools, lead_weeks: int = 0) -> Floats:
    """Expected events per bin from past weeks, (n,); NaN where nothing comparable was ever observed.

    `valid`: (n,) bins to learn from (observed, outside incidents, tails and special days).
    `lead_weeks`: whole weeks to look ahead: the base then ends that much before the bin.
    Causal wherever at least two past weeks are there; before that, following weeks and then other days help.
    """
    totals, counts = _on_local_weeks(series, valid)
    means = _pooled(totals, counts, series.bins_per(POOL_SECONDS) if series.bin_seconds < 3600 else 0)
    base = _trimmed_past(means, 1 + lead_weeks)
    _fill_early(base, means)
    _fill_from_other_days(base, means, series.calendar.bins_a_day)
    return _on_bins(series, base)


def _on_local_weeks(series: Series, valid: Bools) -> tuple[Floats, Floats]:
    """Sums and numbers of valid bins on a (weeks, slots) grid of local time."""
    last = max(end + shift for _, end, shift in series.calendar.pieces)
    slots = series.calendar.slots
    totals = np.zeros(-(-last // slots) * slots)
    counts = np.zeros(len(totals), dtype=np.float64)
    values = np.where(valid, series.values, 0.0)
    for first, end, shift in series.calendar.pieces:  # an hour that comes twice is added and averaged
        totals[first + shift : end + shift] += values[first:end]
        counts[first + shift : end + shift] += valid[first:end]
    return totals.reshape(-1, slots), counts.reshape(-1, slots)


def _pooled(totals: Floats, counts: Floats, widest: int) -> Floats:
    """Mean per bin over each slot's neighbourhood, (weeks, slots); NaN where nothing was observed."""
    reach = _reach(totals, counts, widest)
    if reach.any():
        here = np.arange(totals.size).reshape(totals.shape)
        first, last = here - reach, here + (reach + 1)
        totals, counts = (_neighbourhood(grid, first, last) for grid in (totals, counts))
    with np.errstate(invalid="ignore", divide="ignore"):
        return totals / counts


def _reach(totals: Floats, counts: Floats, widest: int) -> Ints:
    """Neighbours to pool on each side of a slot until eight weeks hold about 25 events, (slots,)."""
    slots = totals.shape[1]
    rate = totals.sum(axis=0) / np.maximum(counts.sum(axis=0), 1.0) * WEEKS_BACK
    sums = running(np.concatenate([rate, rate, rate]))
    reach = np.full(slots, widest, dtype=np.int64)
    at = np.arange(slots) + slots
    for half in range(widest - 1, -1, -1):
        if 2 * half + 1 <= slots:
            reach[(sums[at + half + 1] - sums[at - half]) >= EVENTS_A_SLOT] = half
    return reach


def _neighbourhood(grid: Floats, first: Ints, last: Ints) -> Floats:
    """Sums over the flattened grid's cells `[first, last)`, cut at its ends, (weeks, slots)."""
    sums = running(grid.ravel())
    out = sums.take(last, mode="clip")
    out -= sums.take(first, mode="clip")
    return out


def _trimmed_past(means: Floats, down: int) -> Floats:
    """Mean of the past eight weeks without best and worst, (weeks, slots); NaN below two weeks."""
    there = np.isfinite(means)
    total = _rolling(np.where(there, means, 0.0), np.add, 0.0, down)
    number = _rolling(there.astype(np.float64), np.add, 0.0, down)
    best = _rolling(means, np.fmax, np.nan, down)
    worst = _rolling(means, np.fmin, np.nan, down)
    trim = number >= TRIM_FROM
    np.subtract(total, best + worst, out=total, where=trim)
    np.subtract(number, 2.0, out=number, where=trim)
    number[~trim & (number < 2)] = np.nan
    return np.maximum(total / number, 0.0)


def _rolling(grid: Floats, join: np.ufunc, empty: float, down: int) -> Floats:
    """Join each row with the seven before it and move down: with 1, the eight weeks before. By doubling."""
    for lag in (1, 2):
        out = grid.copy()
        join(grid[lag:], grid[:-lag], out=out[lag:])
        grid = out
    out = np.full_like(grid, empty)
    out[down : down + 4] = grid[: max(len(grid) - down, 0)][:4]
    join(grid[4:-down], grid[: -4 - down], out=out[down + 4 :])
    return out


def _fill_early(base: Floats, means: Floats) -> None:
    """Cells with fewer than two past weeks take the mean of up to eight weeks around them."""
    weeks = len(base)
    for week in range(weeks):
        empty = np.flatnonzero(np.isnan(base[week]))
        if len(empty):
            near = np.arange(max(0, week - WEEKS_BACK), min(weeks, week + WEEKS_BACK + 1))
            rows = near[near != week]
            base[week, empty] = _mean_of_rows(means[rows[:, None], empty])


def _mean_of_rows(block: Floats) -> Floats:
    there = np.isfinite(block)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(there, block, 0.0).sum(axis=0) / there.sum(axis=0))


def _fill_from_other_days(base: Floats, means: Floats, bins_a_day: int) -> None:
    """What no week can tell, the same time of other days does; else the plain mean of the series."""
    missing = np.isnan(base)
    if missing.any():
        by_day = _mean_of_rows(means.reshape(-1, bins_a_day))
        overall = np.nanmean(by_day) if np.isfinite(by_day).any() else np.nan
        by_day = np.where(np.isnan(by_day), overall, by_day)
        base[missing] = np.broadcast_to(np.tile(by_day, 7), base.shape)[missing]


def _on_bins(series: Series, base: Floats) -> Floats:
    flat = base.ravel()
    return np.concatenate([flat[first + shift : end + shift] for first, end, shift in series.calendar.pieces])
