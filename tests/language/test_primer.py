"""The primer is the same for everybody in a week, another one the next, and asks nothing that has two answers."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.clauses.glossary import Term
from accord.language.acronyms import Expansion
from accord.language.primer import PrimerFigure, PrimerWord, Side, known_words, primer
from tests.language.exchange.any_glossary import CAB, any_glossary

MONDAY = date(2026, 11, 16)
OUTAGES = PrimerFigure("Outages lost 21,400 euros.", "What did outages lose?", "€21,400", ("€10,700", "€42,800"), "3f9")
LATE = PrimerFigure("Late changes lost 900 euros.", "What did late changes lose?", "€900", ("€450", "€1,800"), "4a1")


def expansion(short: str, long: str, side: str, document: str = "d1") -> Expansion:
    return Expansion(short, long, side, document, 0, 9, f"The {long} ({short}) met.")


def words(reader: Side = "marketing") -> tuple[PrimerWord, ...]:
    return known_words(reader, (CAB,))


def test_a_week_has_five_words_two_figures_and_three_questions() -> None:
    told = primer("marketing", MONDAY, words(), (OUTAGES, LATE))
    assert (told.week, told.other) == ("2026-W47", "it")
    assert (len(told.words), len(told.figures), len(told.questions)) == (5, 2, 3)
    assert told.words[0].word  # in words of their trade


def test_the_same_week_is_the_same_page_and_the_next_one_another() -> None:
    first = primer("marketing", MONDAY, words(), (OUTAGES, LATE))
    for day in range(7):
        assert primer("marketing", MONDAY + timedelta(day), words(), (OUTAGES, LATE)) == first
    after = primer("marketing", MONDAY + timedelta(7), words(), (OUTAGES, LATE))
    both = {w.word for w in after.words} & {w.word for w in first.words}
    assert both == {"CAB"}  # the only word of their own


def test_no_word_comes_again_before_all_have_been() -> None:
    seen: list[str] = []
    trade = known_words("marketing", ())
    for week in range(len(trade) // 5):
        seen += [w.word for w in primer("marketing", MONDAY + timedelta(7 * week), trade).words]
    assert len(set(seen)) == len(seen)


def test_the_companys_own_words_are_told_each_week_and_not_the_same_ones() -> None:
    own = tuple(Term(f"W{n}", it=f"meaning {n}") for n in range(7))
    for count, shown in ((0, 0), (1, 1), (2, 1), (3, 2), (7, 3)):
        weeks = [primer("marketing", MONDAY + timedelta(7 * n), known_words("marketing", own[:count])) for n in (0, 1)]
        told = [{w.word for w in week.words if w.source == "glossary"} for week in weeks]
        assert [len(words_) for words_ in told] == [shown, shown]
        assert count < 2 or told[0] != told[1]


def test_the_companys_own_words_come_before_those_of_the_trade_and_tell_what_both_write() -> None:
    [cab] = [w for w in words() if w.source == "glossary"]
    assert (cab.word, cab.meaning, cab.write) == ("CAB", "Change Advisory Board", "IT's change board")
    assert cab.sentence == "The change board meets on Tuesdays."
    assert known_words("it", (CAB,))[0].meaning == "Customer Advisory Board"
    assert not [w for w in known_words("it", (Term("CAB", it="x", status="proposed"),)) if w.source == "glossary"]


def test_abbreviations_of_the_other_side_are_told_with_a_sentence_that_may_be_shown() -> None:
    found = [
        expansion("RFC", "request for change", "it"),
        expansion("RFC", "Request for Change", "it", "open"),
        expansion("RFC", "request for comments", "it", "open"),
        expansion("KPI", "key performance indicator", "it"),
        expansion("KPI", "Key Performance Indicator", "marketing"),
        expansion("CAB", "change board", "it"),
    ]
    told = {w.word: w for w in known_words("marketing", (CAB,), found, {"open"}) if w.source == "documents"}
    assert set(told) == {"RFC"}  # both sides mean the same by KPI, and CAB is agreed
    assert told["RFC"].meaning.casefold() == "request for change"
    assert told["RFC"].sentence == "The Request for Change (RFC) met."
    assert {w.sentence for w in known_words("marketing", (), found) if w.source == "documents"} == {""}


def test_a_word_of_the_trade_is_shown_in_a_sentence_about_the_company_itself() -> None:
    told = ["Nothing was lost.", "The error budgets of checkout are used up: 9 % left."]
    words_ = {w.word: w.sentence for w in known_words("marketing", (), told=told)}
    assert (words_["error budget"], words_["burn rate"]) == (told[1], "")


@settings(max_examples=60)
@given(any_glossary, st.dates(), st.sampled_from(["marketing", "it"]))
def test_each_question_has_one_right_answer_among_different_ones(
    glossary: tuple[Term, ...], day: date, reader: Side
) -> None:
    told = primer(reader, day, known_words(reader, glossary), (OUTAGES,))
    assert len(told.questions) == 3
    meanings = {w.meaning.casefold(): w.word for w in told.words}
    for question in told.questions:
        assert 3 <= len(question.options) <= 4
        assert len({o.casefold() for o in question.options}) == len(question.options)
        answer = question.options[question.right]
        assert answer in question.because or answer.casefold() in meanings or answer == OUTAGES.value


def test_the_right_answer_stands_in_no_place_of_its_own() -> None:
    weeks = [primer("it", MONDAY + timedelta(7 * w), words("it"), (OUTAGES,)) for w in range(60)]
    places = [q.right for week in weeks for q in week.questions]
    assert all(places.count(place) > len(places) / 8 for place in range(3))


def test_where_there_is_little_to_tell_little_is_told() -> None:
    one = PrimerWord("CAB", "Change Advisory Board", "glossary")
    assert primer("marketing", MONDAY, (one,)).questions == ()
    assert primer("marketing", MONDAY, ()).words == ()
