"""Signs that a price may mislead: what the day, the clocks, the money and the history look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints, between
from accord.methods.counterfactual.classes import Told
from accord.methods.counterfactual.ground import SHRINK, Ground
from accord.methods.counterfactual.outages import Outages
from accord.methods.counterfactual.placebos import Windows
from accord.methods.counterfactual.series import DAY_SECONDS

CLOSED_FROM = 10.0  # events usual in the rest of a day that shows none
CLOSED_BEFORE = 4.0  # the same in a series that has been closed before
SUSPECT_FROM = 20.0
SUSPECT_AWAY = 4.0  # robust standard deviations of daily levels
WIDE = 2.0
HEAVY = 2.0  # coefficient of variation of order values
SILENT_SHARE = 0.01
LEAST_OBSERVED = 0.5


@dataclass(frozen=True)
class Signs:
    """Codes per union, and which must not be priced, are closed, may be closed, may not be pooled, each (m,)."""

    codes: tuple[tuple[str, ...], ...]
    refused: Bools
    closed: Bools
    doubtful: Bools
    unclear: Bools


def signs(ground: Ground, outages: Outages, targets: Windows, told: Told, preliminary: bool) -> Signs:
    """Everything that must be said of each union."""
    day = ground.series.bins_per(DAY_SECONDS)
    seen_from = int(np.argmax(np.diff(ground.observed) > 0))
    share = between(ground.observed, outages.starts, outages.ends) / np.maximum(outages.ends - outages.starts, 1)
    rest = _rest_of_day(ground, outages, preliminary)
    closed, doubtful = _closed(ground, outages, targets, told, preliminary)
    first_day = outages.starts < seen_from + day
    refused = first_day | (share < LEAST_OBSERVED) | ~told.told
    found = {
        "first_day": first_day,
        "first_two_weeks": ~first_day & (outages.starts < seen_from + 14 * day),
        "not_observed": (share < LEAST_OBSERVED) & ~first_day,
        "partly_observed": (share >= LEAST_OBSERVED) & (share < 1.0),
        "few_placebos": told.thin | (~told.told & ~first_day & (share >= LEAST_OBSERVED)),
        "special_day": targets.special & ~told.alone,
        "special_day_alone": targets.special & told.alone,
        "holiday_suspected": _far_from_usual(ground, rest) & ~targets.special & ~closed,
        "closure": closed,
        "closure_suspected": doubtful,
        "clock_change": _clock_change(ground, outages, day),
        "bursts": (told.high - told.low > WIDE * told.mid) & (told.mid >= SUSPECT_FROM),
        "heavy_tailed_money": np.full(len(targets), _heavy_tailed(ground)),
        "unreported_incidents": np.full(len(targets), _silent(ground)),
    }
    rows = np.stack(list(found.values()), axis=1).tolist()
    codes = tuple(tuple(code for code, hit in zip(found, row, strict=True) if hit) for row in rows)
    unclear = refused | closed | doubtful | found["first_two_weeks"] | targets.special | found["holiday_suspected"]
    return Signs(codes, refused, closed, doubtful, unclear)


@dataclass(frozen=True)
class Rest:
    """What was seen and usual on the incident's days outside incidents and tails, (m,)."""

    seen: Floats
    usual: Floats
    starts: Ints


def _rest_of_day(ground: Ground, outages: Outages, preliminary: bool) -> Rest:
    low, high = _days(ground, outages, preliminary)
    return Rest(between(ground.open_seen, low, high), between(ground.open_usual, low, high), low)


def _days(ground: Ground, outages: Outages, preliminary: bool) -> tuple[Ints, Ints]:
    """The local days that each union touches, in bins; for a preliminary price only up to its start."""
    edges = day_edges(ground)
    low = edges[np.searchsorted(edges, outages.starts, side="right") - 1]
    high = edges[np.minimum(np.searchsorted(edges, outages.ends, side="left"), len(edges) - 1)]
    return low, np.minimum(high, outages.starts) if preliminary else high


def _closed(ground: Ground, outages: Outages, targets: Windows, told: Told, preliminary: bool) -> tuple[Bools, Bools]:
    """Unions on days without any event: shut beyond doubt, or only perhaps (nothing else to tell it by)."""
    low, high = _days(ground, outages, preliminary)
    silent = (targets.seen == 0) & (_outside(ground.seen, outages, low, high) == 0)
    usual = _outside(ground.usual, outages, low, high)
    before = _was_closed_before(ground)
    closed = silent & (usual >= (CLOSED_BEFORE if before else CLOSED_FROM))
    return closed, silent & ~closed & (before and not preliminary) & (told.mid >= CLOSED_BEFORE)


