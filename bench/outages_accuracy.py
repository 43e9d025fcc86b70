"""Coverage, error and interval score of prices where the truth is known, because nothing happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual import Price, price
from bench.outages_data import SEED, Case, Floats


@dataclass(frozen=True)
class Bands:
    """Mid, low and high told for the windows of a case, each (m,); NaN where nothing was told."""

    mid: Floats
    low: Floats
    high: Floats

    def covered(self, truth: Floats) -> Floats:
        """1 where the interval holds the truth, else 0; an interval that was not told holds nothing."""
        return ((self.low <= truth) & (truth <= self.high)).astype(float)

    def error(self, truth: Floats) -> Floats:
        """Absolute errors."""
        return np.abs(self.mid - truth)

    def score(self, truth: Floats) -> Floats:
        """Interval score at 90 %: width + 20 x miss (Gneiting and Raftery 2007)."""
        miss = np.maximum(self.low - truth, 0.0) + np.maximum(truth - self.high, 0.0)
        return self.high - self.low + 20.0 * miss


def ours(case: Case, preliminary: bool = False) -> tuple[Bands, Bands, list[Price | None]]:
    """Our expected events, expected money, and the prices themselves, by row."""
    prices: list[Price | None] = [None] * len(case.starts)
    for batch, rows in enumerate(case.batches()):
        pricing = price(
            case.series,
            [case.incident(int(row)) for row in rows],
            preliminary=preliminary,
            rng=np.random.default_rng([SEED, batch]),
        )
        for row, told in zip(rows, pricing.prices, strict=True):
            prices[row] = told
    return _bands(prices, "expected"), _bands(prices, "money_expected"), prices


def _bands(prices: list[Price | None], part: str) -> Bands:
    told = [getattr(one, part) if one is not None else None for one in prices]
    ends = [[np.nan] * 3 if e is None else [e.mid, e.low, e.high] for e in told]
    return Bands(*np.array(ends, dtype=float).T)
