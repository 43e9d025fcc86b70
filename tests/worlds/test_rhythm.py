from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.worlds import rhythm

PARIS = "Europe/Paris"


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)), st.sampled_from([PARIS, "UTC", "America/New_York"]))
def test_local_time_is_that_of_the_time_zone_database(at: datetime, zone: str) -> None:
    at = at.replace(microsecond=0)
    known = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert rhythm.to_local(np.array([at], dtype="datetime64[s]"), zone)[0].item() == known


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)])
def test_days_have_the_hours_that_clocks_give_them(day: date, hours: int) -> None:
    start, end = rhythm.midnights(day, 1, PARIS)
    assert (end - start) / np.timedelta64(1, "h") == hours


@pytest.mark.parametrize("profile", rhythm.PROFILES)
def test_a_profile_shares_the_day_out_and_no_minute_is_dead(profile: rhythm.Floats) -> None:
    np.testing.assert_allclose(profile.mean(axis=0), 1.0)
    assert profile.min() > 0.02
    assert 17 * 60 < profile[:, 0].argmax() < 23 * 60


def test_a_year_later_there_are_more_orders_by_the_growth() -> None:
    now, then = rhythm.day_factors(date(2025, 9, 15), 366 + 364)[[0, 364]]
    assert then / now == pytest.approx((1 + rhythm.GROWTH) ** (364 / 365.25), rel=0.01)


def test_black_friday_stands_out() -> None:
    factors = rhythm.day_factors(date(2025, 11, 1), 30)
    assert factors.argmax() == 27
    assert factors[27] > 1.8 * np.median(factors)


def test_shifts_act_from_their_day_on_where_they_are_told_to() -> None:
    shifts = (rhythm.Shift(date(2026, 10, 1), "visits", "web", "social", 2.0),)
    assert (rhythm.shifted(shifts, date(2026, 9, 30), "visits") == 1).all()
    assert (rhythm.shifted(shifts, date(2026, 10, 1), "conversion") == 1).all()
    after = rhythm.shifted(shifts, date(2026, 10, 1), "visits")
    assert after[0, 1] == 2.0
    assert after.sum() == 9.0