def _outside(sums: Floats, outages: Outages, low: Ints, high: Ints) -> Floats:
    """Sums over the ranges `[low, high)` without what lies in any union (unions are sorted and disjoint)."""
    inside = np.concatenate([[0.0], np.cumsum(between(sums, outages.starts, outages.ends))])

    def upto(at: Ints) -> Floats:
        done = np.searchsorted(outages.starts, at, side="right")
        over = np.maximum(outages.ends[np.maximum(done - 1, 0)], at)
        return np.asarray(inside[done] - np.where(done > 0, between(sums, at, over), 0.0))

    return between(sums, low, high) - (upto(high) - upto(low))


def _was_closed_before(ground: Ground) -> bool:
    """Whether a busy day outside incidents was ever entirely silent."""
    edges = day_edges(ground)
    seen, usual = np.diff(ground.level_seen[edges]), np.diff(ground.level_usual[edges])
    return bool(((seen == 0) & (usual >= CLOSED_FROM)).any())


def day_edges(ground: Ground) -> Ints:
    """First bin of every local day, and the end of the series."""
    calendar = ground.series.calendar
    bins = np.arange(0, ground.n)
    if len(calendar.pieces) == 1:
        first = -calendar.pieces[0][2] % calendar.bins_a_day
        inner = np.arange(first, ground.n, calendar.bins_a_day)
    else:
        inner = np.flatnonzero(np.diff(calendar.local(bins) // calendar.bins_a_day) > 0) + 1
    return np.unique(np.concatenate([[0], inner, [ground.n]])).astype(np.int64)


def _far_from_usual(ground: Ground, rest: Rest) -> Bools:
    """Whether the rest of the day lies far outside how days stray from the week before them."""
    edges = day_edges(ground)
    usual = between(ground.level_usual, edges[:-1], edges[1:])
    days = _away(ground, between(ground.level_seen, edges[:-1], edges[1:]), usual, edges[:-1])
    days = days[usual >= SUSPECT_FROM]
    if len(days) < 14:
        return np.zeros(len(rest.seen), dtype=np.bool_)
    middle = float(np.median(days))
    spread = 1.4826 * float(np.median(np.abs(days - middle)))
    away = _away(ground, rest.seen, rest.usual, rest.starts)
    noise = np.sqrt(spread**2 + 1.0 / np.maximum(rest.usual, 1.0))
    return np.asarray((np.abs(away - middle) > SUSPECT_AWAY * noise) & (rest.usual >= SUSPECT_FROM))


def _away(ground: Ground, seen: Floats, usual: Floats, at: Ints) -> Floats:
    week = ground.levels(at)[:, -1]
    return np.asarray(np.log((seen + SHRINK) / (usual * np.exp(week) + SHRINK)))


def _clock_change(ground: Ground, outages: Outages, day: int) -> Bools:
    changes = np.array(ground.series.calendar.changes, dtype=np.int64)
    near = (changes[None, :] > outages.starts[:, None] - day) & (changes[None, :] < outages.ends[:, None] + day)
    return np.asarray(near.any(axis=1))


def _heavy_tailed(ground: Ground) -> bool:
    """Whether single orders vary more than twice their mean (told from bins, which average over orders)."""
    series = ground.series
    if series.money is None:
        return False
    rows = np.flatnonzero((series.values > 0) & np.isfinite(series.money))
    if len(rows) < 30:
        return False
    count, money = series.values[rows], series.money[rows]
    mean = money.sum() / count.sum()
    variance = float(np.mean((money - mean * count) ** 2 / count))
    return bool(mean > 0 and np.sqrt(variance) > HEAVY * mean)


def _silent(ground: Ground) -> bool:
    """Whether more than 1 % of the history is silent on days that were otherwise open."""
    series = ground.series
    for seconds in (900, 3600, 4 * 3600):
        block = series.bins_per(seconds)
        edges = np.arange(0, ground.n + 1, block)
        usual = np.diff(ground.level_usual[edges])
        busy = usual >= SUSPECT_FROM
        if busy.sum() >= 0.3 * len(usual) and busy.sum() >= 100:
            seen = np.diff(ground.level_seen[edges])
            low = np.maximum(edges[:-1] - series.bins_per(DAY_SECONDS) // 2, 0)
            high = np.minimum(edges[1:] + series.bins_per(DAY_SECONDS) // 2, ground.n)
            is_open = between(ground.level_seen, low, high) > 0.25 * between(ground.level_usual, low, high)
            return bool(np.mean((seen <= 0.1 * usual)[busy & is_open]) > SILENT_SHARE)
    return False
