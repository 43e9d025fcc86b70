from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.streams import Stream, coarser, in_currency, order_value, stream, until_whole

START = np.datetime64("2026-03-02T00:07:00", "s")
MINUTE = np.timedelta64(60, "s")


def laid(minutes: list[int], length: int = 60) -> Stream:
    at = START + np.array(minutes, dtype=np.int64) * MINUTE
    counts = np.ones(len(at))
    return stream(at, counts, counts * 500, start=START, end=START + length * MINUTE)


@given(st.lists(st.integers(-30, 120), max_size=50))
def test_rows_inside_the_grid_are_all_on_it_and_rows_outside_are_not(minutes: list[int]) -> None:
    made = laid(minutes)
    assert len(made.counts) == 60
    assert made.counts.sum() == sum(0 <= m < 60 for m in minutes)
    assert made.money.sum() == 500 * made.counts.sum()


@given(st.lists(st.integers(0, 59), max_size=30), st.integers(-10, 70), st.integers(-10, 70))
def test_a_window_holds_the_bins_that_begin_in_it(minutes: list[int], first: int, last: int) -> None:
    made = laid(minutes)
    window = made.window(START + first * MINUTE, START + last * MINUTE)
    assert made.counts[window].sum() == sum(first <= m < last for m in minutes)


def test_a_window_that_begins_within_a_minute_leaves_that_minute_out() -> None:
    made = laid([5, 6])
    half = np.timedelta64(30, "s")
    assert made.counts[made.window(START + 5 * MINUTE + half, START + 7 * MINUTE)].sum() == 1


def test_longer_bins_begin_on_the_quarter_of_an_hour_and_lose_only_the_broken_ends() -> None:
    made = laid(list(range(60)))
    longer = coarser(made, 900)
    assert longer.start == np.datetime64("2026-03-02T00:15:00")
    assert longer.counts.tolist() == [15, 15, 15]
    assert longer.money.sum() == 500 * 45


def test_a_stream_shorter_than_one_longer_bin_has_none() -> None:
    assert len(coarser(laid([1, 2], length=5), 900).counts) == 0


def test_a_stream_that_begins_on_the_quarter_skips_nothing() -> None:
    on_it = Stream(np.datetime64("2026-03-02T00:15:00", "s"), 60, np.ones(30), np.ones(30))
    assert until_whole(on_it, 900) == 0
    assert coarser(on_it, 900).counts.tolist() == [15, 15]


def test_the_spread_of_single_orders_is_read_from_bins_of_many() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(8, 5_000)
    values = np.exp(0.6 * rng.standard_normal(int(counts.sum()))) * 5_000
    money = np.add.reduceat(np.append(values, 0.0), np.append(0, np.cumsum(counts)[:-1])) * (counts > 0)
    mean, spread = order_value(Stream(START, 60, counts.astype(float), money))
    assert mean == pytest.approx(values.mean(), rel=1e-9)
    assert spread == pytest.approx(values.std(), rel=0.1)


def test_without_orders_there_is_no_value() -> None:
    assert order_value(laid([])) == (0.0, 0.0)


DAYS = np.array(["2026-03-01", "2026-03-03"], dtype="datetime64[D]")
RATES = [DAYS, np.array(["USD", "USD"], object), np.array([1.25, 1.0]), np.array(["EUR", "EUR"], object)]


def converted(minor: float, code: str, day: str, base: str = "EUR", rates: list[np.ndarray] = RATES) -> float | None:  # type: ignore[type-arg]
    at = np.array([day], dtype="datetime64[D]")
    money, known = in_currency(np.array([minor]), np.array([code], object), at, base=base, rates=rates)
    return float(money[0]) if known[0] else None


def test_money_is_converted_by_the_last_rate_of_ten_days() -> None:
    assert converted(1250, "USD", "2026-03-02") == 1000
    assert converted(1250, "USD", "2026-03-03") == 1250
    assert converted(1250, "USD", "2026-03-13") == 1250
    assert converted(1250, "USD", "2026-03-14") is None
    assert converted(1250, "USD", "2026-02-28") is None


def test_money_in_the_base_needs_no_rate_and_money_without_one_stays() -> None:
    assert converted(700, "EUR", "2020-01-01") == 700
    assert converted(700, "GBP", "2026-03-02") is None


def test_a_cross_rate_goes_through_the_table_s_own_base() -> None:
    rates = [np.repeat(DAYS[:1], 2), np.array(["USD", "GBP"], object), np.array([1.2, 0.8]),
             np.array(["EUR", "EUR"], object)]  # fmt: skip
    assert converted(1200, "USD", "2026-03-01", base="GBP", rates=rates) == pytest.approx(800)


def test_currencies_without_cents_are_scaled() -> None:
    rates = [DAYS[:1], np.array(["JPY"], object), np.array([160.0]), np.array(["EUR"], object)]
    assert converted(1600, "JPY", "2026-03-01", rates=rates) == pytest.approx(1000)
