"""Every value of a hand-out stands beside the text that the screen shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.findings.format import Format
from accord.pages.sheet import (
    NOTHING,
    SheetTable,
    cell_count,
    cell_day,
    cell_money,
    cell_of,
    cell_share,
    cell_text,
    cell_time,
    cells_amount,
    cells_interval,
)
from accord.pages.shown import Column
from accord.units.interval import Interval
from accord.units.money import Amount, Money, digits

FORM = Format("en_IE", "Europe/Paris", "EUR")
sizes = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@given(sizes, st.sampled_from(["money", "count", "seconds", "ratio"]))
def test_the_number_of_a_cell_is_what_its_text_says(value: float, unit: str) -> None:
    cell = cell_of(FORM, value, unit, "EUR")
    assert cell.number is not None
    again = cell.number * 100 if unit == "money" else cell.number
    assert FORM.cell(value, unit, "EUR") == cell.text
    assert cell_of(FORM, again, unit, "EUR").text == cell.text


@given(st.floats(min_value=0, max_value=1))
def test_a_share_says_what_its_number_says(value: float) -> None:
    cell = cell_share(FORM, value)
    assert cell_share(FORM, cell.number, cell.decimals).text == cell.text


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_exact_sum_keeps_its_last_digit(minor: int, currency: str) -> None:
    cell = cell_money(FORM, Money(minor, currency))
    assert cell.value == minor
    assert round((cell.number or 0) * 10 ** digits(currency)) == minor
    assert cell.decimals == digits(currency)


def test_an_amount_is_three_cells_rounded_to_one_digit() -> None:
    amount = Amount(Interval(2_140_312, 98_765, 2_470_000), "EUR")
    mid, low, high = cells_amount(FORM, amount)
    assert (mid.text, low.text, high.text) == ("€21,400", "€1,000", "€24,700")
    assert (mid.number, low.number, high.number) == (21400, 1000, 24700)
    assert mid.value == 2_140_312
    assert FORM.amount(amount, "range") == f"{low.text} to {high.text}"


def test_what_was_counted_has_no_ends_and_what_is_missing_has_nothing() -> None:
    assert cells_amount(FORM, Amount(Interval.exact(100), "EUR"))[1:] == (NOTHING, NOTHING)
    assert cells_amount(FORM, None) == (NOTHING, NOTHING, NOTHING)
    assert [cell_of(FORM, v, "count") for v in (None, float("nan"))] == [NOTHING, NOTHING]


def test_a_moment_is_said_in_the_zone_of_its_reader_with_or_without_an_offset() -> None:
    naive = datetime(2026, 12, 31, 23, 30)
    tokyo = timezone(timedelta(hours=9))
    for at in (naive, naive.replace(tzinfo=UTC), naive.replace(tzinfo=UTC).astimezone(tokyo)):
        cell = cell_time(FORM, at)
        assert (cell.text, cell.value) == ("1 Jan 2027, 00:30", naive)
        assert cell_day(FORM, at).text == "1 Jan 2027"


def test_a_date_is_the_same_day_in_every_zone() -> None:
    for zone in ("Pacific/Auckland", "America/Sao_Paulo", "UTC", "Pacific/Honolulu"):
        cell = cell_day(Format("en_IE", zone, "EUR"), date(2018, 11, 4))
        assert (cell.text, cell.value) == ("4 Nov 2018", date(2018, 11, 4))


def test_counted_numbers_keep_all_digits_and_texts_are_texts() -> None:
    assert (cell_count(FORM, 18_204).text, cell_count(FORM, 18_204).number) == ("18,204", 18_204)
    assert cell_text("=1+1").unit == "text"
    assert cells_interval(FORM, Interval(0.18, 0.15, 0.21), "share")[0].number == 0.18


def test_a_row_with_too_few_cells_is_refused_by_name_and_number() -> None:
    columns = (Column("a", "A", False), Column("b", "B", True))
    with pytest.raises(ValueError, match="table rows: row 2 has 1 cells under 2 columns"):
        SheetTable("rows", "Rows", columns, ((NOTHING, NOTHING), (NOTHING,)))
