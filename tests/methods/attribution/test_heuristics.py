"""The rules of thumb, by hand and by what must always hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from accord.methods.attribution import RULES, Journeys, credits_of, from_paths, from_steps, shares
from tests.methods.attribution.made_up import Row, made, rows

CHANCE = np.random.default_rng(1)


def credited(journeys: Journeys, rule: str) -> dict[str, float]:
    found = credits_of(journeys, rule, rng=CHANCE, draws=1)
    return dict(zip(found.channels, found.point.round(12).tolist(), strict=True))


TWO = from_paths(["mail > ads > mail > social", "ads"], [10, 4], [3, 5])


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("last", {"ads": 4, "mail": 0, "social": 10}),
        ("first", {"ads": 4, "mail": 10, "social": 0}),
        ("linear", {"ads": 6.5, "mail": 5, "social": 2.5}),
        ("position", {"ads": 5, "mail": 5, "social": 4}),
        ("shapley", {"ads": 4 + 10 / 3, "mail": 10 / 3, "social": 10 / 3}),
    ],
)
def test_goals_are_shared_out_as_by_hand(rule: str, told: dict[str, float]) -> None:
    assert credited(TWO, rule) == pytest.approx(told)


def test_of_two_touches_each_gets_half_by_position() -> None:
    assert credited(from_paths(["a > b"], [1], [0]), "position") == {"a": 0.5, "b": 0.5}


def test_a_touch_a_half_life_older_counts_half() -> None:
    journeys = from_steps(["a", "b"], [1, 1], [1, 1], [0, 1], [25.0, 1.0])
    assert shares(journeys, "time_decay", half_life_hours=24).tolist() == pytest.approx([1 / 3, 2 / 3])


def test_a_year_between_last_touch_and_goal_changes_nothing() -> None:
    near = from_steps(["a", "b"], [1, 1], [1, 1], [0, 1], [25.0, 1.0])
    assert near.hours is not None
    far = replace(near, hours=near.hours + 1e6)
    assert np.allclose(shares(near, "time_decay"), shares(far, "time_decay"))


def test_without_times_there_is_no_decay_to_tell() -> None:
    with pytest.raises(ValueError, match="needs the hours"):
        shares(TWO, "time_decay")


@pytest.mark.parametrize("rule", [*RULES, "shapley"])
@settings(max_examples=30, deadline=None)
@given(table=rows)
def test_what_is_credited_adds_up_to_the_goals_reached(rule: str, table: list[Row]) -> None:
    journeys = made(table)
    timed = replace(journeys, hours=np.arange(len(journeys.steps), 0, -1.0))
    credit = credits_of(timed, rule, rng=CHANCE, draws=1)
    assert credit.point.sum() == pytest.approx(sum(reached for _, reached, _ in table))
    assert (credit.point >= 0).all()


def test_goals_can_be_weighed_by_what_they_are_worth() -> None:
    credit = credits_of(TWO, "last", rng=CHANCE, worth=np.array([2.5, 100.0]), draws=1)
    assert credit.point.tolist() == [400.0, 0.0, 25.0]
