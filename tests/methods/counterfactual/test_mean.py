"""How far the recent level is trusted, learnt from placebos."""

from __future__ import annotations

import numpy as np
import pytest

from accord.methods.counterfactual.arrays import Floats
from accord.methods.counterfactual.mean import WARY, fit_mean


def placebos(number: int, slope: float, seed: int = 0) -> tuple[Floats, Floats, Floats]:
    """Totals, bases and one feature of windows whose level follows the feature by ``slope``."""
    rng = np.random.default_rng(seed)
    feature, usual = rng.normal(0, 0.3, (number, 1)), np.full(number, 200.0)
    return rng.poisson(usual * np.exp(slope * feature[:, 0])).astype(float), usual, feature


@pytest.mark.parametrize("slope", [-0.5, 0.0, 0.8])
def test_a_slope_is_found_where_there_is_one(slope: float) -> None:
    seen, usual, feature = placebos(1_000, slope)
    assert fit_mean(seen, usual, feature, 1_000).slopes[0] == pytest.approx(slope, abs=0.03)
    assert fit_mean(seen, usual, feature, 1_000, WARY).slopes[0] == pytest.approx(slope, abs=0.03)


def test_a_wary_fit_trusts_few_placebos_less() -> None:
    seen, usual, feature = placebos(12, 0.8)
    plain, wary = (fit_mean(seen, usual, feature, 12, *care).slopes[0] for care in ((), (WARY,)))
    assert 0 < wary < 0.9 * plain


def test_one_wild_placebo_does_not_turn_a_wary_fit() -> None:
    seen, usual, feature = placebos(200, 0.5)
    seen[int(np.argmax(feature[:, 0]))] *= 20
    assert fit_mean(seen, usual, feature, 200).slopes[0] > 1.0
    assert fit_mean(seen, usual, feature, 200, WARY).slopes[0] == pytest.approx(0.5, abs=0.1)


def test_placebos_without_weight_teach_nothing() -> None:
    seen, usual, feature = (
        np.concatenate(parts) for parts in zip(placebos(500, 0.5), placebos(500, -0.5), strict=True)
    )
    weights = np.repeat([2.0, 0.0], 500)
    assert fit_mean(seen, usual, feature, 500, WARY, weights).slopes[0] == pytest.approx(0.5, abs=0.05)


def test_without_any_placebo_the_base_stands() -> None:
    none = np.zeros(0)
    assert fit_mean(none, none, np.zeros((0, 2)), 0, WARY).of(np.array([7.0]), np.ones((1, 2))) == pytest.approx([7.0])
