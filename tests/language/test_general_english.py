"""Everybody's words are told from a trade's."""

from math import inf

import pytest

from accord.language.general_english import COMMON, LEARNED, is_common, level, zipf


@pytest.mark.parametrize("word", ["customer", "campaign", "server", "money", "Problem"])
def test_everyday_words_are_common(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize("word", ["latency", "webinar", "kubernetes", "schema", "attribution", "qwrtz"])
def test_trade_words_are_not(word: str) -> None:
    assert not is_common(word)


@pytest.mark.parametrize("word", ["latter", "output", "participation", "dictionary", "Supplier"])
def test_words_that_offices_read_and_films_seldom_say_are_common(word: str) -> None:
    assert zipf(word) < COMMON
    assert is_common(word)


@pytest.mark.parametrize("word", ["downstream", "provisioning"])
def test_a_word_that_a_learner_s_list_alone_knows_is_not(word: str) -> None:
    assert level(word) <= LEARNED
    assert not is_common(word)


def test_an_unknown_word_has_no_level() -> None:
    assert level("qwrtz") == inf


def test_the_scale_is_that_of_the_literature() -> None:
    assert 7 < zipf("the") < 8
    assert zipf("qwrtz") == 0
