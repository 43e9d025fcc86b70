"""What came, against what would have come."""

from __future__ import annotations

import numpy as np
import pytest

from accord.methods.promises import Happened, effect_of, level_of, shrunk_baseline, verdict
from accord.units.interval import Interval
from tests.methods.promises.test_baseline import LATER, QUARTER, outages, told


def effect(before: Happened, after: Happened, better: str = "down") -> Interval:
    rng = np.random.default_rng(5)
    baseline = shrunk_baseline(before, QUARTER, later=LATER, rng=rng)
    return effect_of(baseline, level_of(after, before, rng=rng), "down" if better == "down" else "up")


YEAR = outages([[9.0, 12.0, 6.0], [10.0, 7.0], [11.0, 8.0, 9.0, 5.0]] * 4)


def test_three_incidents_a_quarter_before_and_one_after_cannot_be_told() -> None:
    rare = outages([[10.0], [8.0], [12.0]] * 4)
    found = effect(rare, outages([[], [9.0], []]))
    assert found.low < 0.5 * found.mid
    assert verdict(found, least=5.0) == "cannot_tell"


def test_none_after_three_a_quarter_is_no_proof_that_none_will_come() -> None:
    rare = outages([[10.0], [8.0], [12.0]] * 4)
    after = Happened(np.array([], np.int64), np.array([]), np.array([]), np.array([]), np.ones(3, bool))
    level = level_of(after, rare, rng=np.random.default_rng(0))
    assert level.came.mid == 0
    assert level.came.high > 3


def test_many_before_and_few_after_is_kept() -> None:
    assert verdict(effect(YEAR, outages([[], [4.0], []])), least=12.0) == "kept"


def test_as_many_as_before_is_broken_where_half_was_promised() -> None:
    months = [[9.0, 12.0, 6.0], [10.0, 7.0], [11.0, 8.0, 9.0, 5.0]]
    found = effect(YEAR, outages(months))
    assert found.low < 0 < found.high
    assert verdict(found, least=20.0) == "broken"


def test_better_upwards_turns_the_sign() -> None:
    after = outages([[20.0] * 6, [20.0] * 5, [20.0] * 6])
    down, up = effect(YEAR, after), effect(YEAR, after, "up")
    assert down.mid == pytest.approx(-up.mid)
    assert down.high < 0 < up.low


def test_a_figure_told_as_a_whole_takes_its_doubt_from_how_it_moved_before() -> None:
    calm, wild = told([50.0, 52.0, 48.0] * 4), told([20.0, 80.0, 50.0] * 4)
    after = told([50.0, 50.0, 50.0])
    assert effect(wild, after).high > 5 * effect(calm, after).high


def test_a_later_period_of_which_nothing_is_known_is_refused() -> None:
    unknown = Happened(np.array([], np.int64), np.array([]), np.array([]), np.array([]), np.zeros(3, bool))
    with pytest.raises(ValueError, match="nothing is known"):
        level_of(unknown, YEAR, rng=np.random.default_rng(0))
