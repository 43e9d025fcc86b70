"""Acronyms are found with what they stand for, where the text says so."""

import pytest

from accord.language.acronyms import Expansion, expansions
from accord.language.document import Document, Part, PartKind
from accord.language.sentences import sentences
from tests.language.papers import paper

CUSTOMER = ("CAB", "Customer Advisory Board")


def found(text: str, kind: PartKind = "prose") -> list[tuple[str, str]]:
    return [(e.short, e.long) for e in expansions([paper(text, kind=kind)])]


@pytest.mark.parametrize(
    "text",
    [
        "Ask the Customer Advisory Board (CAB) first.",
        "Ask the CAB (Customer Advisory Board) first.",
        "Ask the CAB (the Customer Advisory Board, since May) first.",
        "CAB: Customer Advisory Board",
        "CAB - Customer Advisory Board, which meets weekly",
        "CAB \u2013 Customer Advisory Board",
        "CAB\n: Customer Advisory Board",
        "Here CAB stands for Customer Advisory Board.",
        "CAB is short for Customer Advisory Board.",
        "CAB steht f\u00fcr Customer Advisory Board.",
        "The Customer Advisory Board, or CAB, meets weekly.",
        "The Customer Advisory Board, kurz CAB, tagt jede Woche.",
        'The "Customer Advisory Board" ("CAB") meets.',
        "The Customer Advisory Board (also known as the CAB) meets.",
        "The Customer Advisory Board [CAB] meets.",
        "The Customer Advisory Board (CAB, monthly) meets.",
        "The Customer Advisory Board (CAB (monthly)) meets.",
        "We (the Customer Advisory Board (CAB)) meet.",
        "We (the CAB (Customer Advisory Board)) meet.",
    ],
)
def test_either_form_may_come_first_and_explain_the_other(text: str) -> None:
    assert found(text) == [CUSTOMER]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Several Customer Advisory Boards (CABs) meet.", "CAB", "Customer Advisory Boards"),
        ("Infrastructure as Code (IaC) helps.", "IaC", "Infrastructure as Code"),
        ("Continuous Integration and Continuous Delivery (CI/CD)", "CI/CD", None),
        ("Access to Justice (A2J)", "A2J", None),
        ("Version Control & Collaboration (VC&C)", "VC&C", None),
        ("hypertext markup language (HTML)", "HTML", "hypertext markup language"),
        ("JavaScript Object Notation (JSON)", "JSON", "JavaScript Object Notation"),
        ("Extreme Programming (XP)", "XP", "Extreme Programming"),
        ("Latin America (LATAM)", "LATAM", "Latin America"),
        ("the Advisory, Conciliation and Arbitration Service (Acas)", "Acas", None),
        ("A Two-Factor Authentication (2FA) token", "2FA", "Two-Factor Authentication"),
        ("a multi-\u00adfactor authentication (MFA) token", "MFA", "multi-factor authentication"),
    ],
)
def test_letters_may_be_joined_doubled_spoken_or_small(text: str, short: str, long: str | None) -> None:
    whole = text.removeprefix("the ").split(" (")[0]
    assert found(text) == [(short, long or whole)]


@pytest.mark.parametrize(
    "text",
    [
        "It is read with our parser (Ruby).",
        "Sync it to the customer database (SFDC).",
        "Use the command line (CLI).",
        "Its owner (Maria) answers.",
        "A call for help (PMM).",
        "SLA: 24 hours",
        "DRI - Maria",
        "MR (see below)",
        "The board advises customers. After that (CAB) comes.",
        "Customer Advisory Board meeting (CAB)",
        "Tools of IT (ITGC)",
    ],
)
def test_what_only_stands_beside_a_bracket_is_no_expansion(text: str) -> None:
    assert found(text) == []


def test_the_nearest_words_with_fitting_letters_are_taken() -> None:
    assert found("Sales asks the Sales Accepted Lead (SAL) team.") == [("SAL", "Sales Accepted Lead")]
    assert found("Europe, Middle East, and Africa (EMEA)") == [("EMEA", "Europe, Middle East, and Africa")]


def test_rows_of_a_glossary_are_read_both_ways() -> None:
    rows = "Term | Meaning\nCAB | Change Advisory Board\nMean Time To Repair | MTTR\nSLA | 24 hours\nDRI | Maria"
    assert found(rows, "table") == [("CAB", "Change Advisory Board"), ("MTTR", "Mean Time To Repair")]


def test_a_cell_that_goes_on_gives_the_words_that_fit() -> None:
    assert found("| MQL | Marketing Qualified Lead - an inquiry of a kind |", "table") == [
        ("MQL", "Marketing Qualified Lead")
    ]


def test_code_and_quoted_mail_are_not_read() -> None:
    assert found("Customer Advisory Board (CAB)", "code") == []
    assert found("Customer Advisory Board (CAB)", "quoted") == []


def test_a_heading_that_is_an_acronym_is_explained_by_what_stands_under_it() -> None:
    text = "CAB\nCustomer Advisory Board. It meets weekly."
    parts = (Part("heading", 0, 3, 1), Part("prose", 4, len(text), 2))
    [one] = expansions([Document("d1", "marketing", "", "", text, parts)])
    assert (one.short, one.long, one.sentence) == (*CUSTOMER, "Customer Advisory Board.")


def test_each_expansion_carries_its_place_and_the_sentence_that_proves_it() -> None:
    text = "Heading\nWe met on 3.5. and left. The Change Advisory Board (CAB), e.g. ours, said no. All went home."
    document = Document("d7", "it", "", "", text, (Part("heading", 0, 7, 1), Part("prose", 8, len(text), 3)))
    start = text.index("Change")
    sentence = "The Change Advisory Board (CAB), e.g. ours, said no."
    assert expansions([document]) == (
        Expansion(
            "CAB", "Change Advisory Board", "it", "d7", start, start + len("Change Advisory Board (CAB)"), sentence
        ),
    )


def test_a_text_of_brackets_only_is_read_without_harm() -> None:
    assert found("(" * 5000 + "CAB" + ")" * 5000) == []
    assert found("A" * 100_000 + " (A)") == []


@pytest.mark.parametrize("piece", [".", " ", "\n", "(", "|", "CAB ", "A.", "a-", ", or "])
def test_a_text_of_one_piece_again_and_again_is_read_in_its_length(piece: str) -> None:
    text = piece * 100_000
    assert found(text) == found(text, "table") == []
    assert list(sentences(text)) == ([(0, len(text.rstrip()))] if text.strip() else [])


def test_what_is_explained_again_and_again_is_found_each_time() -> None:
    assert len(found("Big Data (BD) is big. " * 200)) == 200
