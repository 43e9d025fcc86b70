"""Everybody's words are told from a trade's."""

import pytest

from accord.language.general_english import is_common, zipf


@pytest.mark.parametrize("word", ["customer", "campaign", "server", "money", "Problem"])
def test_everyday_words_are_common(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize("word", ["latency", "webinar", "kubernetes", "schema", "attribution", "qwrtz"])
def test_trade_words_are_not(word: str) -> None:
    assert not is_common(word)


def test_the_scale_is_that_of_the_literature() -> None:
    assert 7 < zipf("the") < 8
    assert zipf("qwrtz") == 0
