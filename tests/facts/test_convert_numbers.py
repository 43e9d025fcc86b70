from __future__ import annotations

from decimal import Decimal, InvalidOperation

import numpy as np
import pytest
from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from accord.facts.convert_errors import Unreadable
from accord.facts.convert_numbers import Numbers, to_minor
from accord.facts.locale import NumberEvidence, decimal_sign, settle_numbers
from accord.facts.reading import Ask, Given
from accord.facts.tabular_xlsx import Plain

LOCALES = ("en_US", "de_DE", "fr_FR", "de_CH", "en_IN", "pt_BR", "sv_SE")
SHAPES = st.text("0123456789.,-+ '’\u00a0\u202f", min_size=1, max_size=14)
AMOUNTS = st.decimals(-(10**9), 10**9, places=3)


def ours(text: str, locale: str) -> Decimal | None:
    try:
        return Numbers(locale).decimal(text)
    except Unreadable:
        return None


def babels(text: str, locale: str) -> Decimal | None:
    try:
        return parse_decimal(text, locale=locale, strict=True)
    except (NumberFormatError, InvalidOperation):
        return None


@given(SHAPES, st.sampled_from(LOCALES))
def test_no_text_is_read_otherwise_than_babel_reads_it(text: str, locale: str) -> None:
    read = ours(text, locale)
    if read is not None:
        group = Numbers(locale)._group
        spaced = "".join(group if c in " \u00a0\u202f" and group.isspace() else c for c in text.strip())
        assert read == babels(spaced.replace("'", "’") if group == "’" else spaced, locale)


@given(AMOUNTS, st.sampled_from(LOCALES), st.sampled_from(["#,##0.###", "0.###", "#,##0.00#", "0.00"]))
def test_whatever_babel_writes_is_read_back(amount: Decimal, locale: str, pattern: str) -> None:
    text = format_decimal(amount, pattern, locale=locale, decimal_quantization=False)
    assert ours(text, locale) == babels(text, locale)


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=20))
def test_many_at_once_equal_one_by_one(amounts: list[Decimal]) -> None:
    texts = [str(amount) for amount in amounts]
    numbers = Numbers("en_US")
    together = numbers.minors(texts, 2)
    assert np.array_equal(together, [numbers.minor(text, 2) for text in texts])


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1,234.50", 123450),
        ("$1,234,567", 123456700),
        ("(1,234.50)", -123450),
        ("-£45.00", -4500),
        ("45.00-", -4500),
        ("EUR 12", 1200),
        ("12 €", 1200),
        ("−7", -700),
        (Plain("12.5"), 1250),
    ],
)
def test_amounts_are_read_with_their_signs(text: str, minor: int) -> None:
    assert Numbers("en_US").minor(text, 2) == minor


@pytest.mark.parametrize(
    "text", ["34,551,00", "1e400", "NaN", "Infinity", "1_000", "１２", "0x10", "9" * 5000, "", "1.2.3", "--", "12.345"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Numbers("en_US").minor(text, 2)


def test_a_fraction_of_a_cent_is_refused_and_never_rounded_away() -> None:
    assert to_minor(Decimal("1.230"), 2) == 123
    with pytest.raises(Unreadable, match="decimals of its currency"):
        to_minor(Decimal("1.234"), 2)


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        ("1,234.56", "."), ("1.234,56", ","), ("1.234.567", ","), ("1,234,567", "."), ("12.5", "."), ("12,5", ","),
        ("0.125", "."), ("1234.567", "."), ("12.345", "?"), ("1,234", "?"), ("1 234,500", ","), ("1234", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_value_says_which_is_its_decimal_sign_or_that_it_may_be_either(value: str, sign: str) -> None:
    assert decimal_sign(value) == sign


def settled(*values: str, given: Given | None = None, hint: str | None = None) -> str:
    seen = NumberEvidence()
    seen.look(values, range(2, 2 + len(values)), "Amount")
    return settle_numbers(seen, given or Given(), hint)


@pytest.mark.parametrize(
    ("values", "locale"),
    [
        (["12.345", "1.50"], "en_US"), (["12.345", "1,50"], "de_DE"), (["1 020,50"], "fr_FR"),
        (["1\u202f020"], "fr_FR"), (["1'234.50"], "de_CH"), (["12,34,567.00"], "en_IN"), (["5", "100"], "en_US"),
    ],
)  # fmt: skip
def test_one_clear_value_settles_the_file(values: list[str], locale: str) -> None:
    assert settled(*values) == locale


def test_an_unclear_value_alone_is_asked_about_with_its_row() -> None:
    with pytest.raises(Ask) as asked:
        settled("7", "12.345")
    assert (asked.value.row, asked.value.column, asked.value.value) == (3, "Amount", "12.345")
    assert settled("12.345", given=Given(locale="de_DE")) == "de_DE"
    assert settled("12.345", hint="de_DE") == "de_DE"


def test_values_that_contradict_each_other_are_asked_about() -> None:
    with pytest.raises(Ask, match=r"1\.50"):
        settled("1.50", "1,50")


def test_typed_cells_of_a_workbook_leave_nothing_to_settle() -> None:
    assert settled(Plain("12.345")) == "en_US"
    assert Numbers("de_DE").decimal(Plain("12.345")) == Decimal("12.345")
