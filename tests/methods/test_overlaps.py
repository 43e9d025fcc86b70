"""Overlapping pairs, checked against a grid of minutes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.overlaps import (
    TooManyPairsError,
    overlapping_pairs,
    self_overlaps,
    shared,
    union,
)

MINUTES = 60
Spans = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """Starts, ends and keys within an hour; lengths of zero are common."""
    one = st.tuples(st.integers(0, MINUTES - 1), st.integers(0, 12), st.integers(-2, 2))
    rows = np.array(draw(st.lists(one, max_size=12)), dtype=np.int64).reshape(-1, 3)
    return rows[:, 0], rows[:, 0] + rows[:, 1], rows[:, 2]


def grid(start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which minute belongs to which interval, (n, minutes)."""
    minute = np.arange(MINUTES + 12)
    return (start[:, None] <= minute) & (minute < end[:, None])


def as_set(pairs: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]) -> set[tuple[int, int]]:
    found = list(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
    assert len(found) == len(set(found)), "a pair was told twice"
    return set(found)


def meeting(a: Spans, b: Spans) -> npt.NDArray[np.bool_]:
    return (grid(*a[:2]).astype(int) @ grid(*b[:2]).astype(int).T) > 0


@given(spans(), spans())
def test_pairs_are_those_that_share_a_minute(a: Spans, b: Spans) -> None:
    assert as_set(overlapping_pairs(*a[:2], *b[:2])) == set(zip(*np.nonzero(meeting(a, b)), strict=True))


@given(spans(), spans())
def test_with_keys_only_pairs_of_one_key_count(a: Spans, b: Spans) -> None:
    found = as_set(overlapping_pairs(*a[:2], *b[:2], a_key=a[2], b_key=b[2]))
    assert found == set(zip(*np.nonzero(meeting(a, b) & (a[2][:, None] == b[2])), strict=True))


@given(spans(), spans(), st.sampled_from([1, 10**6, 10**12, 2**50]), st.sampled_from([1, 2**60]))
def test_large_times_and_scattered_keys_change_nothing(a: Spans, b: Spans, unit: int, spread: int) -> None:
    plain = as_set(overlapping_pairs(*a[:2], *b[:2], a_key=a[2], b_key=b[2]))
    large = overlapping_pairs(
        a[0] * unit, a[1] * unit, b[0] * unit, b[1] * unit, a_key=a[2] * spread, b_key=b[2] * spread
    )
    assert as_set(large) == plain


@given(spans(), st.booleans())
def test_within_one_set_each_pair_is_told_once(a: Spans, keyed: bool) -> None:
    met = meeting(a, a) & np.tri(len(a[0]), k=-1, dtype=bool).T
    if keyed:
        met &= a[2][:, None] == a[2]
    found = as_set(self_overlaps(a[0], a[1], key=a[2] if keyed else None))
    assert found == set(zip(*np.nonzero(met), strict=True))


@given(spans(), spans())
def test_the_shared_stretch_is_the_shared_minutes(a: Spans, b: Spans) -> None:
    pairs = overlapping_pairs(*a[:2], *b[:2])
    both = grid(*a[:2])[pairs[0]] & grid(*b[:2])[pairs[1]]
    assert np.array_equal(grid(*shared(a[:2], b[:2], pairs)), both)


@given(spans())
def test_the_union_holds_the_same_minutes_in_separate_pieces(a: Spans) -> None:
    start, end = union(*a[:2])
    assert np.array_equal(grid(start, end).any(axis=0), grid(*a[:2]).any(axis=0))
    assert (start[1:] > end[:-1]).all()


@given(spans(), spans())
def test_the_same_input_gives_the_same_order(a: Spans, b: Spans) -> None:
    first, again = overlapping_pairs(*a[:2], *b[:2]), overlapping_pairs(*a[:2], *b[:2])
    assert np.array_equal(first, again)


def test_touching_intervals_do_not_overlap() -> None:
    left, right = overlapping_pairs([0], [10], [10], [20])
    assert len(left) == len(right) == 0


def test_an_interval_without_length_overlaps_nothing() -> None:
    assert len(overlapping_pairs([5], [5], [0], [10])[0]) == 0


def test_many_pairs_are_expanded_in_pieces_without_loss() -> None:
    ones = np.zeros(500, np.int64)
    pairs = as_set(overlapping_pairs(ones, ones + 9, ones, ones + 9))
    assert len(pairs) == 250_000
    days = np.arange(200_000)
    assert as_set(overlapping_pairs([0], [200_000], days, days + 1)) == {(0, int(day)) for day in days}


def test_nothing_overlaps_nothing() -> None:
    assert len(overlapping_pairs([], [], [1], [2])[0]) == 0
    assert len(self_overlaps([], [])[0]) == 0
    assert len(union([], [])[0]) == 0


def test_too_many_pairs_are_refused_before_they_take_memory() -> None:
    many = np.zeros(10**5, np.int64)
    with pytest.raises(TooManyPairsError, match="10,000,000,000 overlapping pairs"):
        overlapping_pairs(many, many + 1, many, many + 1, limit=10**6)


@pytest.mark.parametrize(
    ("arguments", "keys", "message"),
    [
        (([3], [2], [], []), {}, "interval 0 ends before it starts"),
        (([3, 4], [5], [], []), {}, "one length"),
        (([0.5], [2.0], [], []), {}, "whole numbers"),
        (([1], [2], [1], [2]), {"a_key": [1]}, "for both"),
        (([1], [2], [1], [2]), {"a_key": [1], "b_key": [1, 2]}, "one key per interval"),
    ],
)
def test_bad_intervals_are_refused_with_a_reason(arguments: tuple, keys: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        overlapping_pairs(*arguments, **keys)
