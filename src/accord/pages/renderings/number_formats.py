"""Formats of numbers as Office files write them (ECMA-376, part 1, 18.8.31), by unit, currency and locale."""

from __future__ import annotations

import re
from functools import cache

from accord.findings.format import Format
from accord.pages.sheet import Cell

DAY = 86_400
"""Office counts durations in days: so many seconds."""


def number_format(cell: Cell, form: Format) -> str:
    """Excel's format of a cell's number, with the currency where the reader's locale puts it."""
    number = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
    match cell.unit:
        case "money":
            return _money_pattern(form.locale, cell.currency or form.currency).replace("#", number)
        case "share":
            return number.replace("#,##", "") + "\\ %"
        case "seconds":
            return "[h]:mm:ss"
        case _:
            return number


@cache
def _money_pattern(locale: str, currency: str) -> str:
    """The locale's pattern of money, '#' standing for the number: '"€"#', '#\\ "€"'."""
    from babel import Locale
    from babel.numbers import get_currency_symbol

    pattern = str(Locale.parse(locale).currency_formats["standard"].pattern).partition(";")[0]
    before, after = re.split(r"[#0][#0,.]*", pattern, maxsplit=1)
    symbol = get_currency_symbol(currency, locale).replace('"', "")
    return f"{_literal(before, symbol)}#{_literal(after, symbol)}"


def _literal(part: str, symbol: str) -> str:
    told = "".join(c for c in part if c.isspace() or c == "\xa4").replace("\xa4", symbol)
    return f'"{told}"' if told else ""
