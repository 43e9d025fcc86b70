"""A glossary says to each reader what was agreed, and a term proposed twice is one entry."""

from __future__ import annotations

import pytest
from hypothesis import given

from accord.clauses.charter import Charter
from accord.clauses.contents import contents, joined
from accord.clauses.glossary import Term, agreed, joined_with, same_word
from tests.clauses.strategies import glossaries

CAB = Term(
    "CAB",
    marketing="Customer Advisory Board",
    it="Change Advisory Board",
    wording="change board",
    finance="meeting that approves changes",
    instead=(("marketing", "IT's change board"),),
    variants=("CABs",),
)


def test_each_reader_is_told_what_was_agreed_for_them() -> None:
    assert CAB.say("marketing") == "IT's change board"
    assert CAB.say("it") == "change board"
    assert CAB.say("finance") == "meeting that approves changes"
    assert Term("CAB", wording="change board").say("finance") == "change board"


def test_a_word_that_is_its_own_wording_is_not_replaced() -> None:
    assert Term("uptime", wording="Uptime").say("marketing") is None
    assert Term("uptime", wording="uptimes", variants=("uptimes",)).say("it") is None
    assert Term("uptime").say("it") is None


def test_only_agreed_words_bind() -> None:
    terms = (CAB, Term("CMS", status="proposed"), Term("pod", status="retired"))
    assert list(agreed(terms)) == [CAB]


def test_a_term_is_found_by_any_of_its_spellings() -> None:
    charter = Charter(glossary=(CAB,))
    assert charter.term("cabs") is CAB
    assert charter.term("board") is None
    assert CAB.meaning("it") == "Change Advisory Board"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CAB", "cab", True),
        ("CAB", "CABs", True),
        ("SLA", "SLA's", True),
        ("C.A.B.", "CAB", True),
        ("time-to-market", "time to market", True),
        ("pipeline", "Pipelines", True),
        ("CMS", "CM", False),
        ("press", "pres", False),
        ("CAB", "CAM", False),
        ("s", "", False),
    ],
)
def test_case_dots_hyphens_and_a_plural_do_not_make_another_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


def test_a_term_that_is_there_in_another_spelling_gains_what_it_lacks() -> None:
    new = Term("CABs", it="Change Board", owner_it="Change Manager", examples=("Ask the CAB.",), variants=("C.A.B.",))
    [one] = joined_with((CAB,), new)
    assert (one.term, one.it, one.marketing, one.wording) == ("CAB", "Change Board", CAB.marketing, CAB.wording)
    assert (one.variants, one.owner_it, one.examples) == (("CABs", "C.A.B."), "Change Manager", ("Ask the CAB.",))


def test_a_new_term_leaves_the_spellings_of_others_to_them() -> None:
    _, board = joined_with((CAB,), Term("board", variants=("cabs", "Board", "boards")))
    assert board == Term("board", variants=("boards",))


@given(glossaries(), glossaries())
def test_a_glossary_to_which_any_terms_were_added_is_a_glossary(there: tuple[Term, ...], new: tuple[Term, ...]) -> None:
    for term in new:
        once = joined_with(there, term)
        assert joined_with(once, term) == once
        there = once
    assert joined(contents(Charter(glossary=there))).glossary == there


def test_a_state_is_changed_by_a_wording_and_not_by_silence() -> None:
    open_ = Term("CMS", status="proposed")
    assert joined_with((open_,), Term("CMS", it="store"))[0].status == "proposed"
    assert joined_with((open_,), Term("CMS", wording="content system"))[0].status == "agreed"
    assert joined_with((CAB,), Term("CAB", status="retired"))[0].status == "retired"
