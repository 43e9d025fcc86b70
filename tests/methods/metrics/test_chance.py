"""Intervals of small counts are SciPy's own, which takes too long to import for a page."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from accord.methods.metrics import chance

RNG = np.random.default_rng(20251101)


@pytest.mark.parametrize("spread", [0.0, 0.01, 0.1, 0.5, 2.0])
def test_counts_are_those_of_the_negative_binomial(spread: float) -> None:
    expected = np.concatenate([[0.0], 10 ** RNG.uniform(-6, 6, 2000)])
    size = 1 / max(spread, 1e-6) ** 2
    law = stats.nbinom(size, size / (size + np.maximum(expected, 1e-12)))
    low, high = chance.count(expected, spread)
    assert np.array_equal(low, law.ppf(chance.TAIL))
    assert np.array_equal(high, law.ppf(1 - chance.TAIL))


def test_a_median_has_the_ends_of_the_binomial() -> None:
    for many in range(5, 400):
        values = np.sort(RNG.normal(size=many))
        below = int(stats.binom.ppf(chance.TAIL, many, 0.5))
        assert chance.median(values)[1:] == (values[max(below - 1, 0)], values[min(many - below, many - 1)])


def test_a_share_has_the_ends_of_jeffreys_interval() -> None:
    of = RNG.integers(1, 500, 300).astype(float)
    good = np.floor(of * RNG.uniform(0, 1, 300))
    _, low, high = chance.share(good, of)
    mid = good / of
    assert np.allclose(
        low[good > 0], np.minimum(stats.beta.ppf(chance.TAIL, good + 0.5, of - good + 0.5), mid)[good > 0]
    )
    assert np.allclose(
        high[good < of], np.maximum(stats.beta.ppf(1 - chance.TAIL, good + 0.5, of - good + 0.5), mid)[good < of]
    )
