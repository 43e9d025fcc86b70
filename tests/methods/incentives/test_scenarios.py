"""Scenarios are months like those of the past, all metrics together."""

from __future__ import annotations

import numpy as np

from accord.methods.incentives.scenarios import Bounds, scenarios, telling_months


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
