"""Losses that were put in by hand: total outages, and outages of which a part comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual import Estimate, Incident, Price, price
from bench.outages_data import SEED, Case, Floats, Ints, with_outages

HORIZON = 4 * 3600
BACK = 0.4
LEAST_TOGETHER = 8


@dataclass(frozen=True)
class Losses:
    """True and told losses of m outages, with interval, each (m,)."""

    truth: Floats
    mid: Floats
    low: Floats
    high: Floats

    @property
    def covered(self) -> float:
        """Share of intervals that hold the truth."""
        return float(np.mean((self.low <= self.truth) & (self.truth <= self.high)))

    @property
    def summed_error(self) -> float:
        """Error of the summed loss, as a share of it, over outages for which a point is told."""
        told = np.isfinite(self.mid)
        return float(abs(self.mid[told].sum() / self.truth[told].sum() - 1.0))


def total_outages(case: Case) -> Losses:
    """Every window of the case as a total outage; what was not placed against what was taken out."""
    rows_of, told = [], []
    for batch, rows in enumerate(case.batches()):
        broken = with_outages(case.series, case, rows, 0.0, batch, 1)
        rows_of.append(rows)
        told += list(price(broken, _incidents(case, rows), rng=np.random.default_rng([SEED, batch])).prices)
    order = np.concatenate(rows_of)
    ends = np.array([_ends(one) for one in told]).T
    return Losses(case.truth[order], *ends)


def _incidents(case: Case, rows: Ints, longer: int = 0) -> list[Incident]:
    out = [case.incident(int(row)) for row in rows]
    return [Incident(i.key, i.start, i.end + np.timedelta64(longer, "s")) for i in out if i.end is not None]


def _ends(told: Price) -> tuple[float, float, float]:
    return _three(told.not_placed)


@dataclass(frozen=True)
class NetErrors:
    """Absolute errors of the net loss, pooled (ours) and read off each incident (raw), each (m,)."""

    ours: Floats
    raw: Floats
    covered: Floats


def net_losses(case: Case) -> Iterator[NetErrors]:
    """Outages of which 40 % comes back within four hours, priced together where enough fit in one series."""
    spread = case.series.bins_per(HORIZON)
    for batch, rows in enumerate(case.batches()):
        if len(rows) < LEAST_TOGETHER:
            continue
        broken = with_outages(case.series, case, rows, BACK, batch, spread)
        rng = np.random.default_rng([SEED, batch])
        told = price(broken, _incidents(case, rows), recapture_horizon=HORIZON, rng=rng).prices
        longer = price(broken, _incidents(case, rows, HORIZON), rng=np.random.default_rng([SEED, batch])).prices
        net = case.truth[rows] - _returned(case, rows, batch)
        mid, low, high = np.array([_three(one.lost) for one in told]).T
        raw = np.array([_ends(one)[0] for one in longer])
        yield NetErrors(np.abs(mid - net), np.abs(raw - net), ((low <= net) & (net <= high)).astype(float))


def _returned(case: Case, rows: Ints, batch: int) -> Floats:
    """How many events `with_outages` put back, by drawing the same numbers again."""
    rng = np.random.default_rng([SEED, batch])
    spread = case.series.bins_per(HORIZON)
    out = []
    for row in rows:
        start = int(case.starts[row])
        returning = rng.binomial(int(np.nansum(case.series.values[start : start + case.bins])), BACK)
        rng.exponential(spread / 3, returning)
        out.append(returning)
    return np.array(out, dtype=float)


def _three(told: Estimate | None) -> tuple[float, float, float]:
    if told is None:
        return np.nan, np.nan, np.nan
    return np.nan if told.mid is None else told.mid, told.low, told.high
