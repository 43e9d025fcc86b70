"""What a world is drawn from, and which months of it are meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Later = Literal["kept", "broken"]
"""Whether the promise was kept in the later months."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a world is drawn from.

    ``orders`` is the expected number in the months shown, before outages (up to 50,000,000); ``months`` are
    shown, ``later_months`` come after them in two versions; ``overdispersion`` is the coefficient of variation
    that hours have beyond Poisson (0 = none); ``visits_days`` last days of a period have a GA4 file.
    """

    seed: int = 20251101
    orders: int = 150_000
    start: date = date(2025, 11, 1)
    months: int = 12
    later_months: int = 6
    zone: str = "Europe/Paris"
    overdispersion: float = 0.0
    visits_days: int = 61

    def __post_init__(self) -> None:
        if self.start.day != 1:
            raise ValueError(f"start is {self.start}; a world starts on the first of a month")
        if not 1 <= self.orders <= 50_000_000:
            raise ValueError(f"orders is {self.orders}; give 1 to 50,000,000")
        if self.months < 2 or self.later_months < 1:
            raise ValueError("a world needs at least 2 months to show and 1 later month")


@dataclass(frozen=True, slots=True)
class Period:
    """Local days ``first <= day < last`` of one version (None = the months shown)."""

    first: date
    last: date
    version: Later | None


def months_after(day: date, months: int) -> date:
    """The first of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
