"""Which half-open intervals overlap which: every pair, exactly.

Two intervals overlap when they share a moment: ``a.start < b.end and b.start < a.end``. An interval
without length holds no moment, so it overlaps nothing; touching intervals do not overlap. Whoever
means an instant as something that can clash gives it a length first.

Every overlapping pair has exactly one of two causes: b starts within a, or a starts strictly after
b's start and within b. Each is a run of neighbours in the other list sorted by start, found by binary
search. Work is O(n log n + pairs). Keys are folded into the times, so that pairs of different keys
can never meet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Index = npt.NDArray[np.intp]
Pairs = tuple[Index, Index]

# Pairs expanded at a time, so that the scratch arrays stay in the processor's cache.
_CHUNK = 1 << 16


class TooManyPairsError(ValueError):
    """More overlapping pairs than the caller allowed."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Intervals that have a length, sorted by start; ``order`` holds their places in the input."""

    start: Ints
    end: Ints
    order: Index

    @classmethod
    def of(cls, start: Ints, end: Ints) -> _Side:
        order = _stable_order(start)
        if (end <= start).any():
            order = order[end[order] > start[order]]
        return cls(start[order], end[order], order)


@dataclass(frozen=True, slots=True)
class _Runs:
    """For interval i of one side: the partners ``first[i] <= p < first[i] + count[i]`` of the other."""

    first: Index
    count: Index

    @classmethod
    def between(cls, first: Index, stop: Index) -> _Runs:
        return cls(first, np.maximum(stop - first, 0))

    @property
    def total(self) -> int:
        return int(self.count.sum())


def overlapping_pairs(
    a_start: npt.ArrayLike,
    a_end: npt.ArrayLike,
    b_start: npt.ArrayLike,
    b_end: npt.ArrayLike,
    *,
    a_key: npt.ArrayLike | None = None,
    b_key: npt.ArrayLike | None = None,
    limit: int | None = None,
) -> Pairs:
    """All overlapping pairs between two sets of half-open intervals ``[start, end)``.

    Shapes: ``a_*`` (n,), ``b_*`` (m,), whole numbers of one unit (seconds or microseconds). With keys
    (whole numbers), only pairs of equal keys count; give both or neither. Returns two arrays (pairs,):
    places in a and places in b. The order is fixed by the input, but means nothing.

    Raises ``ValueError`` for unequal lengths, an end before its start, or one key missing;
    ``TooManyPairsError`` (before memory is taken) beyond ``limit`` pairs.
    """
    a, b = _sides(_times(a_start, a_end), _times(b_start, b_end), _keys(a_key, b_key))
    within_a = _Runs.between(np.searchsorted(b.start, a.start), np.searchsorted(b.start, a.end))
    within_b = _Runs.between(np.searchsorted(a.start, b.start, side="right"), np.searchsorted(a.start, b.end))
    total = within_a.total + within_b.total
    _check_limit(total, limit)
    left, right = np.empty(total, np.intp), np.empty(total, np.intp)
    cut = within_a.total
    _expand(within_a, a.order, b.order, left[:cut], right[:cut])
    _expand(within_b, b.order, a.order, right[cut:], left[cut:])
    return left, right


def self_overlaps(
    start: npt.ArrayLike, end: npt.ArrayLike, *, key: npt.ArrayLike | None = None, limit: int | None = None
) -> Pairs:
    """All overlapping pairs within one set, each once, as places ``i < j`` in the input.

    Shapes and errors as in ``overlapping_pairs``.
    """
    side, _ = _sides(_times(start, end), (np.empty(0, np.int64),) * 2, _keys(key, None if key is None else []))
    places = np.arange(len(side.start))
    runs = _Runs.between(places + 1, np.searchsorted(side.start, side.end))
    _check_limit(runs.total, limit)
    left, right = np.empty(runs.total, np.intp), np.empty(runs.total, np.intp)
    _expand(runs, side.order, side.order, left, right)
    return np.minimum(left, right), np.maximum(left, right)


def shared(
    a: tuple[npt.ArrayLike, npt.ArrayLike], b: tuple[npt.ArrayLike, npt.ArrayLike], pairs: Pairs
) -> tuple[Ints, Ints]:
    """Start and end of the stretch that each pair has in common; ``a`` and ``b`` are (start, end)."""
    (a_start, a_end), (b_start, b_end) = _times(*a), _times(*b)
    left, right = pairs
    return np.maximum(a_start[left], b_start[right]), np.minimum(a_end[left], b_end[right])


def union(start: npt.ArrayLike, end: npt.ArrayLike) -> tuple[Ints, Ints]:
    """The same moments as disjoint intervals in order, touching ones joined. Shapes (n,) to (k <= n,)."""
    begins, ends = _times(start, end)
    side = _Side.of(begins, ends)
    if not len(side.start):
        return side.start, side.end
    reach = np.maximum.accumulate(side.end)
    new = np.append(True, side.start[1:] > reach[:-1])
    last = np.append(np.flatnonzero(new)[1:], len(new)) - 1
    return side.start[new], reach[last]


