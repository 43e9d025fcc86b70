"""Which days a brief covers where nobody names any."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.pages.account import _months_before


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2026, 10, 31), date(2026, 8, 1)),
        (date(2026, 5, 24), date(2026, 2, 25)),
        (date(2026, 5, 30), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2025, 12, 1)),
        (date(2026, 1, 15), date(2025, 10, 16)),
    ],
)
def test_three_months_reach_back_to_the_day_after(last: date, first: date) -> None:
    assert _months_before(last, 3) == first


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_three_months_are_89_to_93_days(last: date) -> None:
    assert 89 <= (last - _months_before(last, 3)).days + 1 <= 93
