"""Each way a price can mislead has its flag, and each flag its case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from accord.methods.counterfactual import FLAGS, Incident, Price, Series, price
from tests.methods.counterfactual.made import START, at, broken, made, shape, spaced, with_money

DAY = 96
ZERO = (0.0, 0.0, 0.0)


def told(series: Series, incident: Incident, **more: object) -> Price:
    return price(series, [incident], rng=np.random.default_rng(1), **more).prices[0]  # type: ignore[arg-type]


def ordinary(days: int = 70, seed: int = 1, rate: float = 12.0) -> Series:
    return made(np.random.default_rng(seed), days=days, rate=rate)


def zeroed(series: Series, first: int, last: int) -> Series:
    values = series.values.copy()
    values[first:last] = 0.0
    return replace(series, values=values)


def test_every_flag_is_one_plain_sentence() -> None:
    assert all(text.endswith((".", "?")) and text[0].isupper() and len(text) < 110 for text in FLAGS.values())


def test_every_flag_told_is_explained() -> None:
    rng = np.random.default_rng(2)
    series = with_money(made(rng), rng)
    case = broken(series, spaced(series, 10, rng, from_day=0), 6, rng)
    for one in price(case.series, case.incidents, rng=np.random.default_rng(1)).prices:
        assert set(one.flags) <= set(FLAGS)


def test_an_ordinary_outage_carries_no_warning_but_the_missing_recapture() -> None:
    series = zeroed(ordinary(), 50 * DAY + 40, 50 * DAY + 48)
    assert told(series, at(series, 50 * DAY + 40, 50 * DAY + 48)).flags == ("recapture_not_identified",)


def test_without_enough_clear_incidents_the_loss_is_told_before_what_came_back() -> None:
    series = zeroed(ordinary(), 50 * DAY + 40, 50 * DAY + 48)
    one = told(series, at(series, 50 * DAY + 40, 50 * DAY + 48))
    assert one.came_back is not None
    assert one.came_back.mid is None
    assert one.lost is not None
    assert one.not_placed is not None
    assert one.lost.mid == one.not_placed.mid
    assert one.lost.low <= one.not_placed.low


def test_an_incident_outside_the_data_is_refused() -> None:
    series = ordinary(30)
    one = told(series, Incident("x", START - np.timedelta64(9, "h"), START - np.timedelta64(8, "h")))
    assert one.flags == ("outside_the_data",)
    assert one.expected is None


def test_an_incident_partly_outside_is_priced_inside() -> None:
    series = ordinary(30)
    one = told(series, at(series, 30 * DAY - 4, 30 * DAY + 4))
    assert "partly_outside" in one.flags
    assert one.end == series.time_of(30 * DAY)
    assert one.expected is not None


def test_an_open_incident_is_priced_to_the_end_of_the_data() -> None:
    series = ordinary(30)
    one = told(series, Incident("x", series.time_of(30 * DAY - 8), None))
    assert "still_open" in one.flags
    assert one.end == series.time_of(30 * DAY)


def test_the_first_day_is_refused() -> None:
    series = ordinary(30)
    one = told(series, at(series, 40, 48))
    assert "first_day" in one.flags
    assert one.expected is None
    assert one.money is None


def test_the_first_day_is_counted_from_the_first_bin_observed() -> None:
    series = ordinary(40)
    values = series.values.copy()
    values[: 10 * DAY] = np.nan
    assert "first_day" in told(replace(series, values=values), at(series, 10 * DAY + 40, 10 * DAY + 48)).flags


def test_the_first_two_weeks_are_priced_with_a_warning() -> None:
    one = told(ordinary(60), at(ordinary(60), 6 * DAY + 40, 6 * DAY + 48))
    assert "first_two_weeks" in one.flags
    assert one.expected is not None


def test_an_incident_mostly_unobserved_is_refused_and_one_partly_so_is_flagged() -> None:
    series = ordinary()
    values = series.values.copy()
    values[4_000:4_006] = np.nan
    gaps = replace(series, values=values)
    assert "not_observed" in told(gaps, at(series, 4_000, 4_008)).flags
    assert told(gaps, at(series, 4_000, 4_008)).expected is None
    partly = told(gaps, at(series, 4_004, 4_014))
    assert "partly_observed" in partly.flags
    assert partly.expected is not None


def test_a_window_longer_than_any_placebo_is_widened_and_says_so() -> None:
    series = ordinary(40)
    short, long = told(series, at(series, 30 * DAY, 30 * DAY + 8)), told(series, at(series, 28 * DAY, 38 * DAY))
    assert "few_placebos" in long.flags
    assert "few_placebos" not in short.flags


def test_a_small_loss_is_never_told_as_a_point_in_money() -> None:
    rng = np.random.default_rng(3)
    series = with_money(made(rng), rng)
    one = told(series, at(series, 4_000, 4_008))
    assert "no_measurable_loss" in one.flags
    assert one.money is not None
    assert one.money.mid is None
    assert one.money.low <= 0


def test_a_silent_day_is_a_closure_and_not_a_loss() -> None:
    rng = np.random.default_rng(4)
    series = with_money(zeroed(made(rng), 50 * DAY, 51 * DAY), rng)
    one = told(series, at(series, 50 * DAY + 40, 50 * DAY + 56))
    assert "closure" in one.flags
    assert one.lost is not None
    assert (one.lost.mid, one.lost.low, one.lost.high) == ZERO
    assert one.money is not None
    assert (one.money.mid, one.money.low, one.money.high) == ZERO


def test_an_outage_on_an_open_day_is_not_taken_for_a_closure() -> None:
    series = zeroed(ordinary(), 50 * DAY + 30, 50 * DAY + 80)
    assert not {"closure", "closure_suspected"} & set(told(series, at(series, 50 * DAY + 30, 50 * DAY + 80)).flags)


def test_an_outage_over_all_of_a_day_in_a_shop_that_sometimes_closes_cannot_be_told() -> None:
    series = zeroed(zeroed(ordinary(), 50 * DAY, 51 * DAY), 40 * DAY, 41 * DAY)
    one = told(series, at(series, 50 * DAY, 51 * DAY))
    assert "closure_suspected" in one.flags
    assert one.lost is not None
    assert one.lost.mid is None
    assert one.lost.low <= 0 < one.lost.high


def test_an_outage_over_all_of_a_day_in_a_shop_that_never_closes_is_priced() -> None:
    series = zeroed(ordinary(), 50 * DAY, 51 * DAY)
    one = told(series, at(series, 50 * DAY, 51 * DAY))
    assert not {"closure", "closure_suspected"} & set(one.flags)
    assert one.lost is not None
    assert one.lost.mid is not None
    assert one.lost.low > 0


def test_an_unmarked_holiday_is_suspected_and_a_marked_one_is_not() -> None:
    series = ordinary(120)
    values = series.values.copy()
    rng = np.random.default_rng(5)
    for day in (30, 50, 70, 100):
        values[day * DAY : (day + 1) * DAY] = rng.poisson(4.0 * shape(DAY, 900))
    quiet = replace(series, values=values)
    window = at(series, 100 * DAY + 44, 100 * DAY + 52)
    assert "holiday_suspected" in told(quiet, window).flags
    days = START.astype("datetime64[D]") + np.array([30, 50, 70, 100])
    marked = told(quiet, window, special_days=days)
    assert "holiday_suspected" not in marked.flags
    assert "special_day" in marked.flags


def test_few_ordinary_days_are_suspected_of_being_holidays() -> None:
    series = ordinary(120)
    windows = [at(series, d * DAY + 44, d * DAY + 52, str(d)) for d in range(30, 118)]
    flags = [told(series, window).flags for window in windows[::4]]
    assert np.mean(["holiday_suspected" in f for f in flags]) <= 0.05


def test_a_special_day_without_others_to_compare_with_says_so() -> None:
    series = ordinary(60)
    one = told(series, at(series, 50 * DAY + 44, 50 * DAY + 52), special_days=[START.astype("datetime64[D]") + 50])
    assert "special_day_alone" in one.flags
    assert one.expected is not None


def test_a_clock_change_nearby_is_told() -> None:
    series = replace(ordinary(120), time_zone="Europe/Berlin")
    change = series.calendar.changes[0]
    assert "clock_change" in told(series, at(series, change + 8, change + 16)).flags
    assert "clock_change" not in told(series, at(series, change + 4 * DAY, change + 4 * DAY + 8)).flags


def test_a_bursty_series_is_told() -> None:
    rng = np.random.default_rng(6)
    burst = np.where(rng.random(70 * DAY // 4) < 0.08, 20.0, 0.3).repeat(4)
    series = Series(START, 900, rng.poisson(12.0 * burst).astype(float))
    flags = [told(series, at(series, int(s), int(s) + 8)).flags for s in spaced(series, 8, rng)]
    assert any("bursts" in f for f in flags)
    assert "bursts" not in told(ordinary(), at(ordinary(), 4_000, 4_008)).flags


def test_heavy_tailed_order_values_are_told() -> None:
    rng = np.random.default_rng(7)
    series = made(rng)
    window = at(series, 4_000, 4_008)
    assert "heavy_tailed_money" in told(with_money(series, rng, spread=1.8), window).flags
    assert "heavy_tailed_money" not in told(with_money(series, rng, spread=0.6), window).flags


def test_many_unreported_outages_are_told() -> None:
    rng = np.random.default_rng(8)
    series = made(rng, rate=40.0)
    case = broken(series, spaced(series, 60, rng, from_day=1), 6, rng)
    assert "unreported_incidents" in told(case.series, at(series, 4_000, 4_008)).flags
    assert "unreported_incidents" not in told(series, at(series, 4_000, 4_008)).flags


def test_overlaps_and_parts_of_a_bin_are_told() -> None:
    series = ordinary()
    short = Incident("s", series.time_of(4_000), series.time_of(4_000) + np.timedelta64(60, "s"))
    assert "shorter_than_a_bin" in told(series, short).flags
    both = price(series, [at(series, 4_000, 4_008), at(series, 4_004, 4_012)], rng=np.random.default_rng(1)).prices
    assert all("overlaps" in p.flags for p in both)


def test_an_outage_whose_aftermath_is_cut_off_rests_on_the_others() -> None:
    rng = np.random.default_rng(9)
    series = made(rng)
    starts = np.append(spaced(series, 12, rng), len(series) - 7)
    case = broken(series, starts, 6, rng, back=0.4)
    last = price(case.series, case.incidents, rng=np.random.default_rng(1)).prices[-1]
    assert "after_not_seen" in last.flags
    assert last.came_back is not None
    assert last.came_back.mid is not None
