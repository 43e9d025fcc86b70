"""A page's tables as CSV (RFC 4180): one table is one file, several are a ZIP of files.

For programs, and for whoever pastes into a spreadsheet: UTF-8 with a mark by which Excel knows it, numbers with a
point and nothing else, local times as ISO 8601 with their offset. No text begins a formula (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

from accord.pages.renderings.safe import fit
from accord.pages.sheet import Cell, Sheet, SheetTable, all_tables
from accord.units.period import local

_FORMULA = re.compile(r"(^|[;,|\t\r\n])( *)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet would begin a formula: also after what another country's settings take for the next cell."""

_UNITS = {"share": "of 1", "seconds": "seconds"}
_MARK = "\ufeff"


def sheet_csv(sheet: Sheet) -> bytes:
    """The page as one CSV file, or as a ZIP of one for each table and one about them all."""
    tables = all_tables(sheet)
    if len(tables) == 1:
        return table_csv(sheet, tables[0])
    told = [(guarded(label), guarded(text)) for label, text in about(sheet)]
    files = [("about", _text([("What", "Text"), *told]))]
    files += [(table.name, table_csv(sheet, table)) for table in tables]
    return files[0][1] if len(files) == 1 else _zip(files)


def is_zip(content: bytes) -> bool:
    return content.startswith(b"PK")


def about(sheet: Sheet) -> list[tuple[str, str]]:
    """What is said of the page as a whole, as (label, text)."""
    told = [("Title", sheet.title), ("", sheet.lede), ("Made up", sheet.made_up)]
    told += [("Note", text) for text in sheet.notices]
    told += [("As of", sheet.as_of), ("Times", sheet.form.zone), *sheet.lines]
    told += [(table.title, table.note) for table in sheet.tables]
    return [(label, text) for label, text in told if text]


def table_csv(sheet: Sheet, table: SheetTable) -> bytes:
    """One table. A column whose cells differ in unit or currency has a column beside it that tells it.

    Made-up rows say so in a last column, so that they do wherever they are pasted.
    """
    head: list[str] = []
    body: list[list[str]] = []
    beside: list[str] = []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        units = [_unit(cell) for cell in cells]
        kinds = set(filter(None, units))
        label = guarded(column.label)
        head.append(f"{label} ({kinds.pop()})" if len(kinds) == 1 else label)
        body.append([_written(cell, sheet.form.zone) for cell in cells])
        # The ends of an interval have the unit of its middle, which is told once.
        if kinds and not all(unit in ("", told) for unit, told in zip_longest(units, beside)):
            head.append(f"{label}, unit")
            body.append(beside := units)
    if sheet.made_up:
        head.append("Made up")
        body.append(["made up"] * len(table.rows))
    return _text([head, *zip(*body, strict=True)])


def _unit(cell: Cell) -> str:
    """What stands behind a number: 'EUR', 'seconds', 'of 1' for a share."""
    return (cell.currency or "") if cell.unit == "money" else _UNITS.get(cell.unit, "")


def _written(cell: Cell, zone: str) -> str:
    """A number as a number, a moment as local ISO 8601 with its offset, anything else as its text."""
    if cell.number is not None:
        places = cell.decimals + 2 if cell.unit == "share" else cell.decimals
        return f"{cell.number:.{places}f}"
    if isinstance(cell.value, datetime):
        moment = local(cell.value, zone)
        return moment.date().isoformat() if cell.unit == "day" else moment.isoformat(" ", "seconds")
    if cell.unit == "day" and cell.value is not None:
        return str(cell.value)
    return guarded(cell.text)


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before each sign that would begin one."""
    return _FORMULA.sub(r"\1'\2", fit(text))


def _text(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return (_MARK + out.getvalue()).encode("utf-8")


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    """One archive, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in zip(unlike([stem(name) for name, _ in files]), (c for _, c in files), strict=True):
            entry = zipfile.ZipInfo(f"{name}.csv", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def unlike(names: Sequence[str]) -> list[str]:
    """The names, each once: 'parts', 'parts-2'."""
    found: list[str] = []
    for name in names:
        count = 1
        while (told := name if count == 1 else f"{name}-{count}") in found:
            count += 1
        found.append(told)
    return found


def stem(name: str) -> str:
    """A file's name without its ending: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "table"
