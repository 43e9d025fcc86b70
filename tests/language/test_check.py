"""Words are checked against their reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.language.check import Reader, check
from accord.language.terms import TERMS, Term

READERS: tuple[Reader, ...] = ("marketing", "it", "finance")


def terms(text: str, audience: Reader) -> list[str]:
    return [alert.term for alert in check(text, audience)]


def test_marketing_is_not_told_the_words_of_it() -> None:
    text = "62 % of the error budget is gone; the burn rate fell after the rollback, and the SLO held."
    assert terms(text, "marketing") == ["error budget", "burn rate", "rollback", "SLO"]
    assert terms(text, "it") == []


def test_it_is_not_told_the_words_of_marketing() -> None:
    text = "ROAS and CTR rose, MQLs fell, and the uplift is real."
    assert terms(text, "it") == ["ROAS", "CTR", "MQL", "uplift"]
    assert terms(text, "marketing") == []


def test_finance_is_told_neither() -> None:
    assert terms("The uplift paid for the error budget.", "finance") == ["uplift", "error budget"]


@pytest.mark.parametrize(
    "text",
    [
        "The error budget (the failures we agreed to accept) is used up.",
        "The error budget, that is the failures we agreed to accept, is used up.",
    ],
)
def test_a_term_that_is_explained_may_stand(text: str) -> None:
    assert terms(text, "marketing") == []


def test_places_of_a_template_are_figures_and_not_words() -> None:
    assert terms("{SLO} and {rollback:range} of {uplift}", "finance") == []


def test_an_abbreviation_is_not_found_in_another_word_or_case() -> None:
    assert terms("A slow contract, slotted: ctr.", "it") == []
    assert terms("The slo and the SLOGAN", "marketing") == []


def test_hyphens_line_ends_plurals_and_capitals_hide_no_term() -> None:
    assert terms("Error-budgets, error\nbudget and Rollbacks", "marketing") == [
        "error budget",
        "error budget",
        "rollback",
    ]


@given(st.sampled_from(TERMS), st.sampled_from(["", "The ", "Our "]), st.sampled_from([".", " rose.", ", then."]))
def test_an_alert_points_at_its_term_and_says_what_to_say_instead(term: Term, before: str, after: str) -> None:
    text = f"{before}{term.term}{after}"
    reader: Reader = "marketing" if term.trade == "it" else "it"
    alert = next(a for a in check(text, reader) if a.term == term.term)
    assert text[alert.start : alert.end] == term.term
    assert alert.instead == term.instead


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
def test_what_to_say_instead_needs_no_alert_itself(term: Term) -> None:
    assert [terms(term.instead, reader) for reader in READERS] == [[], [], []]
