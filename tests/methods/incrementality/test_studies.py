"""Studies brought together: by hand, and how often the interval holds the mean of what studies truly find."""

from __future__ import annotations

import math

import numpy as np
import pytest

from accord.methods.incrementality import Study, pooled, spread_of


def studies(ratios: list[float], spreads: list[float]) -> list[Study]:
    return [Study("a", "experiment", str(i), r, s) for i, (r, s) in enumerate(zip(ratios, spreads, strict=True))]


def test_one_study_stands_as_it_is() -> None:
    told = pooled(studies([2.0], [0.5]))
    assert (told.ratio, told.scale, told.between) == (2.0, 0.5, 0.0)
    assert told.interval() == pytest.approx((2 - 0.5 * 1.6449, 2 + 0.5 * 1.6449), abs=1e-4)
    assert told.at_least(2.0) == pytest.approx(0.5)


def test_studies_that_agree_weigh_by_their_precision() -> None:
    told = pooled(studies([2.0, 2.2], [0.1, 0.2]))
    assert told.between == 0
    assert told.ratio == pytest.approx((2.0 * 100 + 2.2 * 25) / 125)
    assert told.scale == pytest.approx(math.sqrt(1 / 125))


def test_the_variance_between_studies_makes_q_its_expectation() -> None:
    ratios, spreads = [1.0, 2.0, 4.0, 2.5], [0.2, 0.3, 0.25, 0.4]
    told = pooled(studies(ratios, spreads))
    weights = 1 / (np.square(spreads) + told.between**2)
    assert float(weights @ (np.array(ratios) - told.ratio) ** 2) == pytest.approx(3)
    assert told.freedom == 3


def test_the_order_of_studies_does_not_matter() -> None:
    one, other = (pooled(studies(*p)) for p in (([1.0, 2.0, 4.0], [0.2, 0.3, 0.4]), ([4.0, 1.0, 2.0], [0.4, 0.2, 0.3])))
    assert (one.ratio, one.scale) == pytest.approx((other.ratio, other.scale))


def test_an_interval_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="no interval"):
        spread_of(1.0, 1.0)
    with pytest.raises(ValueError, match="no study"):
        pooled([])


def held(runs: int, number: int, between: float) -> float:
    rng = np.random.default_rng([number, int(between * 10)])
    inside = 0
    for _ in range(runs):
        spreads = rng.uniform(0.3, 1.2, number)
        ratios = 2 + between * rng.standard_normal(number) + spreads * rng.standard_normal(number)
        low, high = pooled(studies(ratios.tolist(), spreads.tolist())).interval()
        inside += low <= 2 <= high
    return inside / runs


@pytest.mark.parametrize(("number", "between"), [(1, 0.0), (3, 0.0), (3, 0.5), (5, 1.5)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(number: int, between: float) -> None:
    assert 0.85 <= held(400, number, between) <= 0.96


@pytest.mark.soak
@pytest.mark.parametrize(("number", "between"), [(1, 0.0), (3, 0.0), (3, 0.5), (5, 0.5), (5, 1.5), (8, 1.5)])
def test_the_interval_holds_the_truth_in_86_to_94_of_100(number: int, between: float) -> None:
    assert 0.86 <= held(4000, number, between) <= 0.945
