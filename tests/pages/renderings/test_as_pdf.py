"""Any page as PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from accord.pages.renderings.as_pdf import ROWS, sheet_pdf
from accord.pages.sheet import SheetTable, cell_count, cell_text
from accord.pages.sheets_of import sheet_of
from accord.pages.shown import Column
from tests.pages import made_up
from tests.pages.renderings import sheets

pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF back; it is a development dependency")


def pages(content: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2060\u200b\u202f\xa0]+", "", text)


def catalogue(content: bytes) -> Any:
    return pypdf.PdfReader(BytesIO(content)).trailer["/Root"]


def test_it_says_that_it_is_tagged_and_accessible() -> None:
    content = sheet_pdf(sheets.sheet())
    root = catalogue(content)
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pypdf.PdfReader(BytesIO(content)).metadata.title == "Rows of a test"


def test_a_finding_has_its_lines_its_chart_in_words_and_its_figures() -> None:
    page = next(f for f in made_up.page().first if f.analysis == "outages")
    content = sheet_pdf(sheet_of(page, sheets.FORM, "Made up: nobody lives here."))
    text = "".join(pages(content))
    for said in (
        page.title,
        page.say,
        page.ask,
        page.amount.line if page.amount else "",
        *(w.say for w in page.wordings),
    ):
        assert squeezed(said) in text
    assert all(squeezed(f.text) in text for f in page.figures)
    assert b"Orders over time" in content or "Orders over time" in str(alternatives(content))


def alternatives(content: bytes) -> list[str]:
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            walk(node.get("/K", []))

    walk(catalogue(content)["/StructTreeRoot"]["/K"])
    return found


def test_made_up_data_say_so_on_every_page() -> None:
    banner = "Made up: nobody lives here."
    rows = tuple((cell_text(f"row {i}"), cell_count(sheets.FORM, i)) for i in range(120))
    table = SheetTable("t", "T", (Column("a", "A", False), Column("b", "B", True)), rows)
    told = pages(sheet_pdf(replace(sheets.sheet(made_up=banner), tables=(table,))))
    assert len(told) >= 3
    assert all(squeezed(banner) in page for page in told)


def test_a_long_table_says_how_many_rows_are_not_printed() -> None:
    rows = tuple((cell_text(f"row {i}"),) for i in range(ROWS + 7))
    table = SheetTable("t", "T", (Column("a", "A", False),), rows)
    text = "".join(pages(sheet_pdf(replace(sheets.sheet(), tables=(table,)))))
    assert f"row{ROWS - 1}" in text
    assert f"row{ROWS}T" not in text
    assert squeezed(f"The first {ROWS} of {ROWS + 7} rows") in text


def test_a_table_too_wide_for_paper_is_printed_as_cards_and_loses_nothing() -> None:
    sheet = sheet_of(made_up.page())
    text = "".join(pages(sheet_pdf(sheet)))
    findings = next(t for t in sheet.tables if t.name == "Findings")
    assert len(findings.columns) > 9
    assert [c.text for row in findings.rows for c in row if squeezed(c.text) not in text] == []


@pytest.mark.parametrize("attack", ['#panic("hit") $x$ *b* @ref <l>', "=1+1\x00", "\U0001f680\u682a", "w" * 300])
def test_names_are_text_and_never_markup(attack: str) -> None:
    text = "".join(pages(sheet_pdf(sheets.hostile_sheet(attack))))
    if attack.isascii() and attack.isprintable():
        assert squeezed(attack) in text


def test_an_empty_page_and_an_empty_table_are_pages_too() -> None:
    empty = replace(sheets.sheet(), tables=(SheetTable("t", "No rows yet", (Column("a", "A", False),), ()),), lede="")
    text = "".join(pages(sheet_pdf(empty)))
    assert "Norowsyet" in text
    assert "Nothinghere." in text


def test_the_same_page_gives_the_same_bytes() -> None:
    assert sheet_pdf(sheets.sheet()) == sheet_pdf(sheets.sheet())
