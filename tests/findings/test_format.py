"""Figures as text, in the reader's locale."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.findings.finding import Figure
from accord.findings.format import Format, round_like, share_decimals
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

IRISH = Format("en_IE", "Europe/Paris", "EUR")
GERMAN = Format("de_DE", "Europe/Berlin", "EUR")
FRENCH = Format("fr_FR", "Europe/Paris", "EUR")


def amount(mid: int, low: int, high: int, currency: str = "EUR") -> Amount:
    return Amount(Interval(mid, low, high), currency)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (IRISH, "€21,400 (€18,600 to €24,700)"),
        (GERMAN, "21.400\xa0€ (18.600\xa0€ to 24.700\xa0€)"),
        (FRENCH, "21\u202f400\xa0€ (18\u202f600\xa0€ to 24\u202f700\xa0€)"),
    ],
)
def test_money_follows_the_locale(form: Format, text: str) -> None:
    assert form.amount(amount(2_141_234, 1_858_765, 2_474_999)) == text


def test_middle_and_ends_of_an_amount_end_on_the_same_digit() -> None:
    assert IRISH.amount(amount(123_456_789, 12_345_678, 987_654_321)) == "€1,230,000 (€120,000 to €9,880,000)"


def test_a_negative_amount_has_a_minus_sign_and_not_a_hyphen() -> None:
    assert IRISH.money(-430_000) == "−€4,300"
    assert Format("nl_NL", "UTC", "EUR").money(-430_000) == "€\xa0−4.300"
    assert IRISH.count(-0.4) == "0"


def test_minor_units_follow_the_currency() -> None:
    assert IRISH.amount(amount(21_400, 18_600, 24_700, "JPY"), "").endswith("21,400")
    assert IRISH.amount(amount(21_400_000, 18_600_000, 24_700_000, "KWD"), "").endswith("21,400")
    assert IRISH.exact_money(123_456_789_012_345_678) == "€1,234,567,890,123,456.78"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.18, "18\u202f%"), (0.9995, "99.95\u202f%"), (0.004, "0.4\u202f%"), (0.0, "0\u202f%"), (1.0, "100\u202f%")],
)
def test_a_share_has_the_digits_that_tell_it_from_all_and_nothing(value: float, text: str) -> None:
    assert IRISH.share(value) == text


def test_a_share_and_its_ends_have_the_same_number_of_digits() -> None:
    assert IRISH.interval(Interval(0.9995, 0.9912, 0.9999), "share", "full") == (
        "99.95\u202f% (99.12\u202f% to 99.99\u202f%)"
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (45, "45 seconds"),
        (119, "119 seconds"),
        (2460, "41 minutes"),
        (12_600, "3.5 hours"),
        (7200, "2 hours"),
        (1_036_800, "12 days"),
    ],
)
def test_a_duration_is_told_in_the_largest_unit_that_keeps_it_readable(seconds: float, text: str) -> None:
    assert IRISH.seconds(seconds) == text


def test_times_are_local_and_follow_the_locale() -> None:
    t = datetime(2026, 11, 19, 13)
    assert IRISH.time(t) == "19 Nov 2026, 14:00"
    assert GERMAN.time(t) == "19. Nov. 2026, 14:00"
    assert Format("en_US", "America/New_York").time(t) == "Nov 19, 2026, 08:00"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (datetime(2026, 9, 30, 22), datetime(2026, 12, 31, 23), "1 Oct to 31 Dec 2026"),
        (datetime(2025, 12, 31, 23), datetime(2027, 1, 1, 23), "1 Jan 2026 to 1 Jan 2027"),
        (datetime(2026, 11, 18, 23), datetime(2026, 11, 19, 23), "19 Nov 2026"),
        (datetime(2026, 11, 19, 13), datetime(2026, 11, 19, 13, 41), "19 Nov 2026, 14:00 to 14:41"),
        (datetime(2026, 11, 19, 13), datetime(2026, 11, 20, 1), "19 Nov 2026, 14:00 to 20 Nov 2026, 02:00"),
    ],
)
def test_a_period_of_whole_days_is_told_by_its_first_and_last(start: datetime, end: datetime, text: str) -> None:
    assert IRISH.period(Period(start, end)) == text


def test_a_day_on_which_the_clocks_change_is_a_whole_day() -> None:
    assert IRISH.period(Period(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 23))) == "25 Oct 2026"


def test_a_figure_is_shown_by_its_unit_and_as_asked() -> None:
    began = Figure("began", "Began", datetime(2026, 11, 19, 13), "time")
    assert [IRISH.figure(began, s) for s in ("", "clock")] == ["19 Nov 2026, 14:00", "14:00"]
    assert IRISH.figure(Figure("d", "Day", datetime(2026, 11, 19, 13), "day")) == "19 Nov 2026"
    assert IRISH.figure(Figure("s", "Service", "Checkout", "text")) == "Checkout"
    lost = Figure("lost", "Lost", Interval(312, 270, 352), "count")
    assert [IRISH.figure(lost, s) for s in ("", "range", "full")] == ["312", "270 to 352", "312 (270 to 352)"]


def test_a_table_shows_nothing_where_nothing_was_observed() -> None:
    cells = [IRISH.cell(v, "count") for v in (None, float("nan"), 3.44, 1234.0)]
    assert cells == ["", "", "3.4", "1,230"]


@given(st.floats(-1e12, 1e12))
def test_rounding_moves_a_number_by_less_than_a_hundredth_or_half_a_unit(value: float) -> None:
    assert abs(round_like(value) - value) <= max(0.5, abs(value) / 100)


@given(st.floats(0.0001, 0.9999))
def test_a_share_that_is_neither_all_nor_nothing_is_never_shown_as_such(value: float) -> None:
    assert 0 < round(value, share_decimals(value) + 2) < 1
