"""Rows of a workbook as text, by calamine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from accord.facts.limits import Limits
from accord.facts.reading import BadFile


class Plain(str):
    """Text of a cell that was a number or a date: its form is fixed (``1234.5``), not a matter of locale."""

    __slots__ = ()


def rows_of(path: Path, limits: Limits) -> Iterator[list[str]]:
    """Rows of the first sheet that has any, from line 1 on. Raises ``BadFile``."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > 0:
                yield from _rows(sheet, limits)
                return
    except (python_calamine.CalamineError, OSError) as error:
        raise BadFile(f"the workbook cannot be opened ({error})", "Save it again as .xlsx, or as CSV") from error
    raise BadFile("the workbook has no filled sheet", "Export it again", row=1)


def _rows(sheet: Any, limits: Limits) -> Iterator[list[str]]:
    if sheet.total_width > limits.columns:
        raise BadFile(f"{sheet.total_width:,} columns, {limits.columns:,} allowed", "Is this a table?", row=1)
    for row in sheet.to_python(skip_empty_area=False):
        yield [text_of(cell) for cell in row]


def text_of(cell: Any) -> str:
    """A cell as text; numbers and dates as ``Plain``."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return Plain("true" if cell else "false")
    if isinstance(cell, float):
        return Plain(_number(cell))
    return _moment(cell)


def _number(value: float) -> str:
    """Whole numbers without a point, so that an account number stays one."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _moment(cell: Any) -> str:
    if isinstance(cell, datetime):
        return Plain(cell.isoformat(sep=" "))
    if isinstance(cell, (date, time)):
        return Plain(cell.isoformat())
    if isinstance(cell, timedelta):
        return Plain(str(cell))
    return Plain(str(cell))
