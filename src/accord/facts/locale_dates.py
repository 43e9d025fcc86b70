"""The order of day and month, settled for a whole file from what stands in it, or asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accord.facts.locale import Seen
from accord.facts.reading import Ask, Given

_NUMERIC = re.compile(r"\s*([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4}|[0-9][0-9])(?![0-9])")


class DateEvidence:
    """What the dates of a file say about their order. ``3.4.2026`` is day first wherever it is written (CLDR)."""

    def __init__(self) -> None:
        self.orders: dict[str, Seen] = {}
        self._known: set[str] = set()

    def look(self, values: Sequence[str], rows: Sequence[int], column: str) -> None:
        """Take in one column's cells; of many on one day, one."""
        if self._known.issuperset([value[:10] for value in values]):
            return
        for value, row in zip(values, rows, strict=True):
            day = value[:10]
            if day not in self._known:
                self._known.add(day)
                order = order_of(value)
                if order and order not in self.orders:
                    self.orders[order] = Seen(row, column, value)


def order_of(value: str) -> str:
    """``day`` or ``month``, whichever comes first for certain; ``?`` where either may; '' where it says nothing."""
    match = _NUMERIC.match(value)
    if match is None:
        return ""
    first, second = int(match[1]), int(match[3])
    if match[2] == "-" and len(match[4]) == 2 and int(match[4]) <= 31:
        return "?"  # 25-09-11 may begin with the year
    if first > 12 or second > 12:
        return "day" if second <= 12 else "month" if first <= 12 else ""
    return "" if first == second else "?"


def settle_dates(seen: DateEvidence, given: Given, number_locale: str) -> bool:
    """Whether the day comes first. Raises ``Ask`` when the dates contradict each other or leave both readings.

    A decimal comma settles it: of all locales that write one, none but Anii (Benin) puts the month first (CLDR 47).
    """
    if given.day_first is not None:
        return given.day_first
    day, month, unclear = (seen.orders.get(order) for order in ("day", "month", "?"))
    if day and month:
        raise _ask(f"Row {day.row} has {day.value}, this row {month.value}: which comes first, day or month?", month)
    if day or month:
        return day is not None
    if unclear is None:
        return False
    if given.locale or number_locale != "en_US":
        return day_first_in(given.locale or number_locale)
    raise _ask(f"Is {unclear.value} written with the day first or the month first?", unclear)


def day_first_in(locale: str) -> bool:
    """Whether a locale's short date begins with the day."""
    from babel import Locale

    pattern = Locale.parse(locale).date_formats["short"].pattern
    return bool(pattern.find("d") < pattern.find("M"))


def _ask(question: str, seen: Seen) -> Ask:
    return Ask("day_first", question, ("day", "month"), "--date-order", seen.row, seen.column, seen.value)
