"""Documents become arrays of words, and what is copied onto every page counts once."""

import numpy as np

from accord.language.corpus import corpus
from accord.language.document import Document, Part
from tests.language.small_texts import document

FOOT = "Edit this page or open a request."


def test_a_paragraph_that_stands_on_every_page_counts_once() -> None:
    read = corpus([document(f"d{i}", "it", f"Page {'abc'[i]}bcd.\n{FOOT}") for i in range(3)])
    assert np.bincount(read.key)[read.number["request"]] == 1
    assert np.bincount(read.key)[read.number["page"]] == 4


def test_the_order_of_the_documents_changes_nothing() -> None:
    made = [document(f"d{i}", "it", f"word{'abc'[i]} and others") for i in range(3)]
    one, other = corpus(made), corpus(made[::-1])
    assert one.keys == other.keys
    assert one.key.tolist() == other.key.tolist()


def test_code_and_tables_are_not_read() -> None:
    text = "We deploy.\nmake all\na | b"
    parts = (Part("prose", 0, 10, 1), Part("code", 11, 19, 2), Part("table", 20, 25, 3))
    assert corpus([Document("d", "it", "", "", text, parts)]).keys == ("we", "deploy")


def test_a_name_is_what_is_capitalised_within_sentences() -> None:
    read = corpus([document("d", "it", "Pipelines run. We use Snowflake and a pipeline.\nLeads go to Snowflake.")])
    assert read.name[read.number["snowflake"]]
    assert not read.name[read.number["pipeline"]]
    assert read.shown[read.number["snowflake"]] == "Snowflake"
    assert read.shown[read.number["pipeline"]] == "pipeline"


def test_places_lead_back_to_the_text() -> None:
    made = document("d", "it", "First line.\nA second line here.")
    read = corpus([made])
    at = read.key.tolist().index(read.number["second"])
    assert made.text[read.start[at] :].startswith("second")


def test_no_documents_give_an_empty_corpus() -> None:
    assert corpus([]).keys == ()
    assert corpus([document("d", "it", "12 34")]).keys == ()
