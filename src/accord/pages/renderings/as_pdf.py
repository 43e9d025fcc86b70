"""Any page as a tagged PDF (PDF/UA-1, ISO 14289-1): what it says, its charts, its tables, as text of the screen."""

from __future__ import annotations

import re
from typing import Any

from accord.pages.renderings import chart
from accord.pages.renderings.pdf import WIDTH, typeset
from accord.pages.sheet import Sheet, SheetTable

ROWS = 500
"""Rows of one table that are printed; a longer table says that the others stand in CSV and XLSX."""

_ACROSS, _CARDS = 7, 9
"""More columns than the first are printed across; more than the second as a card for each row."""
_SHORT = 14
"""Letters that a column of short words has at most; longer ones share what room is left."""
_LONG = re.compile(r"[^\s\u200b]{24}(?=\S)")


def sheet_pdf(sheet: Sheet) -> bytes:
    """The page as PDF/UA-1 on its reader's paper. The same page gives the same bytes on one machine."""
    tables = [_table(table, sheet) for table in sheet.tables]
    wide = any(len(table["columns"]) > _ACROSS and not table["cards"] for table in tables)
    page = {
        "title": sheet.title,
        "lede": sheet.lede,
        "as_of": sheet.as_of,
        "notices": [text for text in (sheet.made_up, *sheet.notices) if text],
        "lines": [{"label": label, "text": _broken(text)} for label, text in sheet.lines],
        "charts": [{"title": c.title, "description": c.description} for c in sheet.charts],
        "tables": tables,
        "wide": wide,
    }
    width = WIDTH * 3 // 2 if wide else WIDTH
    drawings = [chart.draw(c.spec, sheet.form, c.currency, width) for c in sheet.charts]
    return typeset("sheet.typ", page, drawings, sheet.form.locale)


def _table(table: SheetTable, sheet: Sheet) -> dict[str, Any]:
    """A table as text, without columns in which nothing stands."""
    told = [i for i in range(len(table.columns)) if any(row[i].text for row in table.rows)]
    rows = [[_broken(row[i].text) for i in told] for row in table.rows[:ROWS]]
    columns = [_column(table, i) for i in told]
    cards = len(columns) > _CARDS
    return {"title": table.title, "note": _note(table, sheet), "columns": columns, "rows": rows, "cards": cards}


def _column(table: SheetTable, at: int) -> dict[str, Any]:
    """How wide a column is: a ``share`` of the room that is left, so many ``letters``, or as wide as its words."""
    column, longest = table.columns[at], max(len(row[at].text) for row in table.rows[:ROWS])
    free = not column.number and longest > _SHORT
    word = max(map(len, column.label.split()), default=0)
    narrow = column.number and len(column.label) > max(longest, word)
    return {
        "label": column.label,
        "number": column.number,
        "share": round(min(longest, 120) ** 0.5, 1) if free else 0,
        "letters": max(longest, word) if narrow else 0,
    }


def _note(table: SheetTable, sheet: Sheet) -> str:
    if len(table.rows) <= ROWS:
        return table.note
    first, all_ = sheet.form.count_all(ROWS), sheet.form.count_all(len(table.rows))
    return f"{table.note} The first {first} of {all_} rows; all of them stand in the CSV and XLSX of this page.".strip()


def _broken(text: str) -> str:
    """Long words may be broken, so that they stay in their column."""
    return _LONG.sub(lambda m: f"{m[0]}\u200b", text)
