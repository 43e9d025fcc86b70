"""Text to exact numbers, by a settled locale: Babel's strict reading, made fast where the form is plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import numpy as np

from accord.facts.convert_errors import Unreadable
from accord.facts.tabular_xlsx import Plain

_LONGEST = 40
_SPACE = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,'’\u00a0\u202f ]*|[+-]?[.,][0-9]+")
_CURRENCY = re.compile(r"(?:[A-Z]{3}|[A-Z]{0,3}[$£€¥₹])")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MOST = 2**63 - 1


@lru_cache(maxsize=32)
def signs(locale: str) -> tuple[str, str]:
    """Decimal and grouping sign of a locale. Raises ``Unreadable`` for a name that is no locale."""
    from babel import UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        return get_decimal_symbol(locale), get_group_symbol(locale)
    except (UnknownLocaleError, ValueError) as error:
        raise Unreadable(f"{locale} is not a locale; write it like en_US or de_DE") from error


class Numbers:
    """Reads the numbers of one file. Every method raises ``Unreadable`` with the reason."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._known: dict[str, Decimal] = {}
        self._decimal, self._group = signs(locale)
        point, group = re.escape(self._decimal), re.escape(self._group)
        # Exactly the forms in which Babel's strict reading is plain arithmetic; the rest goes to Babel.
        self._fast = re.compile(
            rf"-?(?:[0-9]{{1,15}}|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{1,4}})(?:{point}[0-9]{{1,12}})?"
        )
        self._fast_applies = self._group_of_three()

    def _group_of_three(self) -> bool:
        from babel import Locale

        pattern = Locale.parse(self.locale).decimal_formats[None]
        return bool(pattern.grouping == (3, 3))

    def decimal(self, text: str) -> Decimal:
        if isinstance(text, Plain) or len(text) > _LONGEST:
            return self._typed(text)
        text = text.strip().replace("−", "-")
        if self._fast_applies and self._fast.fullmatch(text):
            return Decimal(text.replace(self._group, "").replace(self._decimal, "."))
        return self._by_babel(text)

    def _typed(self, text: str) -> Decimal:
        if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
            return Decimal(text)
        raise Unreadable("is not a number")

    def _by_babel(self, text: str) -> Decimal:
        from babel.numbers import NumberFormatError, parse_decimal

        if not _NUMBER.fullmatch(text):
            raise Unreadable("is not a number")
        if _SPACE.fullmatch(self._group):
            text = _SPACE.sub(self._group, text)
        elif _SPACE.search(text):
            raise Unreadable(f"has a space, which {self.locale} does not write")
        text = text.replace("'", "’") if self._group == "’" else text
        try:
            return parse_decimal(text, locale=self.locale, strict=True)
        except (NumberFormatError, InvalidOperation) as error:
            raise Unreadable(f"is not written as {self.locale} writes numbers") from error

    def whole(self, text: str) -> int:
        value = self.decimal(text)
        if value != int(value):
            raise Unreadable("is not a whole number")
        return in_range(int(value))

    def money(self, text: str) -> Decimal:
        """An amount with or without its currency's sign; brackets and a trailing minus make it negative."""
        if isinstance(text, Plain):
            return self._typed(text)
        known = self._known.get(text)
        if known is None:
            if len(self._known) > 100_000:
                self._known.clear()
            known = self._known[text] = self._money(text)
        return known

    def _money(self, text: str) -> Decimal:
        bare = text.strip().replace("−", "-")
        negative = bare.startswith("(") and bare.endswith(")")
        bare = _CURRENCY.sub("", bare.strip("()") if negative else bare, count=1).strip()
        if bare.endswith("-"):
            negative, bare = True, bare[:-1].strip()
        if bare.startswith("-"):
            bare = "-" + bare[1:].lstrip()
        value = self.decimal(bare)
        return -value if negative else value

    def minor(self, text: str, digits: int) -> int:
        """Minor units, exactly: more decimals than the currency has are refused, not rounded."""
        return to_minor(self.money(text), digits)

    def minors(self, texts: Sequence[str], digits: int) -> Any:
        """Minor units of many amounts at once as int64, or None where one of them needs a closer look."""
        joined = "\n".join(texts)
        if self._decimal != "." or not texts or not _all_plain(digits).fullmatch(joined):
            return None
        return np.array(joined.replace(".", "").split("\n"), dtype=np.int64)


@lru_cache(maxsize=8)
def _all_plain(digits: int) -> re.Pattern[str]:
    one = r"-?[0-9]{1,14}" + (rf"\.[0-9]{{{digits}}}" if digits else "")
    return re.compile(rf"(?:{one}\n)*{one}")


def to_minor(value: Decimal, digits: int) -> int:
    """Raises ``Unreadable`` where the amount has more decimals than its currency."""
    scaled = value.scaleb(digits)
    if scaled != int(scaled):
        raise Unreadable(f"has more than the {digits} decimals of its currency")
    return in_range(int(scaled))


def in_range(value: int) -> int:
    """A number that fits the tables (64 bits). Raises ``Unreadable``."""
    if abs(value) > _MOST:
        raise Unreadable("is too large to be true")
    return value
