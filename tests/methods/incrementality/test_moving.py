"""Money moves from what returns little to what returns much, within its bounds, and never promises too much."""

from __future__ import annotations

import numpy as np

from accord.methods.incrementality import Budget, best


def budget(name: str, ratio: float, cost: float = 100.0, least: float = 80.0, most: float = 120.0) -> Budget:
    return Budget(name, cost, least, most, ratio + 0.05 * np.random.default_rng(len(name)).standard_normal(2000))


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_money_moves_to_the_larger_return_and_the_sum_stays() -> None:
    moved = best([budget("low", 0.5), budget("high", 5.0), budget("middle", 2.0)], rng())
    assert moved is not None
    assert [(m.source, m.target, round(m.amount)) for m in moved.moves] == [("low", "high", 20)]
    assert moved.costs.sum() == 300
    assert 0 < moved.low <= moved.gain <= moved.high


def test_no_budget_leaves_its_bounds() -> None:
    moved = best([budget("low", 0.5, least=95.0), budget("high", 5.0, most=102.0)], rng())
    assert moved is not None
    assert moved.costs.tolist() == [98.0, 102.0]


def test_the_gain_is_never_more_than_the_average_return_of_what_was_added() -> None:
    moved = best([budget("low", 0.5), budget("high", 5.0)], rng())
    assert moved is not None
    assert moved.high <= 20 * (5.0 + 0.3)


def test_returns_that_lie_close_move_nothing() -> None:
    assert best([budget("one", 2.0), budget("two", 3.0)], rng()) is None
