"""What each side says, how often, and in how many documents."""

from accord.language.corpus import corpus
from accord.language.vocabulary import vocabulary
from tests.language.small_texts import document

MADE = [
    *(document(f"m{i}", "marketing", f"The landing page number {'abcdef'[i]}x converts leads.") for i in range(6)),
    *(document(f"i{i}", "it", f"The page cache number {'abcdef'[i]}y expires. Do not page us.") for i in range(6)),
]


def test_words_are_counted_by_side_and_document_in_any_spelling() -> None:
    counted = vocabulary(corpus(MADE))
    assert counted.sides == ("it", "marketing")
    assert counted.sizes == (6, 6)
    assert counted.written("page", "it") == (12, 6)
    assert counted.written("Pages", "marketing") == (6, 6)
    assert counted.written("page", "finance") == (0, 0)
    assert counted.written("unheard", "it") == (0, 0)


def test_words_that_belong_together_are_one_term_and_others_are_not() -> None:
    counted = vocabulary(corpus(MADE))
    assert counted.written("landing pages", "marketing") == (6, 6)
    assert counted.find("page cache number") is not None
    assert counted.find("the landing page") is None
    assert counted.find("expires do not page") is None


def test_a_phrase_does_not_reach_across_a_stop_or_a_number() -> None:
    split = [document(f"d{i}", "it", f"We open {'abcdef'[i]}x gates. Doors 7 windows.") for i in range(6)]
    counted = vocabulary(corpus(split))
    assert counted.find("gates doors") is None
    assert counted.find("doors windows") is None


def test_no_documents_have_no_words() -> None:
    assert vocabulary(corpus([])).terms == ()
