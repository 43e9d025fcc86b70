"""A sentence ends where a reader would say so."""

import pytest

from accord.language.sentences import sentence_at, sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "We use tools, e.g. Okta and others.",
        "Mr. J. Smith of Acme Inc. came.",
        "It costs 3.50 or approx. 4 euros.",
        "Version 2.0 of site.com is out.",
        "Das gilt z.B. Montags.",
    ],
)
def test_a_full_stop_inside_ends_nothing(whole: str) -> None:
    assert cut(whole) == [whole]


def test_marks_and_empty_lines_end_sentences() -> None:
    text = 'Stop! Why? "Because." (So.) A heading\n\nThe text\ngoes on. '
    assert cut(text) == ["Stop!", "Why?", '"Because."', "(So.)", "A heading", "The text\ngoes on."]


def test_the_sentence_around_a_place_is_found() -> None:
    text = "One is here. Two is there. Three."
    at = text.index("there")
    assert text[slice(*sentence_at(text, at, at + 5))] == "Two is there."


def test_a_place_that_reaches_over_two_sentences_has_both() -> None:
    text = "Zero. One is here. Two is there. Three."
    assert text[slice(*sentence_at(text, text.index("here"), text.index("there")))] == "One is here. Two is there."


def test_nothing_has_no_sentence() -> None:
    assert cut("  \n ") == []
