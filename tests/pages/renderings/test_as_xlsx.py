"""Pages as workbooks."""

from __future__ import annotations

import ast
import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from accord.findings.format import Format
from accord.pages.renderings.as_xlsx import sheet_xlsx
from accord.pages.renderings.number_formats import number_format
from accord.pages.sheet import Cell, Sheet, SheetTable, cell_money, cell_text, cell_time
from accord.pages.sheets_of import sheet_of
from accord.pages.shown import Column
from accord.units.money import Money
from tests.pages import made_up
from tests.pages.renderings import sheets

calamine = pytest.importorskip("python_calamine")
pytest.importorskip("xlsxwriter", reason="xlsxwriter comes with the extra web")
SOURCES = Path(__file__).parents[3] / "src"


def read(content: bytes) -> dict[str, list[list[object]]]:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_numbers_are_numbers_times_are_local_times_and_durations_durations() -> None:
    told = read(sheet_xlsx(sheets.sheet()))
    assert list(told) == ["About", "Rows"]
    assert told["Rows"][1] == [
        "Checkout",
        datetime(2026, 11, 19, 14),
        date(2026, 11, 19),
        -21400.12,
        18204.0,
        0.9995,
        timedelta(seconds=2460),
    ]
    assert told["Rows"][2] == ["Nothing", "", "", "", "", "", ""]


def test_the_first_sheet_says_what_it_is_how_far_it_reaches_and_that_it_is_made_up() -> None:
    told = read(sheet_xlsx(sheet_of(made_up.page())))
    about = [tuple(row) for row in told["About"]]
    page = made_up.page()
    for line in (("Made up", page.made_up), ("Note", page.draft), ("As of", page.data_to), ("Times", "Europe/Paris")):
        assert line in about
    assert all(row[-1] == "made up" for name, rows in told.items() if name != "About" for row in rows[1:])


def test_heads_stay_in_sight_and_can_be_filtered() -> None:
    part = sheets.files(sheet_xlsx(sheets.sheet()))["xl/worksheets/sheet2.xml"]
    assert b'<pane ySplit="1"' in part
    assert b'<autoFilter ref="A1:G3"/>' in part


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en_IE", '"€"#,##0.00'), ("de_DE", '#,##0.00"\xa0€"'), ("en_US", '"€"#,##0.00'), ("fr_FR", '#,##0.00"\xa0€"')],
)
def test_money_has_its_sign_where_the_locale_puts_it(locale: str, expected: str) -> None:
    form = Format(locale, "UTC", "EUR")
    assert number_format(cell_money(form, Money(5, "EUR")), form) == expected


def test_money_of_another_currency_keeps_its_own_sign_and_digits() -> None:
    assert number_format(cell_money(sheets.FORM, Money(5, "JPY")), sheets.FORM) == '"JP¥"#,##0'


@pytest.mark.parametrize("payload", sheets.PAYLOADS)
def test_no_cell_is_a_formula_or_a_link(payload: str) -> None:
    parts = sheets.files(sheet_xlsx(sheets.hostile_sheet(payload)))
    assert len([name for name in parts if "worksheets/sheet" in name]) == 4
    for content in parts.values():
        assert not re.search(rb"<f[ >/]|<hyperlink|externalLink|ddeLink", content)
    told = read(sheet_xlsx(sheets.hostile_sheet("=1+1")))
    assert next(rows for name, rows in told.items() if name != "About")[1][0] == "=1+1"


def test_the_same_page_gives_the_same_bytes() -> None:
    page = made_up.page()
    assert sheet_xlsx(sheet_of(page)) == sheet_xlsx(sheet_of(page))


def test_names_of_sheets_are_legal_and_no_two_alike() -> None:
    names = ["a/b:c*d?e[f]g" * 4, "History", "same", "SAME", "'", "\x00", "About"]
    tables = tuple(SheetTable(n, n, (Column("a", "A", False),), ()) for n in names)
    told = list(read(sheet_xlsx(Sheet("x", "X", sheets.FORM, tables=tables))))
    assert len(told) == len(names) + 1
    assert len({name.lower() for name in told}) == len(told)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in told)


def test_a_text_too_long_for_a_cell_is_cut_with_dots_and_an_old_date_stands_as_text() -> None:
    rows = ((cell_text("x" * 40_000),), (cell_time(sheets.FORM, datetime(1869, 5, 4, 12)),), (cell_text("_x0041_"),))
    rows += ((Cell("9 of sixteen digits", 9 * 10**15, "count", None, 9e15),),)
    table = SheetTable("t", "T", (Column("a", "A", False),), rows)
    told = read(sheet_xlsx(Sheet("x", "X", sheets.FORM, tables=(table,))))["t"]
    assert str(told[1][0]).endswith("x…")
    assert len(str(told[1][0])) == 32_767
    assert str(told[2][0]).startswith("4 May 1869, 12:")
    assert told[3][0] == "_x0041_"
    assert told[4][0] == "9 of sixteen digits"


def test_nothing_in_the_project_writes_a_cell_without_saying_of_what_kind() -> None:
    """``write``, ``write_row``, ``write_column`` and ``write_formula`` of xlsxwriter would make formulas of texts."""
    loose = {"write_row", "write_column", "write_formula", "write_array_formula", "write_dynamic_array_formula"}
    users = [p for p in SOURCES.rglob("*.py") if "xlsxwriter" in p.read_text(encoding="utf-8")]
    assert {p.name for p in users} >= {"as_xlsx.py", "native_charts.py"}
    found = []
    for path in users:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name in loose or name == "write":
                    found.append(f"{path.name}:{node.lineno} {name}")
    assert found == []
