"""The cheapest free stretches of a calendar: when would this cost least?

Costs are expected costs per bin of time; within a bin they are taken as even. Every permitted start is
looked at, so the answer is exact. Starts lie on local clock times (every full hour in Berlin, say);
lengths are elapsed time, so a four-hour slot lasts four hours in the night in which clocks change. Times
are seconds since 1970-01-01 UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.methods.local_time import DAY, Seconds, local_days, segments, to_utc
from accord.methods.overlaps import union

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Spans = tuple[npt.ArrayLike, npt.ArrayLike]

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Costs:
    """Expected cost per bin of ``bin_seconds`` from ``start`` on, (bins,); NaN where it is not known.

    A slot that touches an unknown bin is never offered.
    """

    start: int
    bin_seconds: int
    per_bin: Floats

    def __post_init__(self) -> None:
        if self.bin_seconds < 1 or np.ndim(self.per_bin) != 1:
            raise ValueError("costs need a flat array and bins of at least a second")

    @property
    def end(self) -> int:
        return self.start + self.bin_seconds * len(self.per_bin)

    def between(self, start: Seconds, end: Seconds) -> Floats:
        """Cost of each stretch (n,); NaN where a bin is unknown or outside."""
        unknown = np.isnan(self.per_bin)
        total = self._within(np.where(unknown, 0.0, self.per_bin), start, end)
        blind = self._within(unknown.astype(float), start, end) > 0
        outside = (start < self.start) | (end > self.end)
        return np.where(blind | outside, np.nan, total)

    def _within(self, values: Floats, start: Seconds, end: Seconds) -> Floats:
        edges, sums = np.arange(len(values) + 1), np.append(0.0, np.cumsum(values))
        left, right = ((t - self.start) / self.bin_seconds for t in (start, end))
        return np.asarray(np.interp(right, edges, sums) - np.interp(left, edges, sums))


@dataclass(frozen=True, slots=True)
class Slots:
    """Offered slots, cheapest first: ``start``, ``end``, expected ``cost``, all (n,)."""

    start: Seconds
    end: Seconds
    cost: Floats

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a slot must be like.

    ``duration`` in elapsed seconds. ``busy`` intervals (starts, ends) may not be touched, and a slot must
    lie within one of the ``allowed`` ones (joined where they touch), such as ``opening_hours``. Starts are
    multiples of ``granularity`` seconds after midnight on the local clocks of ``zone``. ``after`` and
    ``until`` narrow the horizon of the costs. Raises ``ValueError`` for a duration below a second or a
    granularity that does not divide a day.
    """

    duration: int
    busy: Spans = ((), ())
    allowed: Spans | None = None
    granularity: int = 3_600
    zone: str = "UTC"
    after: int | None = None
    until: int | None = None

    def __post_init__(self) -> None:
        if self.duration < 1:
            raise ValueError(f"a slot lasts at least a second, not {self.duration}")
        _check_granularity(self.granularity)


def cheapest_slots(costs: Costs, wanted: Wanted, k: int) -> Slots:
    """Up to ``k`` slots that do not overlap: the cheapest, then the cheapest of the rest, and so on.

    For offering a choice. Of equally cheap slots the earliest comes first; fewer than ``k`` are returned
    where no more fit. Raises ``ValueError`` for k below 1.
    """
    return _chosen(costs, wanted, k, _one_by_one)


def cheapest_together(costs: Costs, wanted: Wanted, k: int) -> Slots:
    """The ``k`` slots that do not overlap and cost least *together*, for whoever needs all of them.

    The single cheapest may stand in the way of two cheap ones. In order of time. Raises ``ValueError`` for
    k below 1, or where fewer than ``k`` fit.
    """
    return _chosen(costs, wanted, k, _least_sum)


def free_starts(costs: Costs, wanted: Wanted) -> tuple[Seconds, Floats]:
    """Every permitted start in order, and what a slot from there would cost, both (n,)."""
    begin = costs.start if wanted.after is None else max(costs.start, wanted.after)
    stop = costs.end if wanted.until is None else min(costs.end, wanted.until)
    start = clock_starts(begin, stop - wanted.duration + 1, wanted.granularity, wanted.zone)
    start = start[~_touches(start, start + wanted.duration, wanted.busy)]
    if wanted.allowed is not None:
        start = start[_within(start, start + wanted.duration, wanted.allowed)]
    cost = costs.between(start, start + wanted.duration)
    known = ~np.isnan(cost)
    return start[known], cost[known]


