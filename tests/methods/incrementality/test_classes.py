"""A class is told where it is probable enough, and a test is worth no more than deciding wrongly can cost."""

from __future__ import annotations

import numpy as np
import pytest

from accord.methods.incrementality import Study, Thresholds, stake, verdict

AGREED = Thresholds(3.0, 1.0)


def of(ratio: float, spread: float) -> list[Study]:
    return [Study("a", "experiment", "one", ratio, spread)]


@pytest.mark.parametrize(
    ("ratio", "spread", "told"),
    [
        (5.0, 1.0, "crucial"),
        (2.0, 0.5, "secondary"),
        (0.2, 0.5, "nice-to-have"),
        (3.0, 0.5, None),
        (2.0, 3.0, None),
        (-4.0, 0.5, "nice-to-have"),
    ],
)
def test_the_class_is_the_one_that_is_eighty_percent_probable(ratio: float, spread: float, told: str | None) -> None:
    found = verdict(of(ratio, spread), AGREED)
    assert found.class_ == told
    assert sum(found.chances) == pytest.approx(1)


def test_without_a_study_there_is_no_class() -> None:
    found = verdict([], AGREED)
    assert (found.class_, found.evidence) == (None, None)


def test_thresholds_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="secondary"):
        Thresholds(1.0, 3.0)


def worth(studies: list[Study], cost: float = 1000.0) -> float:
    evidence = verdict(studies, AGREED).evidence
    return stake(evidence, cost, AGREED, move=0.2, rng=np.random.default_rng(1)).mid


def test_a_test_is_worth_less_the_surer_the_answer_is_already() -> None:
    assert worth(of(1.2, 0.05)) < worth(of(1.2, 0.5)) < worth(of(1.2, 2.0))
    assert worth(of(6.0, 0.5)) == pytest.approx(0, abs=1e-6)


def test_what_perfect_information_is_worth_is_its_closed_form_for_a_normal_ratio() -> None:
    """At break-even nothing is lost on average either way, so knowing is worth the mean distance from it."""
    spread, cost, move = 0.5, 1000.0, 0.2
    told = worth(of(1.0, spread), cost)
    assert told == pytest.approx(cost * move * spread * np.sqrt(2 / np.pi), rel=0.04)


def test_what_nobody_has_studied_scales_with_its_cost() -> None:
    assert worth([], 2000.0) == pytest.approx(2 * worth([], 1000.0))
