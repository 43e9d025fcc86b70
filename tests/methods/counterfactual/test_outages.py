"""Unions of incidents and splits without remainder."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.counterfactual import Incident, Series
from accord.methods.counterfactual.outages import covered, merge, shares, split_exactly
from tests.methods.counterfactual.made import START, at

BINS = 200
SPANS = st.lists(st.tuples(st.integers(-20, BINS + 20), st.integers(1, 40)), max_size=12)


def series() -> Series:
    return Series(START, 60, np.ones(BINS))


@given(SPANS)
def test_unions_cover_exactly_the_bins_of_their_incidents(spans: list[tuple[int, int]]) -> None:
    grid = series()
    merged = merge(grid, [at(grid, s, s + d, str(i)) for i, (s, d) in enumerate(spans)])
    inside = np.zeros(BINS, dtype=bool)
    for start, length in spans:
        inside[max(start, 0) : max(start + length, 0)] = True
    assert np.array_equal(covered(BINS, merged.starts, merged.ends), inside)
    assert (merged.starts[1:] >= merged.ends[:-1]).all()


@given(SPANS)
def test_incidents_that_share_a_bin_share_a_union_and_no_others_do(spans: list[tuple[int, int]]) -> None:
    grid = series()
    merged = merge(grid, [at(grid, s, s + d, str(i)) for i, (s, d) in enumerate(spans)])
    for i, (start, length) in enumerate(spans):
        outside = start >= BINS or start + length <= 0
        assert (merged.union[i] == -1) == outside
        for j, (other, more) in enumerate(spans):
            meet = max(start, other, 0) < min(start + length, other + more, BINS)
            assert not meet or merged.union[i] == merged.union[j]


def test_incidents_that_only_touch_stay_apart() -> None:
    grid = series()
    assert merge(grid, [at(grid, 10, 20), at(grid, 20, 30)]).union.tolist() == [0, 1]


def test_a_part_of_a_bin_counts_as_the_whole_bin() -> None:
    grid = series()
    half = Incident("half", START + np.timedelta64(90, "s"), START + np.timedelta64(130, "s"))
    merged = merge(grid, [half])
    assert (merged.starts.tolist(), merged.ends.tolist()) == ([1], [3])


WEIGHTS = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=20).filter(lambda w: sum(w) > 0)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=5), WEIGHTS)
def test_a_split_adds_up_exactly_and_never_strays_a_unit_from_its_quota(
    totals: list[int], weights: list[float]
) -> None:
    parts = split_exactly(np.array(totals, dtype=np.int64), np.tile(np.array(weights)[:, None], len(totals)))
    quota = np.outer(np.array(weights) / sum(weights), totals)
    assert parts.sum(axis=0).tolist() == totals
    assert (np.abs(parts - quota) <= 1.0 + 1e-6 * np.abs(quota)).all()


def test_a_split_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weight"):
        split_exactly(np.array([5]), np.zeros((3, 1)))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.data())
def test_shares_of_a_union_add_to_one_and_follow_the_bins_each_incident_was_open(
    weights: list[int], data: st.DataObject
) -> None:
    n = len(weights)
    cut = data.draw(st.integers(0, n - 1))
    first, last = np.array([100, 100 + cut]), np.array([100 + n, 100 + n])
    parts = shares(np.array([weights, [0] * n], dtype=float), 100, first, last)
    assert parts.sum(axis=0) == pytest.approx(np.ones(2))
    assert parts[1, 1] == pytest.approx((n - cut) / (2 * n))
    if sum(weights):
        assert parts[1, 0] * sum(weights) == pytest.approx(sum(weights[cut:]) / 2)
