"""A glossary says to each reader what was agreed, and a term proposed twice is one entry."""

from __future__ import annotations

from accord.clauses.charter import Charter
from accord.clauses.glossary import Term, agreed

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
