"""Public holidays by country and region, and the days that the clause lists."""

from __future__ import annotations

from datetime import date

import pytest

from accord.clauses.charter import CalendarRules, Charter
from accord.clauses.special_days import special_days


def of(**rules: object) -> Charter:
    return Charter(calendar=CalendarRules(**rules))  # type: ignore[arg-type]


def test_without_a_country_only_listed_days_are_special() -> None:
    charter = of(special_days=("2026-11-27", "2030-01-01"))
    assert special_days(charter, date(2026, 1, 1), date(2027, 1, 1)) == {date(2026, 11, 27)}


@pytest.mark.parametrize(("region", "special"), [(None, False), ("BY", True)])
def test_a_region_adds_its_own_holidays(region: str | None, special: bool) -> None:
    days = special_days(of(country="DE", region=region), date(2026, 1, 1), date(2026, 2, 1))
    assert (date(2026, 1, 6) in days) is special
    assert date(2026, 1, 1) in days


def test_the_end_is_left_out_and_years_are_crossed() -> None:
    charter = of(country="DE")
    days = special_days(charter, date(2025, 12, 25), date(2026, 1, 1))
    assert days == {date(2025, 12, 25), date(2025, 12, 26)}
    assert special_days(charter, date(2025, 12, 31), date(2026, 1, 2)) == {date(2026, 1, 1)}


def test_an_empty_period_has_no_special_days() -> None:
    assert special_days(of(country="DE"), date(2026, 1, 1), date(2026, 1, 1)) == frozenset()
