"""A mean, a median and a sum are split over their parts without a rest, and the mix of parts is told apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from accord.methods.decomposition.branches import Branch, stepped
from accord.methods.decomposition.parts import held, of_means, of_sums, of_switches

WEIGHTS = arrays(np.float64, (2, 4), elements=st.one_of(st.just(0.0), st.floats(0.01, 100.0)))
VALUES = arrays(np.float64, (2, 4), elements=st.floats(0, 1e4))
PARTS = ("page", "tracking", "function", "other")


def every(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from every(child)


@given(WEIGHTS, VALUES, st.sampled_from([1.0, 0.1, 1e-4]))
def test_means_add_up_at_every_branch_in_the_steps_that_are_read(
    weights: NDArray[np.float64], values: NDArray[np.float64], step: float
) -> None:
    weights[:, 0] += 1.0
    shares = weights / weights.sum(axis=1, keepdims=True)
    told = of_means("days", PARTS, shares, np.where(shares > 0, values, np.nan))
    ends = [float(np.sum(s * v)) for s, v in zip(shares, values, strict=True)]
    assert [told.before, told.after] == pytest.approx(ends)
    assert told.effect == pytest.approx(ends[1] - ends[0], abs=1e-8)
    steps = stepped(told, step)
    assert steps.effect == pytest.approx(round((told.after - told.before) / step) * step, abs=1e-7)
    for node in every(steps):
        assert node.effect / step == pytest.approx(round(node.effect / step), abs=1e-3)
        if node.children:
            assert sum(c.effect for c in node.children) == pytest.approx(node.effect, abs=1e-7)
            assert node.name == "days" or node.after - node.before == pytest.approx(node.effect, abs=5 * step)


def test_more_of_what_takes_long_is_mix_and_what_takes_longer_is_not() -> None:
    means = np.array([[10.0, 40.0], [10.0, 40.0]])
    told = of_means("days", ("page", "function"), np.array([[0.8, 0.2], [0.5, 0.5]]), means)
    itself, mix = told.children
    assert (told.before, told.after) == pytest.approx((16.0, 25.0))
    assert (itself.effect, mix.dominant) == (0.0, True)
    assert mix.effect == pytest.approx(9.0)
    assert all(c.effect > 0 for c in mix.children)
    slower = of_means("days", ("page", "function"), np.full((2, 2), 0.5), np.array([[10.0, 40.0], [14.0, 40.0]]))
    assert [c.effect for c in slower.children] == [pytest.approx(2.0), 0.0]


def test_a_part_that_appeared_is_mix_alone() -> None:
    means = np.array([[10.0, np.nan], [10.0, 50.0]])
    told = of_means("days", ("page", "function"), np.array([[1.0, 0.0], [0.9, 0.1]]), means)
    assert [c.effect for c in told.children] == [0.0, pytest.approx(4.0)]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.floats(0, 100)), min_size=1, max_size=30))
def test_a_median_is_split_by_switching_its_parts(rows: list[tuple[bool, int, float]]) -> None:
    rows = [*rows, (False, 0, 5.0), (True, 0, 7.0)]
    late, part, value = (np.array(x) for x in zip(*rows, strict=True))

    def median(after: frozenset[int]) -> float:
        return float(np.median(value[late == np.isin(part, list(after))]))

    told = of_switches("hours", PARTS, median, np.zeros((2, 4)))
    assert told.before == np.median(value[~late])
    assert told.after == np.median(value[late])
    assert sum(c.effect for c in told.children) == pytest.approx(told.after - told.before, abs=1e-9)
    unchanged = [i for i in range(4) if not (part == i).any()]
    assert all(told.children[i].effect == 0 for i in unchanged)


def test_what_no_mixture_knows_and_too_many_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="not known"):
        of_switches("hours", PARTS[:1], lambda after: float("nan") if after else 1.0, np.zeros((2, 1)))
    with pytest.raises(ValueError, match="at most 10"):
        of_switches("hours", tuple("abcdefghijk"), lambda after: 1.0, np.zeros((2, 11)))


def test_a_sum_is_its_parts_and_a_holder_holds_what_is_below() -> None:
    told = of_sums("tickets", ("web", "app"), np.array([[10.0, 5.0], [12.0, 4.0]]))
    assert [c.effect for c in told.children] == [2.0, -1.0]
    assert [n.holder for n in every(held(told, {"tickets": "it", "app": "marketing"}))] == ["it", "it", "marketing"]
