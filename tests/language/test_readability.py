"""How hard a text is to read."""

from __future__ import annotations

import pytest

from accord.language.markup import read
from accord.language.readability import LONG_SENTENCE, readability

PLAIN = "We sell mugs. The shop is shut on Monday. Call us when you want to know more. We like to talk to you. " * 2
HARD = (
    "Organisational responsibilities concerning infrastructural availability necessitate comprehensive "
    "interdepartmental communication regarding operational interdependencies. "
) * 4


def test_hard_words_in_long_sentences_need_more_years_of_school() -> None:
    easy, hard = readability(read(PLAIN, "plain")), readability(read(HARD, "plain"))
    assert easy.grade is not None
    assert hard.grade is not None
    assert easy.grade < 4 < 16 < hard.grade


def test_the_grade_is_the_published_sum() -> None:
    told = readability(read("The cat sat on the mat. " * 10, "plain"))
    assert (told.words, told.sentences) == (60, 10)
    assert told.grade == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59, abs=0.05)


def test_a_short_text_has_no_grade() -> None:
    assert readability(read("Too short.", "plain")).grade is None
    assert readability(read("", "markdown")).words == 0


def test_long_sentences_are_told_with_their_place() -> None:
    text = "# Title\n\nShort. " + "Word " * LONG_SENTENCE + "end. Short.\n"
    [long] = readability(read(text, "markdown")).long
    assert (long.line, long.column, long.words) == (3, 8, LONG_SENTENCE + 1)


def test_code_and_addresses_are_no_words() -> None:
    assert readability(read("`one two` three\n\n    four\n", "markdown")).words == 1
