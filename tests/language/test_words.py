"""Words are cut the same way everywhere: what is no word stays out, and one word has one key."""

import pytest

from accord.language.words import is_short, key, singular, words


def keys(text: str) -> list[str]:
    return [word.key for word in words(text)]


def test_numbers_addresses_paths_and_handles_are_no_words() -> None:
    text = "See https://example.org/a, docs/how-to/x.md, @jane, #ops, a@example.org, example.com's page at 3.5 % of 9k."
    assert keys(text) == ["see", "page", "at", "of"]


def test_plurals_and_possessives_share_a_key_with_the_word() -> None:
    assert keys("Campaigns, the campaign's and a campaign") == ["campaign", "the", "campaign", "and", "campaign"]
    assert keys("two companies’ boxes") == ["two", "company", "box"]


@pytest.mark.parametrize("word", ["news", "status", "analysis", "process", "analytics", "sales", "series", "always"])
def test_an_s_that_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


def test_abbreviations_keep_their_capitals_so_that_it_is_not_it() -> None:
    assert keys("it is the IT team's SLAs, CI/CD and P1") == [
        "it", "is", "the", "IT", "team", "SLA", "CI", "CD", "and", "P1",
    ]  # fmt: skip
    assert is_short(key("SLAs"))
    assert not is_short(key("slas"))


def test_a_line_in_capitals_shouts_and_holds_no_abbreviations() -> None:
    assert keys("PLEASE READ THIS") == ["please", "read", "this"]


def test_hyphens_and_apostrophes_hold_a_word_together_and_camels_stay_whole() -> None:
    assert keys("go-to-market isn't GitLab's déjà-vu") == ["go-to-market", "isn't", "gitlab", "déjà-vu"]


def test_places_are_those_of_the_text() -> None:
    text = "The team’s SLAs (new) fell."
    assert [text[w.start : w.end] for w in words(text)] == ["The", "team", "SLAs", "new", "fell"]
    assert [w.break_before for w in words(text)] == [False, False, False, True, True]
    assert [w.first for w in words("We go. You stay: here.")] == [True, False, True, False, False]


@pytest.mark.parametrize("piece", ["a", "a.", "a/", "a-", "a'", "1.", "@a", "é"])
def test_a_line_made_to_be_slow_is_not(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert all(text[w.start : w.end] == w.text for w in words(text))  # work that grows with the square never ends
