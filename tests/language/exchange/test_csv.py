"""CSV holds the glossary to the letter, and tables that people keep in a spreadsheet are read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings

from accord.clauses.glossary import Term
from accord.language.exchange import csv_file
from accord.language.exchange.shape import BadWords
from tests.language.exchange.any_glossary import CAB, any_glossary


def written(*glossary: Term) -> bytes:
    [(_, raw)] = csv_file.export(glossary).files
    return raw


@settings(max_examples=80)
@given(any_glossary)
def test_a_glossary_comes_back_as_it_went_out(glossary: tuple[Term, ...]) -> None:
    back = csv_file.read(written(*glossary), file="a.csv")
    assert (back.terms, back.unsaid) == (glossary, ())


@settings(max_examples=40)
@given(any_glossary)
def test_no_cell_acts_as_a_formula(glossary: tuple[Term, ...]) -> None:
    rows = csv.reader(io.StringIO(written(*glossary).decode(), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_table_from_a_spreadsheet_is_read_by_labels_and_semicolons() -> None:
    text = "Word;Both write;In IT it means;Remark\nCAB;change board;Change Advisory Board;old\n;;;\n"
    read = csv_file.read(text.encode("utf-8-sig"), file="words.csv")
    assert read.terms == (Term("CAB", wording="change board", it="Change Advisory Board"),)
    assert read.unsaid == ("Left out, because the glossary has no such columns: Remark.",)


def test_rows_that_contradict_each_other_are_told_and_those_that_add_are_not() -> None:
    told = csv_file.read(b"term,wording,finance\nCAB,a,\ncab,b,\nSLO,c,\nSLO,c,d\n", file="words.csv")
    assert told.unsaid == ("Said twice and differently, of which the last counts: CAB.",)
    assert [(t.term, t.wording, t.finance) for t in told.terms] == [("CAB", "b", None), ("SLO", "c", "d")]


def test_two_rows_of_one_word_are_one_entry() -> None:
    read = csv_file.read(b"term,it,marketing\nCAB,Change Advisory Board,\ncab,,Customer Advisory Board\n", file="w.csv")
    assert read.terms == (Term("CAB", it=CAB.it, marketing=CAB.marketing),)


BAD = [
    ("", 1, "no column term"),
    ("it\nx\n", 1, "no column term"),
    ("term,term\nCAB,CAB\n", 1, "twice"),
    ("term,it\nCAB\n", 2, "1 cells under 2 columns"),
    ("term,it\n,board\n", 2, "the word is missing"),
    ("term,status\nCAB,signed\n", 2, "no state signed"),
    ('term\n"CAB', 2, "not CSV"),
    ("term\nC\x07AB\n", 2, "cannot be shown"),
]


@pytest.mark.parametrize(("text", "line", "reason"), BAD)
def test_a_table_that_cannot_be_read_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadWords, match=reason) as fault:
        csv_file.read(text.encode(), file="bad.csv")
    assert fault.value.line == line
