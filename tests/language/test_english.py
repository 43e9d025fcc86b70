"""Plurals and articles as an agreed wording needs them."""

from __future__ import annotations

import pytest

from accord.language.english import article, plural_phrase


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("customer council", "customer councils"),
        ("a contact who may buy", "contacts who may buy"),
        ("showing of an advertisement", "showings of an advertisement"),
        ("advisory body", "advisory bodies"),
        ("day", "days"),
        ("urgent fix", "urgent fixes"),
        ("contact person", "contact people"),
        ("the failures we accept", "the failures we accept"),
        ("what a click cost", "what a click cost"),
    ],
)
def test_the_plural_of_a_phrase_is_that_of_its_head(one: str, many: str) -> None:
    assert plural_phrase(one) == many


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("hour", "an"), ("unit", "a"), ("user", "a"), ("umbrella", "an"), ("SLO", "an"), ("PR", "a"), ("MQL", "an"),
        ("order", "an"), ("one-off", "a"), ("European", "a"), ("honest word", "an"), ("8-day", "an"), ("P1", "a"),
        ("unimportant", "an"), ("Sale", "a"), ("Offer", "an"), ("UI", "a"),
    ],
)  # fmt: skip
def test_an_article_goes_by_sound(word: str, says: str) -> None:
    assert article(word) == says
