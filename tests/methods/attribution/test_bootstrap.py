"""Intervals over visitors: the same seed the same bytes, and the truth inside as often as said."""

from __future__ import annotations

import numpy as np
import pytest

from accord.methods.attribution import Journeys, credits_of, from_steps, removals_of

CHANNELS = ("a", "b", "c")


def world(seed: int, visitors: int = 300) -> Journeys:
    """Made-up visitors: some meet b only, some all three, at known odds; a visitor may have several journeys."""
    rng = np.random.default_rng(seed)
    visitor, journey, step = [], [], []
    for number in range(visitors):
        keen = rng.random() < 0.3
        for turn in range(1, int(rng.integers(1, 4)) + 1):
            path = [0, 1, 2] if keen else [1, 2] if rng.random() < 0.5 else [1]
            won = rng.random() < (0.5 if keen else 0.2)
            visitor += [number] * len(path)
            journey += [turn if won else -turn] * len(path)
            step += path
    return from_steps(CHANNELS, visitor, journey, step)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again = (removals_of(world(1), rng=np.random.default_rng(7), draws=20) for _ in range(2))
    assert first.low.tobytes() == again.low.tobytes()
    assert first.high.tobytes() == again.high.tobytes()


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_point_lies_within_its_interval(order: int) -> None:
    found = removals_of(world(2), order=order, rng=np.random.default_rng(1), draws=50)
    assert (found.low <= found.point).all()
    assert (found.point <= found.high).all()
    assert (found.low < found.high).any()


def test_few_visitors_have_no_interval() -> None:
    found = credits_of(world(1, visitors=10), "linear", rng=np.random.default_rng(1))
    assert np.isnan(found.low).all()
    assert found.point.sum() > 0


@pytest.mark.parametrize("rule", ["last", "shapley"])
def test_intervals_hold_the_truth_in_about_nine_of_ten_worlds(rule: str) -> None:
    truth = credits_of(world(99, visitors=60_000), rule, rng=np.random.default_rng(0), draws=1).point / 200
    found = [credits_of(world(s), rule, rng=np.random.default_rng(s), draws=200) for s in range(100)]
    held = np.mean([(f.low <= truth) & (truth <= f.high) for f in found], axis=0)
    whole = truth > 0
    assert (held[whole] >= 0.80).all()
    assert (held[whole] <= 0.98).all()


def test_the_numbers_of_visitors_do_not_matter_where_each_is_drawn_alone() -> None:
    journeys = world(3, visitors=400)
    credit = credits_of(journeys, "linear", rng=np.random.default_rng(4))
    other = world(3, visitors=400)
    object.__setattr__(other, "visitors", 399 - other.visitors)
    mirrored = credits_of(other, "linear", rng=np.random.default_rng(4))
    assert credit.point.tolist() == pytest.approx(mirrored.point.tolist())
    assert np.allclose(credit.high - credit.low, mirrored.high - mirrored.low, rtol=0.2)
