"""Weighted quantiles of what placebos missed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.counterfactual.interval import quantiles

MISSES = st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 1, width=32)), min_size=2, max_size=40)


@given(MISSES.filter(lambda made: sum(w for _, w in made) > 0.1))
def test_a_quantile_is_the_first_miss_at_which_the_weights_pass_its_share(made: list[tuple[float, float]]) -> None:
    residuals = np.array([miss for miss, _ in made])
    weights = np.array([[weight for _, weight in made]], np.float32)
    weights /= weights.sum()
    order = np.argsort(residuals, kind="stable")
    low, high = quantiles(residuals, order, weights, np.array([1e9]), 0.90)
    mass, tail = np.cumsum(weights[0, order]), 0.05 - 0.95 / 1e9
    ordered = [*residuals[order].tolist(), residuals.max()]
    assert low[0] == ordered[int((mass <= tail).sum())]
    assert high[0] == ordered[int((mass < 1.0 - tail).sum())]


def test_few_placebos_give_the_wider_interval_of_student() -> None:
    residuals = np.array([-1.0, 0.0, 0.5, 1.0])
    weights = np.full((1, 4), 0.25, np.float32)
    low, high = quantiles(residuals, np.arange(4), weights, np.array([4.0]), 0.90)
    assert low[0] < -1.0
    assert high[0] > 1.0
