"""Figures as text, in the reader's locale: one place, so that every door shows the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from accord.findings.finding import Figure, Unit
from accord.units.interval import CONFIDENCE, Interval
from accord.units.money import Amount, digits
from accord.units.period import Period, local

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_MOMENT = timedelta(microseconds=1)
_SIZES = ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second"))


@dataclass(frozen=True)
class Format:
    """How one reader sees numbers and times: Babel locale, IANA zone, ISO 4217 currency."""

    locale: str = "en_IE"
    zone: str = "UTC"
    currency: str = "EUR"

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.locale)

    def money(self, minor: float, currency: str | None = None, *, like: float | None = None) -> str:
        """Minor units as money in whole units, three significant digits of ``like`` (or of itself)."""
        code = currency or self.currency
        scale = 10 ** digits(code)
        value = round_like(minor / scale, None if like is None else like / scale)
        return _currency(value, code, self._locale, self._whole)

    @cached_property
    def _whole(self) -> str:
        return str(self._locale.currency_formats["standard"].pattern).replace(".00", "")

    def exact_money(self, minor: int, currency: str | None = None) -> str:
        """Minor units to the cent, for evidence and tables of finance."""
        code = currency or self.currency
        return _minus(str(format_currency(Decimal(minor).scaleb(-digits(code)), code, locale=self._locale)))

    def count(self, value: float, *, like: float | None = None) -> str:
        return self._decimal(round_like(value, like), 0)

    def count_all(self, value: int) -> str:
        """A counted number with all its digits: rows, files."""
        return self._decimal(value, 0)

    def _decimal(self, value: float, decimals: int) -> str:
        """At most so many digits after the point."""
        return _number(round(value, decimals) + 0.0, self._locale)

    def share(self, value: float, decimals: int | None = None) -> str:
        """A share with the digits that tell it from 0 and from 1: 18 %, 99.95 %."""
        places = share_decimals(value) if decimals is None else decimals
        text = str(format_percent(round(value, places + 2) + 0.0, locale=self._locale, decimal_quantization=False))
        return _minus(_NARROW.join((text[:-1].rstrip(), "%")) if text.endswith("%") else text)

    @cached_property
    def sure(self) -> str:
        """How sure an interval is, as every wording says it."""
        return f"{self.share(CONFIDENCE)} sure"

    def time(self, t: datetime) -> str:
        return f"{self.day(t)}, {self.clock(t)}"

    def clock(self, t: datetime) -> str:
        return self._date(t, "Hm")

    def day(self, t: datetime) -> str:
        return self._date(t, "yMMMd")

    def short_day(self, t: datetime) -> str:
        """A day without its year, where the year is told beside it."""
        return self._date(t, "MMMd")

    def _date(self, t: datetime, skeleton: str) -> str:
        return str(format_skeleton(skeleton, local(t, self.zone), locale=self._locale))

    def period(self, period: Period) -> str:
        """Whole local days by their first and last, anything else with its hours."""
        first, after = local(period.start, self.zone), local(period.end, self.zone)
        if _is_midnight(first) and _is_midnight(after):
            return self._days(period)
        if first.date() == after.date():
            return f"{self.time(period.start)} to {self.clock(period.end)}"
        return f"{self.time(period.start)} to {self.time(period.end)}"

    def _days(self, period: Period) -> str:
        last = period.end - _MOMENT
        first, end = local(period.start, self.zone), local(last, self.zone)
        if first.date() == end.date():
            return self.day(last)
        short = self.short_day(period.start) if first.year == end.year else self.day(period.start)
        return f"{short} to {self.day(last)}"

    def seconds(self, value: float) -> str:
        """A duration in the largest unit that keeps it readable: 90 seconds, 41 minutes, 3.5 hours, 12 days."""
        size, word = next(((s, w) for s, w in _SIZES if abs(value) >= 2 * s), _SIZES[-1])
        number = value / size
        text = self._decimal(number, 1 if abs(number) < 10 and word in ("day", "hour") else 0)
        return f"{text} {word}{'' if text == '1' else 's'}"

    def figure(self, figure: Figure, spec: str = "") -> str:
        """One figure; ``spec`` is empty (middle), ``range``, ``full`` or ``clock`` (a time's hour)."""
        value = figure.value
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return self._moment(value, figure.unit, spec)
        return self.interval(value, figure.unit, spec)

    def _moment(self, value: datetime, unit: Unit, spec: str) -> str:
        if spec == "clock":
            return self.clock(value)
        return self.day(value) if unit == "day" else self.time(value)

    def interval(self, value: Interval, unit: Unit, spec: str = "", currency: str | None = None) -> str:
        """An interval's middle, its ends (``range``) or both (``full``), all to the same digit."""
        ends = (value.mid, value.low, value.high)
        like = max(share_decimals(v) for v in ends) if unit == "share" else max(abs(v) for v in ends)
        mid, low, high = (self._one(v, unit, like, currency) for v in ends)
        if spec == "range":
            return f"{low} to {high}"
        if spec == "full" and not value.is_exact:
            return f"{mid} ({low} to {high})"
        return mid

    def _one(self, value: float, unit: Unit, like: float, currency: str | None = None) -> str:
        match unit:
            case "money":
                return self.money(value, currency, like=like)
            case "share":
                return self.share(value, int(like))
            case "seconds":
                return self.seconds(value)
            case "ratio":
                return self._decimal(value, 2)
            case _:
                return self.count(value, like=like)

    def amount(self, amount: Amount, spec: str = "full") -> str:
        return self.interval(amount.interval, "money", spec, amount.currency)

    def cell(self, value: Any, unit: Unit, currency: str | None = None) -> str:
        """One value of a table of this unit; nothing where nothing was observed.

        Counts below 100 keep one digit after the point: an expected number of orders in a minute is rarely whole.
        """
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return self._moment(value, unit, "")
        if unit == "count" and abs(value) < 100:
            return self._decimal(float(value), 1)
        like = share_decimals(value) if unit == "share" else abs(value)
        return self._one(float(value), unit, like, currency)


@lru_cache(maxsize=1 << 14)
def _currency(value: float, code: str, locale: Locale, pattern: str) -> str:
    """Pages show the same numbers again and again, and Babel takes a while for each."""
    return _minus(str(format_currency(value, code, locale=locale, currency_digits=False, format=pattern)))


@lru_cache(maxsize=1 << 14)
def _number(value: float, locale: Locale) -> str:
    return _minus(str(format_decimal(value, locale=locale)))


def share_decimals(value: float) -> int:
    """Digits after the point of the percentage that tell a share from 0 and from 1; at most four."""
    away = min(abs(value), abs(1 - value)) if 0 <= value <= 1 else abs(value)
    return 0 if away >= 0.1 or away == 0 else min(4, max(0, -math.floor(math.log10(away)) - 1))


def round_like(value: float, like: float | None = None) -> float:
    """Round to the digit that keeps three significant digits of ``like``, never finer than one unit."""
    size = abs(value if like is None else like)
    if size < 1000:
        return float(round(value)) + 0.0
    step = 10 ** (math.floor(math.log10(size)) - 2)
    return float(round(value / step) * step) + 0.0


def _minus(text: str) -> str:
    """A real minus sign: a hyphen before a number may be torn from it at the end of a line."""
    return text.replace("-", "\N{MINUS SIGN}")


def _is_midnight(t: datetime) -> bool:
    return (t.hour, t.minute, t.second, t.microsecond) == (0, 0, 0, 0)
