"""A sum over several days, told day by day; and sums of many rows by day and campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from accord.facts.reading import Batch

BATCH_ROWS = 20_000
_Key = tuple[date, str, str, str]


def spread(total: int, parts: int) -> list[int]:
    """``total`` in equal whole parts that add up to it; the largest remainders (Hamilton's rule), here all alike,
    go to the first parts. Works for negative totals."""
    share, over = divmod(total, parts)
    return [share + 1] * over + [share] * (parts - over)


def days_of(first: date, last: date) -> list[date]:
    """All days from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class Results:
    """An ad platform's figures summed by day, campaign, account and currency, spread where a row spans several days."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self._sums: dict[_Key, list[float | int | None]] = {}
        self._numbers: dict[_Key, int] = {}
        self.spread_rows = 0

    def add(
        self,
        days: list[date],
        campaign: str,
        account: str,
        currency: str,
        number: int,
        whole: tuple[int | None, int | None, int | None],
        conversions: float | None,
    ) -> None:
        """``whole`` is cost in minor units, impressions and clicks, each spread to the unit; ``account`` '' where
        nothing says it."""
        self.spread_rows += len(days) > 1
        shares = [spread(value, len(days)) if value is not None else [None] * len(days) for value in whole]
        real = None if conversions is None else conversions / len(days)
        for at, day in enumerate(days):
            key = (day, campaign, account, currency)
            self._numbers.setdefault(key, number)
            old = self._sums.get(key, [None] * 4)
            self._sums[key] = [_sum(a, b) for a, b in zip(old, [*(s[at] for s in shares), real], strict=True)]

    def batches(self) -> Iterator[Batch]:
        keys = list(self._sums)
        for start in range(0, len(keys), BATCH_ROWS):
            some = keys[start : start + BATCH_ROWS]
            sums = [self._sums[key] for key in some]
            columns = {
                "day": [key[0] for key in some],
                "campaign_id": [key[1] for key in some],
                "channel": [self.channel] * len(some),
                "account": [key[2] for key in some],
                "cost_minor": [s[0] for s in sums],
                "currency": [key[3] for key in some],
                "impressions": [s[1] for s in sums],
                "clicks": [s[2] for s in sums],
                "conversions": [s[3] for s in sums],
            }
            yield Batch("campaign_results", columns, [self._numbers[key] for key in some])


def _sum(a: float | int | None, b: float | int | None) -> float | int | None:
    return b if a is None else a if b is None else a + b
