"""Campaigns on made-up series whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.methods.counterfactual import FLAGS, Series, lift
from tests.methods.counterfactual.made import at, made, shape, with_money

DAY = 96
RATE = 12.0


def raised(series: Series, first: int, last: int, by: float, rng: np.random.Generator) -> Series:
    """The series with a level `by` times the usual in bins `[first, last)`."""
    mean = by * RATE * shape(len(series), series.bin_seconds)
    values = series.values.copy()
    values[first:last] = rng.poisson(mean[first:last])
    return replace(series, values=values)


def usual(series: Series, first: int, last: int) -> float:
    return float(RATE * shape(len(series), series.bin_seconds)[first:last].sum())


@pytest.mark.parametrize("bins", [16, DAY, 5 * DAY, 14 * DAY])
def test_what_a_campaign_brought_is_held_by_its_interval(bins: int) -> None:
    held, errors = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        start = 90 * DAY + 30
        series = raised(made(rng, days=140), start, start + bins, 1.3, rng)
        told = lift(series, [at(series, start, start + bins)], rng=np.random.default_rng(1)).lifts[0].during
        assert told is not None
        true = series.values[start : start + bins].sum() - usual(series, start, start + bins)
        held.append(told.difference.low <= true <= told.difference.high)
        errors.append((told.difference.mid or 0.0) - true)
    assert np.mean(held) >= 0.75
    assert abs(np.mean(errors)) < 0.05 * usual(series, start, start + bins)


def test_the_dip_afterwards_is_told_apart() -> None:
    rng = np.random.default_rng(2)
    start, end = 90 * DAY, 93 * DAY
    series = raised(raised(made(rng, days=120), start, end, 1.5, rng), end, end + 3 * DAY, 0.7, rng)
    told = lift(series, [at(series, start, end)], rng=np.random.default_rng(1)).lifts[0]
    assert told.during is not None
    assert told.after is not None
    assert told.during.difference.low > 0
    assert told.after.difference.high < 0
    assert told.after.start == series.time_of(end)


def test_without_a_campaign_the_interval_holds_nothing_brought() -> None:
    silent = []
    for seed in range(20):
        series = made(np.random.default_rng(seed), days=120)
        told = lift(series, [at(series, 90 * DAY, 92 * DAY)], rng=np.random.default_rng(1)).lifts[0].during
        assert told is not None
        silent.append(told.difference.low <= 0 <= told.difference.high)
    assert np.mean(silent) >= 0.8


def test_overlapping_campaigns_are_told_jointly_as_not_separable() -> None:
    rng = np.random.default_rng(3)
    series = raised(made(rng, days=120), 90 * DAY, 94 * DAY, 1.4, rng)
    one, two = at(series, 90 * DAY, 93 * DAY, "one"), at(series, 92 * DAY, 94 * DAY, "two")
    first, second = lift(series, [one, two], rng=np.random.default_rng(1)).lifts
    assert first.together == second.together == ("one", "two")
    assert first.during == second.during
    assert "not_separable" in first.flags


def test_an_outage_inside_a_campaign_neither_helps_nor_harms_it() -> None:
    rng = np.random.default_rng(4)
    start, end = 90 * DAY, 93 * DAY
    series = raised(made(rng, days=120), start, end, 1.4, rng)
    values = series.values.copy()
    values[start + 40 : start + 80] = 0.0
    hit = replace(series, values=values)
    outage = [at(series, start + 40, start + 80, "outage")]
    told = lift(hit, [at(series, start, end)], incidents=outage, rng=np.random.default_rng(1)).lifts[0].during
    assert told is not None
    seen = np.r_[start : start + 40, start + 80 : end]
    brought = series.values[seen].sum() - RATE * shape(len(series), 900)[seen].sum()
    assert told.difference.low <= brought <= told.difference.high


def test_a_long_campaign_with_few_placebos_of_its_length_says_so() -> None:
    rng = np.random.default_rng(5)
    series = made(rng, days=80)
    long = lift(series, [at(series, 40 * DAY, 68 * DAY)], rng=np.random.default_rng(1)).lifts[0]
    assert "few_placebos" in long.flags


def test_a_campaign_whose_aftermath_is_not_over_has_no_dip_told() -> None:
    series = made(np.random.default_rng(6), days=80)
    told = lift(series, [at(series, 77 * DAY, 79 * DAY)], rng=np.random.default_rng(1)).lifts[0]
    assert told.after is None
    assert "dip_not_seen" in told.flags


def test_a_campaign_on_the_first_day_or_outside_the_data_is_refused() -> None:
    series = made(np.random.default_rng(7), days=40)
    early, late = at(series, 10, 40, "early"), at(series, 50 * DAY, 51 * DAY, "late")
    first, second = lift(series, [early, late], rng=np.random.default_rng(1)).lifts
    assert first.during is None
    assert "first_day" in first.flags
    assert second.flags == ("outside_the_data",)


def test_money_follows_the_events_and_scales_with_its_unit() -> None:
    rng = np.random.default_rng(8)
    start, end = 90 * DAY, 92 * DAY
    series = with_money(raised(made(rng, days=120), start, end, 1.5, rng), rng)
    assert series.money is not None
    campaign = [at(series, start, end)]
    small = lift(series, campaign, rng=np.random.default_rng(1)).lifts[0].during
    large = lift(replace(series, money=series.money * 100), campaign, rng=np.random.default_rng(1)).lifts[0].during
    assert small is not None
    assert large is not None
    assert small.money_difference is not None
    assert large.money_difference is not None
    assert small.money_difference.low > 0
    assert large.money_difference.low == pytest.approx(100 * small.money_difference.low, rel=1e-3)


def test_every_flag_of_a_lift_is_explained() -> None:
    series = made(np.random.default_rng(9), days=60)
    spans = [at(series, s, s + 500, str(s)) for s in (20, 700, 1_000, 3_000, 5_700, 9_000)]
    for told in lift(series, spans, rng=np.random.default_rng(1)).lifts:
        assert set(told.flags) <= set(FLAGS)
