"""Journeys as arrays: those that are wanted are taken out whole, with all that is known of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.attribution import Journeys, credits_of, from_steps
from tests.methods.attribution.made_up import CHANNELS, Row, made, rows


def told(journeys: Journeys) -> list[tuple[list[int], float, float, int]]:
    """Each journey: its steps, how often it reached the goal and how often not, and whose it is."""
    ends = pairwise(journeys.starts.tolist())
    each = (journeys.reached.tolist(), journeys.missed.tolist(), journeys.visitors.tolist())
    return [(journeys.steps[a:b].tolist(), *rest) for (a, b), *rest in zip(ends, *each, strict=True)]


@given(rows, st.integers(0, 2**12))
def test_the_wanted_journeys_are_taken_out_whole(table: list[Row], bits: int) -> None:
    journeys = made(table)
    wanted = np.array([bits >> place & 1 == 1 for place in range(len(table))])
    assert told(journeys.only(wanted)) == [one for one, keep in zip(told(journeys), wanted, strict=True) if keep]


@given(rows)
def test_journeys_that_never_reached_the_goal_are_credited_with_nothing(table: list[Row]) -> None:
    journeys = made(table)
    assert told(journeys.won) == [one for one in told(journeys) if one[1]]
    for rule in ("last", "linear", "shapley"):
        credit = credits_of(journeys, rule, rng=np.random.default_rng(1), draws=0).point
        assert np.isclose(credit.sum(), journeys.reached.sum())


def test_hours_stay_with_their_touches() -> None:
    journeys = from_steps(CHANNELS, [1, 1, 2, 3], [-1, -1, 1, 1], [0, 1, 2, 3], [0, 0, 5, 7])
    hours = journeys.won.hours
    assert hours is not None
    assert hours.tolist() == [5, 7]


def test_worth_weighs_the_goals_of_those_that_reached_it() -> None:
    journeys = from_steps("ab", [1, 2, 3], [-1, 1, 1], [0, 0, 1])
    credit = credits_of(journeys, "last", rng=np.random.default_rng(1), worth=np.array([9.0, 2.0, 3.0]), draws=0)
    assert credit.point.tolist() == [2, 3]