def clock_starts(start: int, end: int, granularity: int, zone: str) -> Seconds:
    """UTC times in ``[start, end)`` at which local clocks show a multiple of ``granularity`` seconds.

    Skipped clock times are missing; those shown twice come twice.
    """
    _check_granularity(granularity)
    if end <= start:
        return np.empty(0, np.int64)
    since, offset = segments(start, end, zone)
    stops = np.append(since[1:], end)
    pieces = [
        np.arange(-(-(a + o) // granularity) * granularity - o, b, granularity)
        for a, b, o in zip(since.tolist(), stops.tolist(), offset.tolist(), strict=True)
    ]
    return np.concatenate(pieces)


def opening_hours(
    start: int, end: int, zone: str, opens: int, closes: int, weekdays: Collection[int] = EVERY_DAY
) -> tuple[Seconds, Seconds]:
    """Stretches between two local clock times (seconds after midnight) on local weekdays (Monday is 0).

    ``closes <= opens`` runs into the next day. In the nights in which clocks change, a stretch is shorter
    or longer, as clocks show it. Covers every stretch that begins on a local day within ``[start, end)``
    or on the day before; ends are not cut.
    """
    days = np.append(local_days(start, end, zone)[0] - DAY, local_days(start, end, zone))
    days = days[np.isin((days // DAY + 3) % 7, list(weekdays))]
    begins, ends = to_utc(days + opens, zone), to_utc(days + closes + (DAY if closes <= opens else 0), zone)
    return begins[ends > begins], ends[ends > begins]


def _touches(start: Seconds, end: Seconds, spans: Spans) -> npt.NDArray[np.bool_]:
    begins, ends = union(*(np.asarray(side, np.int64) for side in spans))
    full = ends > begins
    begins, ends = begins[full], ends[full]
    following = np.searchsorted(ends, start, side="right")
    return np.append(begins, np.iinfo(np.int64).max)[following] < end


def _within(start: Seconds, end: Seconds, spans: Spans) -> npt.NDArray[np.bool_]:
    begins, ends = union(*(np.asarray(side, np.int64) for side in spans))
    holder = np.searchsorted(begins, start, side="right") - 1
    return (holder >= 0) & (np.append(ends, np.iinfo(np.int64).min)[holder] >= end)


def _check_granularity(granularity: int) -> None:
    if not 1 <= granularity <= DAY or DAY % granularity:
        raise ValueError(f"granularity must divide a day into equal parts, {granularity} s does not")


Choice = Callable[[Seconds, Floats, int, int], Places]


def _chosen(costs: Costs, wanted: Wanted, k: int, choose: Choice) -> Slots:
    if k < 1:
        raise ValueError(f"at least one slot must be asked for, not {k}")
    start, cost = free_starts(costs, wanted)
    taken = choose(start, cost, wanted.duration, k)
    return Slots(start[taken], start[taken] + wanted.duration, cost[taken])


def _one_by_one(start: Seconds, cost: Floats, duration: int, k: int) -> Places:
    left = cost.copy()
    taken: list[int] = []
    while len(taken) < k and np.isfinite(left).any():
        taken.append(_first_least(left))
        chosen = start[taken[-1]]
        near = np.searchsorted(start, [chosen - duration + 1, chosen + duration])
        left[near[0] : near[1]] = np.inf
    return np.array(taken, np.intp)


def _least_sum(start: Seconds, cost: Floats, duration: int, k: int) -> Places:
    """Least total of j slots among the first i starts, for j = 1 .. k, each a running minimum."""
    before = np.searchsorted(start, start - duration, side="right")
    best, totals = np.zeros(len(start) + 1), []
    for _ in range(k):
        totals.append(cost + best[before])
        best = np.append(np.inf, np.minimum.accumulate(totals[-1]))
    if not np.isfinite(best[-1]):
        raise ValueError(f"{k} slots of {duration} s do not fit")
    taken: list[int] = []
    upto = len(start)
    for total in reversed(totals):
        taken.append(_first_least(total[:upto]))
        upto = int(before[taken[-1]])
    return np.array(taken[::-1], np.intp)


def _first_least(values: Floats) -> int:
    """The first of the least values; costs are differences of sums, equal ones may differ in last digits."""
    finite = values[np.isfinite(values)]
    return int(np.argmax(values <= finite.min() + 1e-12 * np.abs(finite).max()))
