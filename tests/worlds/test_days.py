from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.worlds import days


@pytest.mark.parametrize("year", range(2008, 2060))
def test_public_holidays_are_those_of_an_independent_list(year: int) -> None:
    assert {entry.first for entry in days.public_holidays(year)} == set(holidays.country_holidays("FR", years=year))


@pytest.mark.parametrize(
    ("year", "friday", "winter", "summer"),
    [
        (2025, date(2025, 11, 28), date(2025, 1, 8), date(2025, 6, 25)),
        (2026, date(2026, 11, 27), date(2026, 1, 7), date(2026, 6, 24)),
        (2027, date(2027, 11, 26), date(2027, 1, 6), date(2027, 6, 23)),
    ],
)
def test_sales_begin_on_the_days_that_the_rules_give(year: int, friday: date, winter: date, summer: date) -> None:
    assert (days.black_friday(year), days.winter_sale(year), days.summer_sale(year)) == (friday, winter, summer)


@given(st.integers(1990, 2100), st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]))
def test_the_nth_weekday_falls_in_its_month(year: int, month: int, weekday: int, nth: int) -> None:
    found = days.nth_weekday(year, month, weekday, nth)
    assert (found.year, found.month, found.weekday()) == (year, month, weekday)
    if nth < 0:
        assert (found + timedelta(days=7)).month != month
    else:
        assert (found.day - 1) // 7 == nth - 1


def test_entries_are_those_that_touch_the_span() -> None:
    found = days.entries(date(2026, 1, 1), date(2026, 1, 2))
    assert {e.entry_id for e in found} == {"holiday-2026-01-01", "freeze-christmas-2025", "sale-2026-01-01"}
