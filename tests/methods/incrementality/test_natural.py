"""Natural experiments on worlds whose truth is known: with an outage inside a campaign, and without."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.methods.counterfactual import Incident, Series
from accord.methods.incrementality import Change, Study, pauses, studies
from accord.worlds.small import activity_world
from tests.methods.incrementality.natural_worlds import told

BETWEEN = 1.6449


def outcome(seeds: range) -> tuple[float, float, float]:
    """Mean relative error of struck campaigns with the outage as control and without it, and how often it held."""
    errors: dict[bool, list[float]] = {True: [], False: []}
    held = []
    for seed in seeds:
        world = activity_world(np.random.default_rng(seed), weeks=34, history_weeks=20, outages=1)
        for controlled in (True, False):
            for study in told(world, controlled=controlled):
                truth = world.truth["activities"][study.activity]
                if study.name in world.truth["hidden"]:
                    errors[controlled].append(study.ratio / truth - 1)
                if controlled:
                    held.append(abs(study.ratio - truth) <= BETWEEN * study.spread)
    return float(np.mean(errors[True])), float(np.mean(errors[False])), float(np.mean(held))


def test_an_outage_inside_a_campaign_is_no_failure_of_the_campaign() -> None:
    controlled, blind, held = outcome(range(7))
    assert abs(controlled) < 0.25
    assert blind < -0.25
    assert held > 0.8


@pytest.mark.soak
def test_with_the_outage_as_control_the_bias_is_under_a_tenth_and_without_it_over_a_quarter() -> None:
    controlled, blind, held = outcome(range(100, 300))
    assert abs(controlled) < 0.10
    assert blind < -0.25
    assert 0.86 <= held <= 0.94


WEEK = np.timedelta64(7, "D")


def lasting(hidden_hours: int) -> Study | None:
    """A campaign of four days of which so many hours from its start say nothing."""
    rng = np.random.default_rng(4)
    series = Series(np.datetime64("2026-01-05", "s"), 3600, rng.poisson(40.0, 24 * 7 * 12).astype(float))
    series = replace(series, money=series.values * 5_000)
    start = series.start + 10 * WEEK
    change = Change("search", "start", "Spring", start, start + np.timedelta64(4, "D"), 100_000.0)
    controls = [Incident("down", start, start + np.timedelta64(hidden_hours, "h"))] if hidden_hours else []
    return studies(series, [change], controls=controls, rng=np.random.default_rng(1))[0]


def test_the_less_is_left_of_a_campaign_the_wider_is_its_interval_and_under_half_tells_nothing() -> None:
    whole, half = lasting(0), lasting(40)
    assert whole is not None
    assert half is not None
    assert 1.1 < half.spread / whole.spread < 1.7
    assert lasting(56) is None


def days(cost: list[float]) -> tuple[np.ndarray, np.ndarray]:
    return np.datetime64("2026-01-01") + np.arange(len(cost)), np.array(cost, dtype=float)


def test_three_days_without_cost_between_two_weeks_with_are_a_pause() -> None:
    (found,) = pauses("a", *days([10.0] * 14 + [0.0] * 5 + [20.0] * 14))
    assert (found.start, found.end) == (np.datetime64("2026-01-15"), np.datetime64("2026-01-20"))
    assert found.cost == 5 * 15.0


@pytest.mark.parametrize(
    "cost", [[10.0] * 14 + [0.0] * 2 + [10.0] * 14, [10.0] * 13 + [0.0] * 5 + [10.0] * 14, [10.0] * 20 + [0.0] * 9]
)
def test_a_gap_that_is_short_unsteady_or_open_is_none(cost: list[float]) -> None:
    assert list(pauses("a", *days(cost))) == []
