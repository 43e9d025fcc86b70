"""What is looked up about a window before it is priced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.methods.counterfactual.ground import Ground, prepare
from accord.methods.counterfactual.series import Series
from tests.methods.counterfactual.made import made

DAY = 96


def looked_at(series: Series, past_only: bool = True) -> Ground:
    return prepare(series, np.zeros(len(series), np.bool_), None, past_only=past_only)


@pytest.mark.parametrize("bins", [1, 4, DAY, 3 * DAY])
def test_what_a_window_is_known_by_lies_before_it(bins: int) -> None:
    series = made(np.random.default_rng(2), rate=400.0)  # busy enough that no slots are pooled
    starts = np.array([30 * DAY + 5])
    later = series.values.copy()
    later[starts[0] :] += 1_000.0
    before, after = (looked_at(s) for s in (series, replace(series, values=later)))
    some = [ground.features(starts, starts + bins, starts)[0, :-6] for ground in (before, after)]
    levels = [ground.features(starts, starts + bins, starts)[0, -4:] for ground in (before, after)]
    assert some[0] == pytest.approx(some[1])
    assert levels[0] == pytest.approx(levels[1])


def test_a_price_of_the_past_looks_at_more_levels() -> None:
    series = made(np.random.default_rng(3))
    starts, ends = np.array([3000, 4000]), np.array([3004, 4400])
    plain, more = (looked_at(series, past).features(starts, ends, starts) for past in (False, True))
    assert more.shape == (2, plain.shape[1] + 4)
    assert more[:, : plain.shape[1]] == pytest.approx(plain)


def test_a_week_twice_as_busy_shows_in_the_same_hours_of_seven_days() -> None:
    series = made(np.random.default_rng(4), rate=200.0)
    values = series.values.copy()
    values[40 * DAY : 47 * DAY] *= 2
    ground = looked_at(replace(series, values=values))
    level = ground.features(np.array([47 * DAY + 50]), np.array([47 * DAY + 54]), np.array([47 * DAY + 50]))[0, -1]
    assert level == pytest.approx(np.log(2), abs=0.05)
