"""A page as an Excel workbook: a sheet for each table and one about them all; no cell is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import count
from typing import TYPE_CHECKING, Any

from accord.findings.format import Format
from accord.pages.renderings.as_csv import about
from accord.pages.renderings.number_formats import DAY, number_format
from accord.pages.renderings.pdf import paper
from accord.pages.renderings.safe import fit
from accord.pages.sheet import Cell, Sheet, SheetTable, all_tables
from accord.units.period import local

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 1_048_575
"""Rows below the heads that Excel holds on one sheet; more go on to a next one."""
_LETTERS = 32_767
"""Letters that Excel holds in a cell."""
_FIRST = datetime(1900, 3, 1)  # noqa: DTZ001 - a day of no zone
"""Before this day Excel's calendar is wrong (it believes in 29 February 1900)."""
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same for every file
_NARROW, _WIDE = 8, 60
_CLASHES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_INK, _SOFT, _LINE, _WARN = "#1d1b19", "#5d5852", "#e6e2db", "#f9f0dc"
_SAFE = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_TIME, _DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
_DIGITS = 1e15
"""Excel keeps fifteen digits; a longer number stands as text."""


def sheet_xlsx(sheet: Sheet) -> bytes:
    """The page as a workbook. The same page gives the same bytes.

    A cell holds the number that the screen says, in the look of the reader's spreadsheet; times are local.
    """
    import xlsxwriter

    out = io.BytesIO()
    # Rows go to a file as they are written: a table of a million rows must not be held twice.
    with xlsxwriter.Workbook(out, {**_SAFE, "constant_memory": True}) as book:
        book.set_properties({"title": fit(sheet.title), "author": "Accord", "created": sheet.at or _MADE})
        styles = _Styles(book, sheet.form)
        names = _names()
        _about(book.add_worksheet(next(names("About"))), sheet, styles)
        for table in all_tables(sheet):
            name = names(table.name)
            for start in range(0, max(1, len(table.rows)), _ROWS):
                _table(book.add_worksheet(next(name)), sheet, table, start, styles)
    return out.getvalue()


class _Styles:
    """Looks of cells by what they hold, each made once."""

    def __init__(self, book: Workbook, form: Format) -> None:
        self._book, self._form = book, form
        self._made: dict[tuple[tuple[str, Any], ...], Style] = {}
        self._cells: dict[tuple[str, str | None, int, bool], Style] = {}

    def of(self, **look: Any) -> Style:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_color": _INK, "valign": "top", **look})
        return self._made[key]

    def cell(self, cell: Cell) -> Style:
        key = (cell.unit, cell.currency, cell.decimals, cell.number is None)
        if key not in self._cells:
            told = _DAY if cell.unit == "day" else _TIME
            self._cells[key] = self.of(num_format=told if cell.number is None else number_format(cell, self._form))
        return self._cells[key]


def _names() -> Callable[[str], Iterator[str]]:
    """For each table, the names of its sheets: legal in Excel, and no two alike."""
    taken: set[str] = {"history"}

    def of(name: str) -> Iterator[str]:
        plain = _CLASHES.sub(" ", fit(name)).strip(" '") or "Table"
        for number in count(1):
            tail = f" {number}" if number > 1 else ""
            told = plain[: 31 - len(tail)].rstrip(" '") + tail
            if told.lower() not in taken:
                taken.add(told.lower())
                yield told

    return of


def _about(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    """The first sheet: what the workbook is, how far its facts reach, and what to know first."""
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 100)
    page.hide_gridlines(2)
    wrap, label = styles.of(text_wrap=True), styles.of(font_color=_SOFT)
    looks = {"Title": styles.of(bold=True, font_size=16), "Made up": styles.of(bg_color=_WARN, text_wrap=True)}
    looks["Note"] = looks["Made up"]
    for row, (name, text) in enumerate(about(sheet)):
        page.write_string(row, 0, _fits(name), label)
        page.write_string(row, 1, _fits(text), looks.get(name, wrap))
    _print(page, sheet, sheet.title)


def _table(page: Worksheet, sheet: Sheet, table: SheetTable, start: int, styles: _Styles) -> None:
    """Rows from ``start`` on, below heads that stay in sight. Made-up rows say so in a last column."""
    rows = table.rows[start : start + _ROWS]
    labels = [column.label for column in table.columns] + (["Made up"] if sheet.made_up else [])
    for at, width in enumerate(_widths(labels, rows)):
        page.set_column(at, at, width)
    for at, label in enumerate(labels):
        look = {"align": "right"} if at < len(table.columns) and table.columns[at].number else {}
        page.write_string(
            0, at, _fits(label), styles.of(bold=True, bottom=1, bottom_color=_LINE, text_wrap=True, **look)
        )
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            _cell(page, number, at, cell, sheet.form.zone, styles)
        if sheet.made_up:
            page.write_string(number, len(table.columns), "made up", styles.of(font_color=_SOFT))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(rows), max(0, len(labels) - 1))
    page.repeat_rows(0)
    _print(page, sheet, table.title)


def _cell(page: Worksheet, row: int, at: int, cell: Cell, zone: str, styles: _Styles) -> None:
    if not cell.text:
        return
    number, day = cell.number, _moment(cell, zone)
    if number is not None and abs(number) < _DIGITS and not (cell.unit == "seconds" and number < 0):
        page.write_number(row, at, number / DAY if cell.unit == "seconds" else number, styles.cell(cell))
    elif day is not None and day >= _FIRST:
        page.write_datetime(row, at, day, styles.cell(cell))
    else:
        page.write_string(row, at, _fits(cell.text), styles.of(text_wrap=len(cell.text) > _WIDE))


def _moment(cell: Cell, zone: str) -> datetime | None:
    """A cell's moment by the reader's clock, a day at its midnight."""
    if not isinstance(cell.value, date):
        return None
    if not isinstance(cell.value, datetime):
        return datetime.combine(cell.value, time())
    moment = local(cell.value, zone).replace(tzinfo=None)
    return datetime.combine(moment.date(), time()) if cell.unit == "day" else moment


def _widths(labels: list[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Wide enough for what stands there, within reason; the first rows stand for all."""
    longest = [min(len(label), 24) for label in labels]
    for row in rows[:1000]:
        for at, cell in enumerate(row):
            longest[at] = max(longest[at], len(cell.text))
    return [min(max(length + 3, _NARROW), _WIDE) for length in longest]


def _fits(text: str) -> str:
    """Text as a cell can hold it: cut off with three dots where it is longer than Excel allows."""
    text = fit(text)
    letters = text.encode("utf-16-le")
    return text if len(letters) <= 2 * _LETTERS else letters[: 2 * _LETTERS - 2].decode("utf-16-le", "ignore") + "…"


def _print(page: Worksheet, sheet: Sheet, title: str) -> None:
    """On paper: across, one page wide, each page with the title and whether it is made up."""
    page.set_landscape()
    page.set_paper(1 if paper(sheet.form.locale) == "us-letter" else 9)
    page.fit_to_pages(1, 0)
    # An ampersand begins a code in headers and footers of Excel, which hold 255 letters at most.
    told = [fit(text).replace("&", "&&")[:110] for text in (title, sheet.made_up) if text]
    page.set_footer(f"&L{' · '.join(told)}&R&P / &N")
