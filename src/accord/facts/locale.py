"""One way of writing numbers, settled for a whole file from what stands in it, or asked.

``12.345`` is twelve thousand in Germany and twelve and a bit in Britain. A file is read only when its own
values, its header's language or the organisation leave one reading. Nothing is settled by majority.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accord.facts.reading import Ask, Given
from accord.facts.tabular_xlsx import Plain

_SPACED = re.compile(r"\d[\s\u00a0\u202f]\d{3}")
_APOSTROPHE = re.compile(r"\d['’]\d{3}")
_LAKH = re.compile(r"\d,\d\d,\d{3}")
_NOT_SIGN = re.compile(r"[^\d.,]")
_MOST = 200_000
_SIGNS = re.compile(r"[.,\s'’]")


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a piece of evidence stands."""

    row: int
    column: str
    value: str


def decimal_sign(value: str) -> str:
    """``.`` or ``,`` where the value shows which is its decimal sign, ``?`` where it could be either, else ''."""
    digits = _NOT_SIGN.sub("", value)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if points + commas == 0:
        return ""
    sign, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        return other  # 1.234.567: a sign that repeats only groups
    before, after = digits.split(sign)
    if len(after) != 3 or not 1 <= len(before) <= 3 or before.startswith("0"):
        return sign
    return sign if _SPACED.search(value) or _APOSTROPHE.search(value) else "?"


class NumberEvidence:
    """What the numbers of a file say about their decimal sign and their grouping."""

    def __init__(self) -> None:
        self.signs: dict[str, Seen] = {}
        self.spaced = self.apostrophe = self.lakh = False
        self._known: set[str] = set()

    def look(self, values: Sequence[str], rows: Sequence[int], column: str) -> None:
        """Take in one column's cells, each distinct one once. Typed cells of a workbook are clear in themselves."""
        if self._known.issuperset(values):
            return
        fresh = {v: None for v in values if not isinstance(v, Plain)}.keys() - self._known
        if len(self._known) < _MOST:
            self._known |= fresh
        if not any(map(_SIGNS.search, fresh)):
            return
        for value, row in zip(values, rows, strict=True):
            if value in fresh and not isinstance(value, Plain) and _SIGNS.search(value):
                fresh.discard(value)
                self._take(value.strip(), row, column)

    def _take(self, value: str, row: int, column: str) -> None:
        self.spaced = self.spaced or _SPACED.search(value) is not None
        self.apostrophe = self.apostrophe or _APOSTROPHE.search(value) is not None
        self.lakh = self.lakh or _LAKH.search(value) is not None
        sign = decimal_sign(value)
        if sign and sign not in self.signs:
            self.signs[sign] = Seen(row, column, value)


def settle_numbers(seen: NumberEvidence, given: Given, hint: str | None = None) -> str:
    """The locale in which the file's numbers are written.

    ``hint`` is the locale of the header's language (German column names); it counts where the values leave
    both readings. Without any sign in any value every locale reads them alike, and ``en_US`` stands for all.
    Raises ``Ask`` when values contradict each other or leave both readings.
    """
    if given.locale:
        return given.locale
    point, comma, unclear = (seen.signs.get(sign) for sign in ".,?")
    if point and comma:
        raise _ask(
            f"Row {point.row} has {point.value}, this row {comma.value}: in which locale are the numbers?", comma
        )
    if comma or (seen.spaced and not point):
        return "fr_FR" if seen.spaced else "de_DE"
    if seen.apostrophe:
        return "de_CH"
    if unclear and not point:
        return hint or _asked(unclear)
    return "en_IN" if seen.lakh else "en_US"


def _asked(unclear: Seen) -> str:
    sign = "point" if "." in unclear.value else "comma"
    raise _ask(f"Does the {sign} in {unclear.value} group thousands or begin decimals?", unclear)


def _ask(question: str, seen: Seen) -> Ask:
    return Ask("locale", question, ("en_US", "de_DE", "fr_FR"), "--locale", seen.row, seen.column, seen.value)
