"""Money, interval, period."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.units.interval import Interval, total
from accord.units.money import Money, currencies, digits
from accord.units.period import Period, local, midnight

values = st.floats(-1e9, 1e9)
intervals = st.tuples(values, values, values).map(lambda v: Interval(*(sorted(v)[i] for i in (1, 0, 2))))


def test_an_interval_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        Interval(1, 2, 3)


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        Interval(float("nan"), 0, 1)


@given(intervals, st.floats(-100, 100))
def test_scaling_keeps_the_order(interval: Interval, factor: float) -> None:
    scaled = interval.scaled(factor)
    assert scaled.low <= scaled.mid <= scaled.high


@given(st.lists(intervals, min_size=1, max_size=6))
def test_a_total_is_never_wider_than_the_sum_of_widths_and_never_narrower_than_the_widest(
    parts: list[Interval],
) -> None:
    whole = total(parts)
    width = whole.high - whole.low
    assert width <= sum(p.high - p.low for p in parts) + 1e-3
    assert width >= max(p.high - p.low for p in parts) / 2 - 1e-3


def test_independent_halves_add_in_quadrature() -> None:
    whole = total([Interval(10, 7, 13), Interval(20, 16, 24)])
    assert (whole.mid, whole.low, whole.high) == (30, 25, 35)


def test_money_of_two_currencies_is_not_added() -> None:
    with pytest.raises(ValueError, match="without a rate"):
        Money(1, "EUR") + Money(1, "USD")


def test_currencies_have_their_own_digits() -> None:
    assert (digits("EUR"), digits("JPY"), digits("KWD")) == (2, 0, 3)


def test_a_period_is_half_open() -> None:
    first = Period(datetime(2026, 1, 1), datetime(2026, 1, 2))
    second = Period(datetime(2026, 1, 2), datetime(2026, 1, 3))
    assert not first.overlaps(second)


def test_a_local_day_with_a_clock_change_has_23_or_25_hours() -> None:
    short = Period.of_days(date(2026, 3, 29), date(2026, 3, 29), "Europe/Paris")
    long = Period.of_days(date(2026, 10, 25), date(2026, 10, 25), "Europe/Paris")
    assert (short.seconds / 3600, long.seconds / 3600) == (23, 25)


def test_midnight_and_local_are_inverse() -> None:
    assert local(midnight(date(2026, 7, 1), "America/New_York"), "America/New_York").hour == 0


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(datetime(2026, 1, 2), datetime(2026, 1, 2))


def test_currencies_are_those_there_are_or_were() -> None:
    assert {"EUR", "USD", "JPY", "DEM"} <= currencies()
    assert not {"XQQ", "XXX", "EURO", "eur"} & currencies()