def _stable_order(values: Ints) -> Index:
    """Places in ascending order, ties as in the input.

    Value and place packed into one number sort several times faster than a stable argsort, wherever
    both fit into 63 bits.
    """
    low, span = _extent((values,))
    bits = max(len(values) - 1, 0).bit_length()
    if span.bit_length() + bits > 63:
        return np.argsort(values, kind="stable")
    packed = np.sort(((values - low) << bits) | np.arange(len(values)))
    return (packed & ((1 << bits) - 1)).astype(np.intp, copy=False)


def _times(start: npt.ArrayLike, end: npt.ArrayLike) -> tuple[Ints, Ints]:
    begins, ends = _whole(start), _whole(end)
    if begins.shape != ends.shape or begins.ndim != 1:
        raise ValueError(f"starts {begins.shape} and ends {ends.shape} must be flat and of one length")
    if (wrong := ends < begins).any():
        raise ValueError(f"interval {int(np.argmax(wrong))} ends before it starts")
    return begins, ends


def _whole(values: npt.ArrayLike) -> Ints:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"times and keys are whole numbers, not {array.dtype}")
    return array.astype(np.int64, copy=False)


def _keys(a: npt.ArrayLike | None, b: npt.ArrayLike | None) -> tuple[Ints, Ints] | None:
    if a is None and b is None:
        return None
    if a is None or b is None:
        raise ValueError("give keys for both sets of intervals, or for neither")
    return _whole(a), _whole(b)


def _sides(a: tuple[Ints, Ints], b: tuple[Ints, Ints], keys: tuple[Ints, Ints] | None) -> tuple[_Side, _Side]:
    if keys is not None:
        if len(keys[0]) != len(a[0]) or len(keys[1]) != len(b[0]):
            raise ValueError("one key per interval is needed")
        a, b = _fold(a, b, keys)
    return _Side.of(*a), _Side.of(*b)


def _fold(
    a: tuple[Ints, Ints], b: tuple[Ints, Ints], keys: tuple[Ints, Ints]
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Give each key a stretch of the time line of its own, by adding key times span."""
    a_key, b_key = _dense(*keys)
    low, span = _extent((*a, *b))
    n_keys = _top(a_key, b_key) + 1
    if span * n_keys >= 2**63:
        a, b = _ranked(a, b)
        low, span = _extent((*a, *b))
    lift_a, lift_b = a_key * span - low, b_key * span - low
    return (a[0] + lift_a, a[1] + lift_a), (b[0] + lift_b, b[1] + lift_b)


def _dense(a_key: Ints, b_key: Ints) -> tuple[Ints, Ints]:
    """Keys as small numbers from 0: shifted where they are close together, else counted."""
    low, span = _extent((a_key, b_key))
    if span <= 4 * (len(a_key) + len(b_key)) + 1024:
        return a_key - low, b_key - low
    codes = np.unique(np.concatenate([a_key, b_key]), return_inverse=True)[1].astype(np.int64)
    return codes[: len(a_key)], codes[len(a_key) :]


def _ranked(a: tuple[Ints, Ints], b: tuple[Ints, Ints]) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """The order of times is all that matters: replace them by ranks where they would not fit."""
    ranks = np.unique(np.concatenate([*a, *b]), return_inverse=True)[1].astype(np.int64)
    a0, a1, b0, b1 = np.split(ranks, np.cumsum([len(a[0]), len(a[1]), len(b[0])]))
    return (a0, a1), (b0, b1)


def _extent(arrays: tuple[Ints, ...]) -> tuple[int, int]:
    """Least value, and how many whole numbers lie from it up to one past the greatest."""
    full = [x for x in arrays if len(x)]
    if not full:
        return 0, 1
    low = min(int(x.min()) for x in full)
    return low, max(int(x.max()) for x in full) - low + 1


def _top(*arrays: Ints) -> int:
    return max((int(x.max()) for x in arrays if len(x)), default=0)


def _check_limit(total: int, limit: int | None) -> None:
    if limit is not None and total > limit:
        raise TooManyPairsError(f"{total:,} overlapping pairs, and at most {limit:,} were asked for")


def _expand(runs: _Runs, own: Index, other: Index, out_own: Index, out_other: Index) -> None:
    """Write every (i, partner) of the runs into the two output arrays, as places in the input."""
    filled = np.flatnonzero(runs.count)
    first, count = runs.first[filled], runs.count[filled]
    ends = np.cumsum(count)
    # partner = place in the output + shift, within one run
    shift = first - (ends - count)
    cuts = np.append(np.searchsorted(ends, np.arange(_CHUNK, runs.total, _CHUNK)), len(filled))
    at = 0
    for begin, stop in zip(np.append(0, cuts[:-1]).tolist(), cuts.tolist(), strict=True):
        if begin == stop:
            continue
        upto = int(ends[stop - 1])
        reps = count[begin:stop]
        out_own[at:upto] = np.repeat(own[filled[begin:stop]], reps)
        np.take(other, np.arange(at, upto) + np.repeat(shift[begin:stop], reps), out=out_other[at:upto], mode="clip")
        at = upto
