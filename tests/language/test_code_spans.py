"""Code within a sentence is no prose: not for acronyms, not for words, not for how often a word is said."""

import pytest

from accord.language.acronyms import expansions
from accord.language.code_spans import without_code, without_longer_code
from accord.language.collisions import uses
from accord.language.words import words
from tests.language.papers import paper


@pytest.mark.parametrize("told", [without_code, without_longer_code])
@pytest.mark.parametrize("text", ["Run `cab --all`s now.", "`a`", "don`t and it`s", "``so'' he said", "`open", "plain"])
def test_each_character_keeps_its_place(told, text: str) -> None:  # type: ignore[no-untyped-def]
    assert len(told(text)) == len(text)


def test_a_slip_of_the_pen_opens_no_code() -> None:
    assert without_code("We don`t ask the board (it`s late).") == "We don`t ask the board (it`s late)."


def test_code_explains_no_acronym() -> None:
    assert expansions([paper("Set `change advisory board (CAB)` in the file.")]) == ()
    assert expansions([paper("The change `x` advisory board (CAB) meets.")]) == ()
    assert expansions([paper("`CAB: change advisory board`", kind="table")]) == ()


def test_a_single_word_in_backticks_may_be_explained() -> None:
    [found] = expansions([paper("The `CAB` (change advisory board) meets.")])
    assert (found.short, found.long, found.sentence) == (
        "CAB",
        "change advisory board",
        "The `CAB` (change advisory board) meets.",
    )


def test_an_acronym_in_code_is_not_counted_as_said() -> None:
    text = "The change advisory board (CAB) meets. Set `CAB=1` and `CAB`. Ask the CAB."
    document = paper(text)
    assert [use.mentions for use in uses([document], expansions([document]))] == [2]


def test_words_in_code_are_no_words_and_part_their_neighbours() -> None:
    found = list(words("Then run `make release` again and don`t wait."))
    assert [word.key for word in found if word.key not in ("don", "t")] == ["then", "run", "again", "and", "wait"]
    assert [word.break_before for word in found][:3] == [False, False, True]
