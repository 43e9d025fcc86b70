"""Reduced orders (one row a minute, segment and currency) as regular arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.units.money import digits

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stream:
    """Counts and money on a regular grid from ``start`` (UTC), ``bin_seconds`` apart.

    ``counts`` and ``money`` (minor units) are (n,); a bin without rows holds 0.
    """

    start: np.datetime64
    bin_seconds: int
    counts: Floats
    money: Floats

    def at(self, index: int) -> np.datetime64:
        return self.start + np.timedelta64(index * self.bin_seconds, "s")

    def index(self, t: np.datetime64) -> int:
        """The bin that holds a moment; may lie outside."""
        return int((t - self.start) // np.timedelta64(self.bin_seconds, "s"))

    def window(self, start: np.datetime64, end: np.datetime64) -> slice:
        """Bins that begin in ``[start, end)``, cut to the stream."""
        first, last = (-int(-(t - self.start) // np.timedelta64(self.bin_seconds, "s")) for t in (start, end))
        n = len(self.counts)
        return slice(min(max(first, 0), n), min(max(last, 0), n))


def stream(
    at: NDArray[np.datetime64],
    counts: NDArray[Any],
    money: NDArray[Any],
    *,
    start: np.datetime64,
    end: np.datetime64,
    bin_seconds: int = 60,
) -> Stream:
    """Lay rows on a grid that covers ``[start, end)``; rows outside are left out, rows of one bin are added."""
    n = max(0, -int(-(end - start) // np.timedelta64(bin_seconds, "s")))
    place = ((at - start) // np.timedelta64(bin_seconds, "s")).astype(np.int64)
    inside = (place >= 0) & (place < n)
    place = place[inside]
    return Stream(
        start,
        bin_seconds,
        np.bincount(place, np.asarray(counts, float)[inside], n).astype(np.float64),
        np.bincount(place, np.asarray(money, float)[inside], n).astype(np.float64),
    )


def coarser(fine: Stream, bin_seconds: int) -> Stream:
    """The same stream in longer bins that begin at whole multiples of their length (quarters of an hour at :00, :15).

    A first or last bin that is not whole is left out.
    """
    times, skipped = bin_seconds // fine.bin_seconds, until_whole(fine, bin_seconds)
    n = max(len(fine.counts) - skipped, 0) // times
    kept = slice(skipped, skipped + n * times)
    return Stream(
        fine.at(skipped),
        bin_seconds,
        fine.counts[kept].reshape(n, times).sum(1),
        fine.money[kept].reshape(n, times).sum(1),
    )


def until_whole(fine: Stream, seconds: int) -> int:
    """Bins from a stream's start to the first whole multiple of ``seconds`` since 1970 (UTC)."""
    begin = int(fine.start.astype("datetime64[s]").astype(np.int64))
    return -(-(-begin % seconds) // fine.bin_seconds)


def in_currency(
    money: NDArray[Any],
    currency: NDArray[Any],
    day: NDArray[np.datetime64],
    *,
    base: str,
    rates: Sequence[NDArray[Any]],
) -> tuple[Floats, NDArray[np.bool_]]:
    """Minor units in ``base``, and which rows could be converted.

    ``rates`` is (day, currency, per_base, base): a day without a rate takes the last one before it, at most ten days
    old. Rows already in ``base`` need no rate; cross rates go through the table's own base.
    """
    converted = np.asarray(money, float).copy()
    known = currency == base
    for code in sorted({str(c) for c in currency[~known]}):
        rows = np.flatnonzero(currency == code)
        factor = _rate(base, day[rows], rates) / _rate(code, day[rows], rates)
        good = np.isfinite(factor)
        converted[rows[good]] *= factor[good] * 10.0 ** (digits(base) - digits(code))
        known[rows[good]] = True
    return converted, known


def _rate(code: str, day: NDArray[np.datetime64], rates: Sequence[NDArray[Any]]) -> Floats:
    """Units of ``code`` for one unit of the table's base, by day (n,); NaN where there is none."""
    days, codes, per_base, bases = rates
    if code not in set(codes.tolist()):
        is_base = len(bases) > 0 and code in set(bases.tolist())
        return np.full(len(day), 1.0 if is_base else np.nan)
    mine = np.flatnonzero(codes == code)
    mine = mine[np.argsort(days[mine], kind="stable")]
    last = np.searchsorted(days[mine], day, side="right") - 1
    found = mine[np.clip(last, 0, None)]
    fresh = (last >= 0) & (day - days[found] <= np.timedelta64(10, "D"))
    return np.where(fresh, np.asarray(per_base, float)[found], np.nan)


def order_value(stream: Stream) -> tuple[float, float]:
    """Mean and standard deviation of one order's value, minor units; (0, 0) without orders.

    Single orders are not in a stream: how far a bin's money strays from its count times the mean grows with the root
    of the count, and tells the deviation.
    """
    filled = stream.counts > 0
    counts, money = stream.counts[filled], stream.money[filled]
    if not len(counts):
        return 0.0, 0.0
    mean = money.sum() / counts.sum()
    return float(mean), float(np.sqrt(np.mean((money - mean * counts) ** 2 / counts)))
