"""PDFs: headings and tables are told by the size and place of letters; lists, columns and running lines are none."""

from __future__ import annotations

import pytest
import typst

from tests.facts.documents import made

WORDS = "Made up words of a page that goes on for some time so that its letters are those of the text. "
PLAIN = f'#set page(paper: "a4"); #set text(font: "DejaVu Sans Mono", size: 10pt)\n{WORDS * 4}\n\n'


def parts(source: str) -> list[tuple[str, str]]:
    """The parts of a PDF that is set from ``source``, without the plain page that it begins with."""
    whole = made.parts(made.only("a.pdf", typst.compile((PLAIN + source).encode())))
    return [(kind, text) for kind, text in whole if not text.startswith("Made up words")]


@pytest.mark.parametrize("head", ["= The freeze", "#text(size: 14pt)[The freeze]", "#text(weight: 700)[The freeze]"])
def test_larger_and_bold_lines_are_headings(head: str) -> None:
    assert parts(f"{head}\n\nNothing is changed in May. {WORDS}")[0] == ("heading", "The freeze")


def test_a_bold_sentence_and_a_text_all_in_bold_are_none() -> None:
    assert parts("#text(weight: 700)[Nothing is changed in May.]") == [("prose", "Nothing is changed in May.")]
    bold = made.parts(made.only("a.pdf", typst.compile(f"#set text(weight: 700)\n{WORDS * 3}".encode())))
    assert {kind for kind, _ in bold} == {"prose"}


@pytest.mark.parametrize("stroke", ["1pt", "none"])
def test_cells_below_each_other_are_a_table_with_lines_and_without(stroke: str) -> None:
    rows = "[Word], [Means], [Owner], [CAB], [Change Advisory Board], [Kim], [SLA], [Service Level Agreement], [Lee]"
    told = parts(f"#table(columns: 3, stroke: {stroke}, {rows})")
    assert told == [
        ("table", "Word | Means | Owner\nCAB | Change Advisory Board | Kim\nSLA | Service Level Agreement | Lee")
    ]


def test_a_cell_of_several_lines_is_one() -> None:
    long = "Change Advisory Board that meets on each Tuesday"
    rows = f"[Word], [Means], [Owner], [CAB], [{long}], [Kim], [SLA], [Service Level Agreement], [Lee]"
    told = parts(f"#table(columns: (2cm, 6cm, 3cm), stroke: none, {rows})")
    assert told == [("table", f"Word | Means | Owner\nCAB | {long} | Kim\nSLA | Service Level Agreement | Lee")]


def test_lists_and_columns_of_text_are_no_tables() -> None:
    told = parts("+ one thing\n+ another thing\n+ the last thing\n\n- a point\n- a second point\n- a third point")
    assert {kind for kind, _ in told} == {"prose"}
    assert {kind for kind, _ in parts(f"#columns(2)[{WORDS * 9}]")} <= {"prose"}


def test_acronyms_of_a_table_in_a_pdf_are_read() -> None:
    from accord.language.acronyms import expansions
    from accord.language.document import Document, Part

    rows = "[CAB], [Change Advisory Board], [SLA], [Service Level Agreement], [DR], [Disaster Recovery]"
    page = made.only("a.pdf", typst.compile((PLAIN + f"#table(columns: 2, stroke: none, {rows})").encode()))
    document = Document("a", "it", "", "a.pdf", page.text, tuple(Part(*part) for part in page.parts))
    assert {(e.short, e.long) for e in expansions((document,))} >= {
        ("CAB", "Change Advisory Board"),
        ("SLA", "Service Level Agreement"),
        ("DR", "Disaster Recovery"),
    }


def test_a_page_number_is_no_text() -> None:
    assert parts('#set page(numbering: "1")\nNothing is changed in May.') == [("prose", "Nothing is changed in May.")]
