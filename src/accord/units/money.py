"""Money: integer minor units with an ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from accord.units.interval import Interval

# Digits after the decimal point where they are not two (ISO 4217, 2025 list).
_DIGITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}


def digits(currency: str) -> int:
    """Digits after the decimal point of a currency: 2 for EUR, 0 for JPY."""
    return _DIGITS.get(currency, 2)


@cache
def currencies() -> frozenset[str]:
    """The codes of all currencies there are or were (ISO 4217 as the Unicode CLDR has it): old facts have old ones."""
    from babel.core import Locale

    return frozenset(Locale("en").currencies) - {"XXX", "XTS"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in integer minor units: ``Money(2_140_000, "EUR")`` is EUR 21,400.00."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency} without a rate")
        return Money(self.minor + other.minor, self.currency)


@dataclass(frozen=True, slots=True)
class Amount:
    """An estimated sum of money: an interval in minor units, with its currency."""

    interval: Interval
    currency: str
