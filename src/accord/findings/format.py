"""Figures as text, in the reader's locale: one place, so that every door shows the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from accord.findings.finding import Figure, Unit
from accord.units.interval import Interval
from accord.units.money import Amount, digits
from accord.units.period import local

_NARROW = "\N{NARROW NO-BREAK SPACE}"


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
        value = round_like(minor / 10 ** digits(code), like / 10 ** digits(code) if like is not None else None)
        return str(format_currency(value, code, locale=self._locale, currency_digits=False, format=self._whole))

    @cached_property
    def _whole(self) -> str:
        pattern = str(self._locale.currency_formats["standard"].pattern)
        return pattern.replace(".00", "")

    def exact_money(self, minor: int, currency: str | None = None) -> str:
        """Minor units to the cent, for evidence and tables of finance."""
        code = currency or self.currency
        return str(format_currency(minor / 10 ** digits(code), code, locale=self._locale))

    def count(self, value: float, *, like: float | None = None) -> str:
        return str(format_decimal(round_like(value, like), locale=self._locale))

    def share(self, value: float) -> str:
        """A share with the digits that tell it from 0 and from 1: 18 %, 99.95 %."""
        away = min(abs(value), abs(1 - value)) if 0 <= value <= 1 else abs(value)
        decimals = 0 if away >= 0.1 or away == 0 else min(4, max(0, -math.floor(math.log10(away)) - 1))
        return str(format_percent(round(value, decimals + 2), locale=self._locale, decimal_quantization=False))

    def time(self, t: datetime) -> str:
        return str(format_datetime(local(t, self.zone), "d MMM y, HH:mm", locale=self._locale))

    def clock(self, t: datetime) -> str:
        return str(format_time(local(t, self.zone), "HH:mm", locale=self._locale))

    def day(self, t: datetime) -> str:
        return str(format_date(local(t, self.zone).date(), "d MMM y", locale=self._locale))

    def seconds(self, value: float) -> str:
        """A duration in the largest unit that keeps it readable: 41 minutes, 3.5 hours, 12 days."""
        for size, word in ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute")):
            if abs(value) >= 2 * size or (word == "minute" and abs(value) >= 60):
                number = value / size
                text = self.count(round(number, 0 if word == "minute" or abs(number) >= 10 else 1))
                return f"{text} {word}{'' if text == '1' else 's'}"
        text = self.count(round(value))
        return f"{text} second{'' if text == '1' else 's'}"

    def figure(self, figure: Figure, spec: str = "") -> str:
        """One figure; ``spec`` is empty (middle), ``range``, ``full`` or ``clock`` (a time's hour)."""
        value = figure.value
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return (
                self.clock(value) if spec == "clock" else self.day(value) if figure.unit == "day" else self.time(value)
            )
        return self.interval(value, figure.unit, spec)

    def interval(self, value: Interval, unit: Unit, spec: str = "", currency: str | None = None) -> str:
        """An interval's middle, its ends (``range``) or both (``full``), all to the same digit."""
        like = max(abs(value.low), abs(value.high), abs(value.mid))
        mid, low, high = (self._one(v, unit, like, currency) for v in (value.mid, value.low, value.high))
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
                return self.share(value)
            case "seconds":
                return self.seconds(value)
            case "ratio":
                return str(format_decimal(round(value, 2), locale=self._locale))
            case _:
                return self.count(value, like=like)

    def amount(self, amount: Amount, spec: str = "full") -> str:
        return self.interval(amount.interval, "money", spec, amount.currency)


def round_like(value: float, like: float | None = None) -> float:
    """Round to the digit that keeps three significant digits of ``like``, never finer than one unit."""
    size = abs(value if like is None else like)
    if size < 1000:
        return float(round(value)) + 0.0
    step = 10 ** (math.floor(math.log10(size)) - 2)
    return float(round(value / step) * step) + 0.0
