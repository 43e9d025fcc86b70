"""Tables as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.pages.renderings.as_csv import guarded, sheet_csv, stem, unlike
from accord.pages.sheets_of import sheet_of
from tests.pages import made_up
from tests.pages.renderings import sheets


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_table_is_one_file_of_numbers_times_and_texts() -> None:
    content = sheet_csv(sheets.sheet())
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second = rows(content)
    assert head == ["What", "When", "Day", "Paid (EUR)", "Orders", "Share (of 1)", "Lasted (seconds)"]
    assert first == ["Checkout", "2026-11-19 14:00:00+01:00", "2026-11-19", "-21400.12", "18204", "0.9995", "2460"]
    assert second == ["Nothing", "", "", "", "", "", ""]


def test_made_up_rows_say_so_in_each_row() -> None:
    told = rows(sheet_csv(sheets.sheet(made_up="Made up: nobody lives here.")))
    assert [row[-1] for row in told] == ["Made up", "made up", "made up"]


def test_several_tables_are_an_archive_with_a_file_for_each_and_one_about_them() -> None:
    files = sheets.files(sheet_csv(sheet_of(made_up.page())))
    assert list(files)[:3] == ["about.csv", "four-cells.csv", "findings.csv"]
    assert ["Made up", made_up.page().made_up] in rows(files["about.csv"])
    assert {"orders-in-ten-minutes.csv", "what-moved-it.csv"} <= set(files)
    head, *body = rows(files["findings.csv"])
    amount = head.index("Amount (EUR)")
    assert [row[amount] for row in body] == ["26800", "21400", "38500", "-21700", "9800", "", ""]
    measured = head.index("Measured instead")
    assert body[5][measured : measured + 4] == ["4.25", "2.9", "5.75", "times a week that both meet it"]


def test_a_page_without_tables_is_a_file_of_its_lines() -> None:
    plain = replace(sheets.sheet(), tables=(), lines=(("Question", "Why?"),))
    assert ["Question", "Why?"] in rows(sheet_csv(plain))


def test_a_column_of_several_units_has_them_beside_it_once() -> None:
    files = sheets.files(sheet_csv(sheet_of(made_up.page())))
    head, *body = rows(files["figures.csv"])
    assert head == ["Finding", "Figure", "Value", "Value, unit", "At least", "At most", "Made up"]
    assert {row[3] for row in body} == {"", "of 1", "seconds", "EUR"}


def test_the_same_page_gives_the_same_bytes() -> None:
    page = made_up.page()
    assert sheet_csv(sheet_of(page)) == sheet_csv(sheet_of(page))


@pytest.mark.parametrize("payload", sheets.PAYLOADS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_no_cell_begins_a_formula_whatever_sign_a_spreadsheet_splits_at(payload: str, delimiter: str) -> None:
    files = sheets.files(sheet_csv(sheets.hostile_sheet(payload)))
    assert len(files) == 4
    for content in files.values():
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter):
            assert [cell for cell in row if is_formula(cell)] == []


def is_formula(cell: str) -> bool:
    text = cell.strip(' "')
    return text[:1] in tuple("=+-@\uff1d\t\r") and bool(text) and not _is_number(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(st.text(alphabet="=+-@\t\r\n;,| 'a1\uff1d\x00", max_size=12))
def test_no_text_begins_a_formula_after_any_separator(text: str) -> None:
    for part in _split(guarded(text)):
        assert part.lstrip(" ")[:1] not in tuple("=+-@\uff1d")


def _split(text: str) -> list[str]:
    for sign in ";,|\t\r\n":
        text = text.replace(sign, "\x01")
    return text.split("\x01")


def test_plain_words_stay_as_they_are() -> None:
    for text in ("Checkout, 14:00 - 15:00", "a = b", "Söhne & Co; Kiel", "it's"):
        assert guarded(text) == text


def test_names_of_files_are_plain_and_no_two_alike() -> None:
    assert unlike(["a", "b", "a", "a"]) == ["a", "b", "a-2", "a-3"]
    assert stem("../../Ünique =1+1 Name") == "nique-1-1-name"
