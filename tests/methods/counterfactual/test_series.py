"""Grids, local weeks and running sums."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.counterfactual import Series, SeriesError, special_bins
from accord.methods.counterfactual.arrays import between, counting, running
from accord.methods.counterfactual.base import base_of
from tests.methods.counterfactual.made import START, shape

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo")


def grid(days: int = 400, bin_seconds: int = 1800, zone: str = "UTC") -> Series:
    return Series(START, bin_seconds, np.ones(days * 86_400 // bin_seconds), time_zone=zone)


@pytest.mark.parametrize("zone", ZONES)
def test_week_slots_and_days_follow_local_time_through_every_clock_change(zone: str) -> None:
    series = grid(zone=zone)
    bins = np.arange(0, len(series), 7)
    local = [datetime.fromtimestamp(series.start_second + int(b) * 1800, UTC).astimezone(ZoneInfo(zone)) for b in bins]
    slots = [(t.weekday() * 86_400 + t.hour * 3600 + t.minute * 60) // 1800 for t in local]
    assert series.calendar.slot(bins).tolist() == slots
    assert series.calendar.day(bins).astype(str).tolist() == [t.date().isoformat() for t in local]


def test_offsets_are_asked_only_where_they_change() -> None:
    assert len(grid(zone="Europe/Berlin").calendar.pieces) == 3
    assert grid(zone="Asia/Kolkata").calendar.changes == ()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
def test_the_bins_of_a_local_day_are_exactly_those_that_lie_in_it(zone: str) -> None:
    series = grid(days=120, zone=zone)
    days = series.calendar.day(np.arange(len(series)))
    for day in np.unique(days):
        first, end = series.calendar.bins_of_day(day)
        assert (days[first:end] == day).all()
        assert end - first == (days == day).sum()


def test_a_short_and_a_long_day_have_their_own_number_of_bins() -> None:
    series = Series(np.datetime64("2024-03-25", "s"), 3600, np.ones(24 * 250), time_zone="Europe/Berlin")
    flags = special_bins(series, np.array(["2024-03-31", "2024-10-27"], dtype="datetime64[D]"))
    assert flags.sum() == 23 + 25


def test_special_days_outside_the_series_flag_nothing() -> None:
    assert not special_bins(grid(30), np.array(["2020-01-01", "2030-01-01"], dtype="datetime64[D]")).any()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"bin_seconds": 7}, "do not divide a day"),
        ({"values": np.array([])}, "empty"),
        ({"values": np.array([1.0, -2.0])}, "below 0"),
        ({"time_zone": "Mars/Base"}, "not a known time zone"),
        ({"money": np.zeros(3)}, "money has 3 bins"),
        ({"special": np.zeros(5, dtype=bool)}, "special has 5 bins"),
    ],
)
def test_a_series_that_does_not_fit_says_what_to_mend(change: dict[str, object], told: str) -> None:
    good: dict[str, object] = {"start": START, "bin_seconds": 60, "values": np.ones(2)}
    with pytest.raises(SeriesError, match=told):
        Series(**{**good, **change})  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=50), st.data())
def test_two_look_ups_give_the_sum_of_any_window(values: list[int], data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(values)))
    start = data.draw(st.integers(0, end))
    at = np.array([start]), np.array([end])
    assert between(running(np.array(values, dtype=float)), *at)[0] == sum(values[start:end])
    flags = np.array(values) % 2 == 1
    assert between(counting(flags), *at)[0] == sum(v % 2 for v in values[start:end])


def test_the_base_of_a_repeating_week_is_that_week() -> None:
    values = 50.0 * shape(10 * 7 * 48, 1800)
    series = Series(START, 1800, values)
    assert np.allclose(base_of(series, np.ones(len(values), dtype=bool)), values)


def test_the_base_drops_the_best_and_the_worst_week() -> None:
    values = np.full(10 * 168, 40.0)
    values[3 * 168 : 4 * 168] = 4_000.0
    values[5 * 168 : 6 * 168] = 0.0
    base = base_of(Series(START, 3600, values), np.ones(len(values), dtype=bool))
    assert np.allclose(base[8 * 168 :], 40.0)


def test_the_base_looks_only_back_once_two_weeks_are_there() -> None:
    rng = np.random.default_rng(3)
    values = rng.poisson(30.0, 12 * 168).astype(float)
    cut = 8 * 168 + 50
    other = values.copy()
    other[cut:] = 0.0
    whole = base_of(Series(START, 3600, values), np.ones(len(values), dtype=bool))
    early = base_of(Series(START, 3600, other), np.ones(len(values), dtype=bool))
    assert np.array_equal(whole[2 * 168 : cut], early[2 * 168 : cut])


def test_the_base_of_a_lead_looks_that_many_weeks_further_back() -> None:
    values = np.repeat(np.arange(20.0), 168) + 10.0
    series = Series(START, 3600, values)
    every = np.ones(len(values), dtype=bool)
    assert np.allclose(base_of(series, every, lead_weeks=3)[15 * 168 :], base_of(series, every)[15 * 168 :] - 3.0)


def test_bins_not_observed_teach_the_base_nothing() -> None:
    values = np.full(10 * 168, 40.0)
    values[4 * 168 : 5 * 168] = np.nan
    base = base_of(Series(START, 3600, values), np.isfinite(values))
    assert np.allclose(base, 40.0)


def test_at_low_counts_neighbouring_minutes_are_pooled() -> None:
    rng = np.random.default_rng(5)
    values = rng.poisson(0.2, 10 * 10_080).astype(float)
    base = base_of(Series(START, 60, values), np.ones(len(values), dtype=bool))[8 * 10_080 :]
    assert base.std() < 0.5 * np.sqrt(0.2 / 6)
    assert abs(base.mean() / 0.2 - 1.0) < 0.05


def test_noon_is_compared_with_noon_across_a_clock_change() -> None:
    n = 20 * 7 * 24
    utc = np.arange(n)
    plain = Series(np.datetime64("2024-01-01", "s"), 3600, np.ones(n), time_zone="Europe/Berlin")
    hour = plain.calendar.slot(utc) % 24
    values = np.where((hour >= 9) & (hour < 17), 60.0, 0.0)
    series = Series(plain.start, 3600, values, time_zone="Europe/Berlin")
    base = base_of(series, np.ones(n, dtype=bool))
    change = plain.calendar.changes[0]
    assert np.allclose(base[change : change + 7 * 24], values[change : change + 7 * 24])
