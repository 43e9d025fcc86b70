"""Forecasts say what they know: their intervals hold about nine times in ten, and too little history is no forecast."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from accord.clauses.objectives import Over, Unit
from accord.methods.forecasts import CannotTell, Forecast, forecast
from accord.methods.metrics.series import over
from tests.support import shared

Floats = NDArray[np.float64]


def told(values: Floats, unit: Unit = "count", window: Over = "month", ahead: int = 3, target: float = 0.0) -> Forecast:
    found = forecast(values, unit, window, ahead, target, "up", np.random.default_rng(1))
    assert isinstance(found, Forecast), found
    return found


def made_up(seed: int, months: int = 34) -> Floats:
    """A level that wanders and a month's own luck, in shares that differ from world to world."""
    rng = np.random.default_rng(seed)
    level = np.cumsum(rng.normal(0, rng.uniform(0.005, 0.05), months)) + rng.normal(0, rng.uniform(0.01, 0.1), months)
    return np.asarray(100 * np.exp(level))


@pytest.mark.parametrize(
    ("values", "ahead", "says"),
    [
        (np.full(20, np.nan), 3, "No month was measured"),
        (np.arange(11.0), 3, "needs 12"),
        (np.where(np.arange(24) % 3 == 0, np.nan, 1.0), 3, "too many gaps"),
        (np.append(np.ones(20), np.nan), 3, "The last month"),
        (np.ones(20), 0, "has passed"),
        (np.ones(14), 12, "too far"),
    ],
)
def test_too_little_history_is_no_forecast(values: Floats, ahead: int, says: str) -> None:
    found = forecast(values, "count", "month", ahead, None, "up", np.random.default_rng(1))
    assert isinstance(found, CannotTell)
    assert says in found.reason


def test_the_same_seed_gives_the_same_forecast() -> None:
    assert told(made_up(1)) == told(made_up(1))


def test_a_share_stays_a_share_and_money_above_nothing() -> None:
    share = told(1 - np.abs(np.random.default_rng(2).normal(0, 0.003, 24)).clip(1e-4, 1), "share", target=0.99)
    assert 0 < share.value.low < share.value.high < 1
    assert told(made_up(3) * 1e4, "money", "quarter").value.low > 0


def test_months_that_are_known_are_part_of_their_quarter() -> None:
    """One month ahead of a quarter's end, two thirds of it are no forecast any more."""
    values = made_up(4)
    quarter, month = told(values, "money", "quarter", 1), told(values, "money", "month", 1)
    assert quarter.value.high - quarter.value.low == pytest.approx(month.value.high - month.value.low, rel=0.15)
    assert quarter.value.mid == pytest.approx(values[-2:].sum() + month.value.mid, rel=0.01)


def test_the_chance_follows_the_target_and_the_direction() -> None:
    values = made_up(5)
    sure, half, never = (told(values, target=t).chance for t in (1.0, told(values).value.mid, 1e9))
    assert (sure, never) == (1.0, 0.0)
    assert half == pytest.approx(0.5, abs=0.02)
    down = forecast(values, "count", "month", 3, 1.0, "down", np.random.default_rng(1))
    assert isinstance(down, Forecast)
    assert down.chance == 0.0


def test_a_metric_that_never_moves_is_forecast_so() -> None:
    flat = told(np.full(24, 7.0))
    assert flat.value.low == pytest.approx(7) == pytest.approx(flat.value.high)


def test_intervals_of_made_up_worlds_hold() -> None:
    """Past intervals of a dozen worlds: 86 to 94 of a hundred hold, give or take what so few can tell."""
    found = [told(made_up(seed), ahead=2) for seed in range(12)]
    held, tested = sum(f.held for f in found), sum(f.tested for f in found)
    assert tested > 200
    assert 0.84 <= held / tested <= 0.97


def weekly_and_monthly() -> Iterator[Floats]:
    """Regular real series, added up to their weeks or months: traffic by hour of the day, flights by airport."""
    rows = _table("traffic.csv.gz")
    at, volume = np.array([r[0] for r in rows], "datetime64[h]"), np.array([float(r[1] or "nan") for r in rows])
    month, hour = at.astype("datetime64[M]").astype(int), at.astype(int) % 24
    for wanted in range(0, 24, 4):
        yield _means(month[hour == wanted], volume[hour == wanted])[1:-1]
    flights = _table("flights.csv.gz")
    week = np.array([r[0] for r in flights], "datetime64[m]").astype("datetime64[W]").astype(int)
    for place in (2, 3, 4):
        yield _means(week, np.array([float(r[place] or "nan") for r in flights]))[1:41]


def _means(group: NDArray[np.int64], values: Floats) -> Floats:
    known = np.isfinite(values)
    place = group[known] - group.min()
    return np.asarray(np.bincount(place, values[known]) / np.bincount(place))


def _table(name: str) -> list[list[str]]:
    with gzip.open(shared("series", name), "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split(",") for line in file][1:]


@pytest.mark.soak
@pytest.mark.parametrize("window", ["month", "quarter"])
def test_intervals_of_real_series_hold(window: Over) -> None:
    held = tested = 0
    for values in weekly_and_monthly():
        truth = over(values, "money", window)
        for end in range(16, len(values) - 3):
            found = told(values[:end], "money", window)
            held += int(found.value.low <= truth[end + 2] <= found.value.high)
            tested += 1
    assert tested >= 120
    assert 0.86 <= held / tested <= 0.97
