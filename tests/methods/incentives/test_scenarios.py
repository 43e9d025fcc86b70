"""Scenarios are months like those of the past, all metrics together."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from accord.methods.incentives.regions import amounts
from accord.methods.incentives.scenarios import Bounds, block_months, scenarios, telling_months


def _past(months: int = 60) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    one = rng.standard_normal(months)
    return {"a": 10 + 2 * one, "b": 5 - one + 0.3 * rng.standard_normal(months), "still": np.full(months, 7.0)}


def test_they_keep_the_means_the_spread_and_what_moves_together() -> None:
    past = _past()
    made = scenarios(past, {}, np.random.default_rng(1))
    a, b = made.columns["a"].ravel(), made.columns["b"].ravel()
    assert abs(a.mean() - past["a"].mean()) < 0.1
    assert 0.9 < a.std() / past["a"].std() < 1.1
    assert abs(np.corrcoef(a, b)[0, 1] - np.corrcoef(past["a"], past["b"])[0, 1]) < 0.1
    assert set(made.columns["still"].ravel().tolist()) == {7.0}


def test_a_share_stays_a_share() -> None:
    past = {"share": 1 - np.random.default_rng(1).random(24) * 0.01}
    made = scenarios(past, {}, np.random.default_rng(1), {"share": Bounds(0, 1)})
    assert made.columns["share"].max() <= 1
    assert made.high["share"] <= 1


def test_what_is_looked_at_reaches_to_where_formulas_bend() -> None:
    made = scenarios(_past(), {"a": (40.0,)}, np.random.default_rng(1))
    assert made.high["a"] > 40


def test_fewer_than_twelve_months_weigh_nothing_and_are_looked_at_with_what_could_be() -> None:
    made = scenarios({k: v[:5] for k, v in _past().items()}, {}, np.random.default_rng(1))
    assert not made.weighed
    assert made.columns["a"].shape == (1, 5 + 256)


def test_months_that_lean_on_the_one_before_tell_less_than_their_number() -> None:
    rng = np.random.default_rng(2)
    alone = rng.standard_normal(240)
    leaning = np.convolve(alone, 0.6 ** np.arange(12))[:240]
    assert telling_months({"a": alone}) > 200
    assert 60 < telling_months({"a": leaning}) < 120
    assert telling_months({"a": alone, "b": leaning}) == telling_months({"b": leaning})
    assert telling_months({"still": np.full(24, 7.0)}) == 24


def _leaning(by: float, months: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Months of which each leans on the one before, with a spread of one."""
    alone = rng.standard_normal(months) * np.where(np.arange(months), np.sqrt(1 - by**2), 1.0)
    return np.array([sum(by ** (t - s) * alone[s] for s in range(t + 1)) for t in range(months)])


def test_months_are_drawn_in_blocks_as_long_as_they_lean_on_each_other() -> None:
    rng = np.random.default_rng(2)
    alone, leaning = (block_months({"a": _leaning(by, 240, rng)}) for by in (0.0, 0.6))
    assert alone < 3
    assert 8 < leaning < 11  # (2 x 0.6 / (1 - 0.6^2))^(2/3) x 240^(1/3) = 9.4
    assert block_months({"still": np.full(24, 7.0)}) == 1
    assert block_months({}) == 1


def _held(worlds: int, months: int, by: float) -> float:
    """In what share of worlds the interval of a mean amount holds the truth: by how much a month in the upper half is
    above the middle."""
    rng = np.random.default_rng([months, int(10 * by)])
    truth, hits = sqrt(2 / pi), 0
    for _ in range(worlds):
        made = scenarios({"a": _leaning(by, months, rng)}, {}, rng)
        found = amounts(made.columns["a"], made.columns["a"] > 0, made.wider)
        hits += found.low <= truth <= found.high
    return hits / worlds


def test_amounts_hold_the_truth_of_made_up_months() -> None:
    assert 0.8 < _held(60, 24, 0.3) <= 1


@pytest.mark.soak
@pytest.mark.parametrize("months", [12, 24, 48])
@pytest.mark.parametrize(("by", "least"), [(0.0, 0.86), (0.2, 0.86), (0.4, 0.86), (0.6, 0.82)])
def test_amounts_hold_the_truth_about_nine_times_in_ten(months: int, by: float, least: float) -> None:
    assert least <= _held(900, months, by) <= 0.97
