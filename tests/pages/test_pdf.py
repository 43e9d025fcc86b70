"""The brief as a PDF for a board."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest

from accord.pages.renderings.pdf import brief_pdf, paper
from tests.pages import hostile, made_up

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF back; it is a development dependency")


@cache
def content() -> bytes:
    return brief_pdf(made_up.page())


def reader(made: bytes) -> Any:
    return pypdf.PdfReader(BytesIO(made))


def test_it_says_that_it_is_tagged_and_accessible() -> None:
    catalogue = reader(content()).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("en")
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert reader(content()).metadata.title == "Nordlicht Retail, 1 Oct to 31 Dec 2026"


def test_each_chart_has_words_that_stand_for_it() -> None:
    texts = [str(node["/Alt"]) for node in structure(content()) if "/Alt" in node]
    assert any(text.startswith("Orders over time against what was expected; shaded: incident") for text in texts)
    assert "Change by part; 1 Oct to 31 Dec 2026" in texts


def test_tables_tell_their_heads_and_headings_go_down_one_by_one() -> None:
    kinds = [str(node.get("/S")) for node in structure(content())]
    assert kinds.count("/TH") >= 10
    levels = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def structure(made: bytes) -> list[Any]:
    """All elements of the tag tree, in reading order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            found.append(node)
            walk(node.get("/K", []))

    walk(reader(made).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_the_first_page_has_the_four_cells_and_the_first_three_findings() -> None:
    page = made_up.page()
    first = "".join(reader(content()).pages[0].extract_text().split())
    for words in (*(c.title for c in page.cells), *(f.amount.text for f in page.first if f.amount)):
        assert "".join(words.split()) in first


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert brief_pdf(made_up.page()) == content()


@pytest.mark.parametrize(("locale", "size"), [("en_IE", "a4"), ("de_DE", "a4"), ("en_US", "us-letter"), ("fr", "a4")])
def test_paper_follows_the_territory(locale: str, size: str) -> None:
    assert paper(locale) == size


def test_names_are_text_and_never_markup() -> None:
    attack = ' #panic("hit") $x$ *b* \\ @ref <label> " } #import "x" //'
    made = brief_pdf(made_up.page(brief_=hostile.brief(attack)))
    text = "".join(page.extract_text() for page in reader(made).pages)
    assert "".join(attack.split()) in "".join(text.split())


def test_control_characters_and_letters_without_a_font_do_not_stop_it() -> None:
    for attack in (hostile.ATTACK + hostile.TERMINAL, " \U0001f680 \u682a\u5f0f \u0645\u0631\u062d\u0628\u0627 \uffff"):
        assert reader(brief_pdf(made_up.page(brief_=hostile.brief(attack)))).pages


def test_a_finding_longer_than_a_page_loses_nothing() -> None:
    long = " word" * 120 + " lastword"
    made = brief_pdf(made_up.page(brief_=hostile.brief(long)))
    text = " ".join(page.extract_text() for page in reader(made).pages)
    figures = next(f for f in made_up.brief().findings if f.subject == "INC-1042").figures
    assert text.count("lastword") > len(figures) * 2
