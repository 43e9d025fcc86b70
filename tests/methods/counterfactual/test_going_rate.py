"""What a minute is worth, and what any window would bring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.methods.counterfactual import Going, Incident, Series, going_rate, minute_price
from tests.methods.counterfactual.made import at, broken, made, shape, spaced, with_money

DAY = 96
RATE = 12.0


def ahead(series: Series, days: float, bins: int, key: str) -> Incident:
    start = len(series) + int(days * DAY)
    return at(series, start, start + bins, key)


def mean_of(series: Series, span: Incident) -> float:
    assert span.end is not None
    first, last = series.bins_touched(span.start, span.end)
    return float(RATE * shape(last, 900)[first:last].sum())


def test_each_slot_of_the_week_is_worth_what_it_usually_brings() -> None:
    rng = np.random.default_rng(1)
    series = with_money(made(rng, days=100), rng)
    told = minute_price(series)
    usual = RATE * shape(7 * DAY, 900)
    assert told.events.shape == (7 * DAY,)
    assert abs(told.events.sum() / usual.sum() - 1.0) < 0.03
    assert np.corrcoef(told.events, usual)[0, 1] > 0.95
    assert told.money is not None
    assert told.value is not None
    assert np.allclose(told.money, told.events * told.value)


def test_slots_follow_local_time() -> None:
    series = replace(made(np.random.default_rng(2), days=65), time_zone="America/New_York")  # in winter time
    plain = minute_price(replace(series, time_zone="UTC")).events
    local = minute_price(series).events
    assert np.corrcoef(local, np.roll(plain, -5 * 4))[0, 1] > 0.99


def test_known_outages_do_not_make_a_minute_cheaper() -> None:
    rng = np.random.default_rng(3)
    series = made(rng, days=100)
    case = broken(series, spaced(series, 40, rng), 12, rng)
    with_them = minute_price(case.series, incidents=case.incidents).events.sum()
    assert with_them == pytest.approx(minute_price(series).events.sum(), rel=0.03)


def test_nine_of_ten_intervals_hold_what_windows_to_come_bring() -> None:
    held = []
    for seed in range(15):
        rng = np.random.default_rng(seed)
        whole = made(rng, days=180)
        series = replace(whole, values=whole.values[: 150 * DAY])
        spans = [ahead(series, days, 8, str(days)) for days in (0.5, 2.3, 6.4, 9.5, 16.5, 25.4)]
        for span, told in zip(spans, going_rate(series, spans, rng=np.random.default_rng(1)), strict=True):
            assert told.expected is not None
            assert span.end is not None
            first, last = whole.bins_touched(span.start, span.end)
            held.append(told.expected.low <= whole.values[first:last].sum() <= told.expected.high)
    assert 0.83 <= np.mean(held) <= 0.98


def test_a_past_window_is_told_as_if_nothing_had_happened_in_it() -> None:
    rng = np.random.default_rng(5)
    series = made(rng, days=100)
    case = broken(series, np.array([60 * DAY + 40]), 8, rng)
    told = going_rate(case.series, case.incidents, incidents=case.incidents, rng=np.random.default_rng(1))[0]
    assert told.expected is not None
    assert told.expected.low <= case.taken[0] <= told.expected.high


def test_money_is_told_with_the_events() -> None:
    rng = np.random.default_rng(6)
    series = with_money(made(rng, days=100), rng)
    told = going_rate(series, [ahead(series, 1.5, 8, "x")], rng=np.random.default_rng(1))[0]
    assert told.money is not None
    assert told.expected is not None
    assert told.money.low < (told.money.mid or 0) < told.money.high
    value = minute_price(series).value
    assert (told.money.mid or 0) == pytest.approx((told.expected.mid or 0.0) * (value or 0.0), rel=0.05)


def test_further_ahead_than_the_data_vouch_for_is_widened_and_flagged() -> None:
    series = made(np.random.default_rng(7), days=70)
    near, far = (
        _one(series, ahead(series, days, 8, "x")) for days in (1.5, 365 + 2.5)
    )  # the same hour of another weekday
    assert "far_ahead" in far.flags
    assert "far_ahead" not in near.flags
    assert far.expected is not None
    assert near.expected is not None
    assert _relative(far) > _relative(near)


def _one(series: Series, span: Incident) -> Going:
    return going_rate(series, [span], rng=np.random.default_rng(1))[0]


def _relative(going: Going) -> float:
    assert going.expected is not None
    return (going.expected.high - going.expected.low) / (going.expected.mid or 1.0)


def test_the_order_of_windows_is_kept_and_no_window_gives_nothing() -> None:
    series = made(np.random.default_rng(8), days=70)
    spans = [ahead(series, 20, 4, "c"), at(series, 5_000, 5_010, "a"), ahead(series, 1, 4, "b")]
    assert [g.key for g in going_rate(series, spans, rng=np.random.default_rng(1))] == ["c", "a", "b"]
    assert going_rate(series, [], rng=np.random.default_rng(1)) == ()


def test_a_window_before_the_data_has_nothing_to_go_by() -> None:
    series = made(np.random.default_rng(9), days=70)
    assert _one(series, at(series, -500, -400)).flags == ("nothing_to_go_by",)
    assert _one(series, at(series, 10, 20)).flags == ("nothing_to_go_by",)
