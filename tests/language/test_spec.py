"""A requirement for two readers: what each reads, and what is open."""

from __future__ import annotations

from time import perf_counter

import pytest

from accord.clauses.glossary import Term
from accord.language.lexicon import SAY_WHICH
from accord.language.spec import Spec, duty, spec

GLOSSARY = (
    Term("error budget", instead=(("marketing", "failure allowance"),)),
    Term("MQL", instead=(("it", "sales contact"),)),
    Term("CAB", marketing="customer advisory board", it="change advisory board"),
    Term("landing page", wording="landing page"),
)
TEXT = """# Landing page

The landing page MUST load within 2 seconds if at most 500 people visit. It should be fast.

- Each MQL must be stored unless the error budget is spent.
- The CAB may decide.
- Deployment needs a WAF, see `SLO`.
- Service Level Objective (SLO) reports are sent, 99.9 % as a minimum.
"""


def made() -> Spec:
    return spec(TEXT, "markdown", GLOSSARY)


def test_each_statement_is_worded_for_both_sides() -> None:
    statement = made().statements[3]
    assert statement.text == "Each MQL must be stored unless the error budget is spent."
    assert statement.marketing == "Each MQL must be stored unless the failure allowance is spent."
    assert statement.it == "Each sales contact must be stored unless the error budget is spent."
    assert not statement.is_same


def test_markup_that_begins_or_ends_a_statement_stays_with_it() -> None:
    text = "**SLOs** must be kept. [The plan](a.md) is needed. <b>Now</b> it *is*\n\n- *One* and [two](b.md)\n"
    assert [s.text for s in spec(text, "markdown").statements] == [
        "**SLOs** must be kept.",
        "[The plan](a.md) is needed.",
        "<b>Now</b> it *is*",
        "*One* and [two](b.md)",
    ]


@pytest.mark.parametrize("sentence", ["It is fast. ", "fast "], ids=["many sentences", "one long sentence"])
def test_a_long_text_takes_as_long_as_its_parts(sentence: str) -> None:
    words, began = sentence * 4_000, perf_counter()
    assert len(spec(words).questions) == 4_000
    assert perf_counter() - began < 10, "each question looked through all of the text"


def test_duty_and_conditions_stay_with_their_statement() -> None:
    told = [(s.duty, s.conditions) for s in made().statements[:5]]
    assert told == [
        (None, ()),
        ("must", ("within 2 seconds if at most 500 people visit",)),
        ("should", ()),
        ("must", ("unless the error budget is spent",)),
        ("may", ()),
    ]


def test_what_the_glossary_does_not_settle_is_asked() -> None:
    asked = [(q.kind, q.word, q.line) for q in made().questions]
    assert asked == [
        ("vague", "fast", 3),
        ("two meanings", "CAB", 6),
        ("jargon", "Deployment", 7),
        ("acronym", "WAF", 7),
        ("vague", "as a minimum", 8),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The page is fast.", ["fast"]),
        ("The page is fast: 200 ms.", []),
        ("It is user-friendly for 20 people.", ["user-friendly"]),
        ("Answer soon.", ["soon"]),
        ("Answer as soon as possible.", ["as soon as possible"]),
        ("Answer by 31 March, where possible.", ["where possible"]),
        ("`fast` is a flag.", []),
    ],
)
def test_a_vague_word_is_asked_about_unless_a_number_settles_it(text: str, words: list[str]) -> None:
    assert [q.word for q in spec(text, "markdown").questions] == words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("It shall not stop.", "must not"),
        ("It must be on, and may be seen.", "must"),
        ("People SHOULD see it.", "should"),
        ("It may not stop.", "must not"),
        ("A page.", None),
    ],
)
def test_the_first_word_of_duty_counts(text: str, says: str | None) -> None:
    assert duty(text) == says


def test_a_wording_that_changes_the_duty_is_asked_about() -> None:
    told = spec("It must hold the SLA.", "plain", [Term("SLA", wording="promise, which should not fail if seen")])
    assert [q.kind for q in told.questions] == ["wording", "wording"]
    told = spec("It holds the SLA.", "plain", [Term("SLA", wording="promise that must hold")])
    assert "changes the duty" in told.questions[0].asks


def test_a_text_that_cannot_be_reworded_is_shown_as_it_stands_and_says_why() -> None:
    told = spec("The SLA holds.", "markdown", [Term("SLA", wording="*promise*")])
    assert told.statements[0].marketing == "The SLA holds."
    assert "change markup" in told.questions[0].asks


def test_jargon_learned_for_one_side_is_open_too() -> None:
    told = spec("Kubelets restart.", learned={"marketing": {"kubelet": "IT only"}})
    assert [(q.kind, q.word) for q in told.questions] == [("jargon", "Kubelets")]


def test_of_a_word_with_two_meanings_it_is_asked_which_is_meant() -> None:
    [asked] = spec("The CABs decide.", glossary=GLOSSARY).questions
    assert asked.asks == (
        "Which is meant? 'CABs' means 'customer advisory board' to marketing and 'change advisory board' to IT."
    )


def test_a_word_that_the_documents_tell_apart_is_asked_which_and_not_how_it_is_said() -> None:
    why = f"stands beside 'deals' in marketing and beside 'builds' in IT{SAY_WHICH}"
    [asked] = spec("A pipeline runs.", learned={"marketing": {"pipeline": why}, "it": {"pipeline": why}}).questions
    assert (asked.kind, asked.word) == ("two meanings", "pipeline")
    assert asked.asks == "Which is meant? 'pipeline' stands beside 'deals' in marketing and beside 'builds' in IT."


def test_an_empty_text_has_no_statements() -> None:
    assert spec("\n\n").statements == ()
