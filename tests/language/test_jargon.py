"""A word is jargon for a reader whose side hardly says it, and only where the documents show as much."""

from accord.clauses.glossary import Term
from accord.language.corpus import corpus
from accord.language.jargon import Jargon, jargon, strange
from accord.language.vocabulary import vocabulary
from tests.language.small_texts import document


def learned(it_documents: int = 30, marketing_documents: int = 40) -> tuple[Jargon, ...]:
    """IT says kubernetes and customer, marketing says webinar and customer; both say dashboard, all made up."""
    letters = [a + b for a in "bdfgk" for b in "aeioulmnrs"]
    ours = [
        document(f"i{i}", "it", f"The {x}t kubernetes cluster has a dashboard for Zendesk and a customer.")
        for i, x in enumerate(letters[:it_documents])
    ]
    theirs = [
        document(f"m{i}", "marketing", f"A {x}p webinar has a dashboard and a customer who pays for it again.")
        for i, x in enumerate(letters[:marketing_documents])
    ]
    counted = vocabulary(corpus(ours + theirs))
    return (*jargon(counted, "it", "marketing"), *jargon(counted, "marketing", "it"))


def test_a_word_of_one_side_is_jargon_for_the_other() -> None:
    found = learned()
    assert "kubernetes cluster" in strange(found, "marketing")
    assert "webinar" in strange(found, "it")
    assert "webinar" not in strange(found, "marketing")


def test_words_of_both_and_of_everybody_and_names_are_not() -> None:
    said = set(strange(learned(), "marketing"))
    assert not said & {"dashboard", "customer", "zendesk", "Zendesk"}


def test_too_few_documents_of_the_reader_cannot_tell() -> None:
    found = learned(marketing_documents=4)
    told = {j.verdict for j in found if j.reader == "marketing"}
    assert told == {"cannot tell"}
    assert not strange(found, "marketing")


def test_a_reader_whose_side_wrote_nothing_is_told_neither_sides_jargon() -> None:
    assert {"kubernetes cluster", "webinar"} <= set(strange(learned(), "finance"))


def test_the_glossary_overrides() -> None:
    settled = Term("Webinars", wording="online talk")
    assert "webinar" not in strange(learned(), "it", [settled])
    proposed = Term("Webinars", wording="online talk", status="proposed")
    assert "webinar" in strange(learned(), "it", [proposed])


def test_the_reason_says_how_often_who_says_it() -> None:
    [reason] = [why for word, why in strange(learned(), "it").items() if word == "webinar"]
    assert reason.startswith("marketing says it in 40 documents, IT never")


def test_a_side_without_documents_has_no_jargon() -> None:
    counted = vocabulary(corpus([document("a", "it", "A cluster.")]))
    assert jargon(counted, "it", "marketing") == ()


def _one_sided(*sentences: str, side: str = "it") -> set[str]:
    """What is told of a side that says each sentence on thirty pages, beside as many of the other that says none."""
    letters = [a + b for a in "bdfgk" for b in "aeioulmnrs"]
    other = "marketing" if side == "it" else "it"
    ours = [document(f"a{i}", side, " ".join(f"{s} {x}q." for s in sentences)) for i, x in enumerate(letters[:30])]
    theirs = [document(f"b{i}", other, f"We talk of many things and of {x}p.") for i, x in enumerate(letters[:30])]
    counted = vocabulary(corpus(ours + theirs))
    return set(strange(jargon(counted, side, other), other))


def test_formal_english_is_no_jargon() -> None:
    assert not _one_sided("The latter output is derived", "We asked for participation") & {
        "latter",
        "output",
        "derived",
    }


def test_a_phrase_of_everybodys_words_is_none_and_one_with_a_strange_word_is_told_by_that() -> None:
    told = _one_sided("The marketing team sees a daily basis", "Each kubelet restarts, the kubelet list and a kubelet")
    assert "kubelet" in told
    assert not {word for word in told if " " in word}


def test_an_everyday_word_is_jargon_where_its_trade_means_something_else_by_it() -> None:
    assert _one_sided("The hero has a great window and a house", side="marketing") == {"hero"}
    assert _one_sided("The hero has a great window and a house", side="it") == set()


def test_acronyms_that_everybody_knows_are_none() -> None:
    assert _one_sided("SIRT", "PDF") == {"SIRT"}


def test_a_piece_of_a_sentence_is_no_term() -> None:
    assert not {word for word in _one_sided("We patched the kernels and dashboards") if " " in word}
