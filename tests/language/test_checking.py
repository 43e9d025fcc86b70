"""Words are checked against their reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.glossary import READERS, Reader, Term
from accord.language.checking import Checker, check
from accord.language.lexicon import SAY_WHICH, lexicon, plain
from accord.language.markup import Markup
from accord.language.terms import EVERYDAY_TERMS, TRADE_TERMS, TradeTerm


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


@given(st.sampled_from(TRADE_TERMS), st.sampled_from(["", "The ", "Our "]), st.sampled_from([".", " rose.", ", then."]))
def test_an_alert_points_at_its_term_and_says_what_to_say_instead(term: TradeTerm, before: str, after: str) -> None:
    text = f"{before}{term.term}{after}"
    reader: Reader = "marketing" if term.trade == "it" else "it"
    alert = next(a for a in check(text, reader) if a.term == term.term)
    assert text[alert.start : alert.end] == term.term
    assert alert.instead == term.instead


@pytest.mark.parametrize("term", [*TRADE_TERMS, *EVERYDAY_TERMS], ids=lambda term: term.term)
def test_what_to_say_instead_needs_no_alert_itself(term: TradeTerm) -> None:
    assert [terms(term.instead, reader) for reader in READERS] == [[], [], []]


BUDGET = Term("error budget", wording="agreed failures", variants=("failure allowance",))
CAB = Term("CAB", marketing="customer advisory board", it="change advisory board")


def found(text: str, *glossary: Term, reader: Reader = "marketing", markup: Markup = "plain") -> list[str]:
    return [alert.found for alert in Checker(lexicon(reader, glossary)).alerts(text, markup)]


def test_an_alert_counts_lines_and_columns_in_characters() -> None:
    text = "# Été\n\nNö: the *error\nbudget* and SLOs.\n"
    told = [(a.term, a.line, a.column, a.found) for a in check(text, "marketing", "markdown")]
    assert told == [("error budget", 3, 10, "error budget"), ("SLO", 4, 13, "SLOs")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Our error budget.", (1, 5, 1, 17)),
        ("Our error\nbudget.", (1, 5, 2, 7)),
        ("> Our error\n> budget.", (1, 7, 2, 9)),
        ("\nOur error **budget**.", (2, 5, 2, 19)),
        ("Our error\r\nbudget", (1, 5, 2, 7)),
        ("an error   budget", (1, 4, 1, 18)),
    ],
)
def test_an_alert_ends_where_its_last_character_stands(text: str, place: tuple[int, int, int, int]) -> None:
    [alert] = check(text, "marketing", "markdown")
    assert (alert.line, alert.column, alert.end_line, alert.end_column) == place
    lines = text.split("\n")
    assert lines[alert.end_line - 1][: alert.end_column - 1].endswith("budget")


def test_the_glossary_says_what_to_write_and_is_heard_before_the_trade_s_words() -> None:
    [alert] = Checker(lexicon("marketing", [BUDGET])).alerts("Our error budgets")
    assert (alert.instead, alert.source) == ("agreed failures", "glossary")
    assert found("A failure allowance (that is few)", BUDGET) == ["failure allowance"]


def test_a_word_that_the_glossary_agrees_on_is_no_alarm_for_anybody() -> None:
    assert found("The SLO and the S.L.O.", Term("SLO", wording="SLO", variants=("S.L.O.",))) == []


def test_only_what_is_agreed_holds() -> None:
    assert found("An error budget", Term("error budget", wording="x", status="proposed")) == ["error budget"]
    assert found("A whatsit", Term("whatsit", wording="x", status="retired")) == []


def test_a_word_with_two_meanings_and_no_wording_asks_which() -> None:
    [alert] = Checker(lexicon("it", [CAB])).alerts("The CAB met; the cab left.")
    assert alert.instead == ""
    assert "say which" in alert.reason
    assert found("The CAB (change advisory board) met", CAB, reader="it") == []


def test_an_acronym_that_the_text_writes_out_is_explained_from_there_on() -> None:
    written_out = "The Customer Advisory Board (CAB) met. All CABs agree, says the CAB."
    assert found(written_out, CAB) == []
    assert found("# The **CAB**\n\nThe [Customer Advisory Board](a.md) (`CAB`) met.", CAB, markup="markdown") == ["CAB"]
    assert found("The CAB met. The customer advisory board (CAB) met.", CAB) == ["CAB"]
    assert found("Ask the customer advisory board or the CAB.", CAB) == ["CAB"]


def test_a_long_form_in_another_block_explains_nothing() -> None:
    apart = "# Customer Advisory Board\n\n(CAB) It met, says the CAB."
    assert found(apart, CAB, markup="markdown") == ["CAB", "CAB"]


def test_an_acronym_that_is_written_out_is_replaced_where_a_wording_is_agreed() -> None:
    agreed = Term("CAB", wording="customer board")
    assert found("The Customer Advisory Board (CAB) met. The CAB agrees.", agreed) == ["CAB", "CAB"]


def test_writing_out_one_acronym_explains_no_other() -> None:
    assert found("The Customer Advisory Board (CAB) met; the SLO held.", CAB) == ["SLO"]


def test_jargon_learned_from_documents_is_told_with_its_reason() -> None:
    checker = Checker(lexicon("marketing", learned={"kubelet": "IT writes it 40 times, marketing never"}))
    [alert] = checker.alerts("Kubelets fail")
    assert (alert.term, alert.reason, alert.source) == ("kubelet", "IT writes it 40 times, marketing never", "learned")


def test_learned_jargon_is_explained_where_its_trade_is_known_to_mean_something_by_it() -> None:
    [alert] = Checker(lexicon("it", learned={"hero": "marketing says it"})).alerts("The hero is late.")
    assert (alert.source, alert.instead) == ("learned", "the large picture at the top of a page")
    assert found("The hero is late.", reader="it") == []
    two = f"means 'a' to marketing and 'b' to IT{SAY_WHICH}"
    assert lexicon("it", learned={"drop": two})[0].instead == ""


def test_the_longest_of_overlapping_terms_counts_and_only_that() -> None:
    three = [Term("change", wording="x"), Term("change freeze", wording="y"), Term("freeze window", wording="z")]
    assert found("A change freeze window, a change", *three) == ["change freeze", "change"]


@pytest.mark.parametrize(
    "text",
    [
        "pre-deployment deployment-ready",
        "deployment.yaml and config.deployment",
        "#deployment @deployment deployment@example.org",
        "https://example.org/a/deployment/b www.example.org/deployment",
        "/deployment src/deployment/it",
        "deployments_of redeployment",
    ],
)
def test_names_addresses_and_parts_of_words_are_no_terms(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["deployment", "deployment/rollback", "(deployment)", "“deployment”", "deployment."])
def test_punctuation_hides_no_term(text: str) -> None:
    assert "deployment" in found(text)


@pytest.mark.parametrize("before", ["See https://host/a/b", "src/a/b", "ask@host", "`a/b/c`"])
def test_an_address_at_the_end_of_a_block_hides_no_term_of_the_next(before: str) -> None:
    assert found(f"{before}\n\n# Deployment notes", markup="markdown") == ["Deployment"]


def test_an_acronym_keeps_its_case_within_a_phrase_and_the_rest_does_not() -> None:
    assert found("SQL Leads, sql lead, SLOS, SLOs", reader="it") == ["SQL Leads"]
    assert found("SLOS, SLOs") == ["SLOs"]


def test_an_empty_lexicon_and_an_empty_text_give_nothing() -> None:
    assert Checker([]).alerts("anything") == []
    assert found("") == []


@given(st.lists(st.sampled_from(["error", "budget", "burn", "rate", " ", "-", "\n", "SLO", "s", ".", "ß", "İ"])))
def test_what_is_found_stands_where_it_is_said_to_stand(pieces: list[str]) -> None:
    text = "".join(pieces)
    last = 0
    for alert in check(text, "marketing"):
        assert plain(text[alert.start : alert.end]).startswith(plain(alert.term))
        assert text.split("\n")[alert.line - 1][alert.column - 1 :].startswith(text[alert.start])
        assert alert.start >= last
        last = alert.end
