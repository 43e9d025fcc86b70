"""Which scenarios are meant, in bounds that can be said: 'while availability is above 99.5 % and releases under 8'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.methods.incentives.reckoning import Array
from accord.units.interval import Interval

Flags = NDArray[np.bool_]
MOST_BOUNDS = 3
LEAST_GAIN = 0.02


@dataclass(frozen=True, slots=True)
class Bound:
    """A metric between two values; None is open on that side."""

    metric: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """``purity`` is the share of scenarios within the bounds that are meant, ``reach`` of those meant that lie within:
    both are 1 where the bounds say exactly which."""

    bounds: tuple[Bound, ...] = ()
    purity: float = 1.0
    reach: float = 1.0

    @property
    def exact(self) -> bool:
        return self.purity == self.reach == 1.0


def described(columns: Mapping[str, Array], meant: Flags, bends: Mapping[str, tuple[float, ...]]) -> Region:
    """The scenarios that are ``meant``, by at most three bounds, each the one that says most.

    Cuts are tried where the formulas bend, and at tenths of what is seen. ``columns`` and ``meant`` are flat.
    """
    within, found = np.ones(len(meant), dtype=bool), dict[tuple[str, bool], float]()
    score = _score(within, meant)
    while len(found) < MOST_BOUNDS:
        better = _best(columns, meant, bends, within, score + LEAST_GAIN)
        if better is None:
            break
        score, name, above, cut = better
        found[name, above] = cut
        within &= columns[name] >= cut if above else columns[name] <= cut
    hits = int((within & meant).sum())
    purity, reach = hits / max(int(within.sum()), 1), hits / max(int(meant.sum()), 1)
    names = sorted({name for name, _ in found})
    return Region(tuple(Bound(n, found.get((n, True)), found.get((n, False))) for n in names), purity, reach)


def _score(within: Flags, meant: Flags) -> float:
    """Both few others within and few meant left out (F1)."""
    both = float((within & meant).sum())
    return 2 * both / max(float(within.sum() + meant.sum()), 1.0)


def _best(
    columns: Mapping[str, Array], meant: Flags, bends: Mapping[str, tuple[float, ...]], within: Flags, least: float
) -> tuple[float, str, bool, float] | None:
    best: tuple[float, str, bool, float] | None = None
    for name, column in columns.items():
        tenths = np.quantile(column, np.arange(1, 10) / 10).tolist()
        for cut in [*bends.get(name, ()), *tenths]:
            for above in (True, False):
                score = _score(within & (column >= cut if above else column <= cut), meant)
                if score >= least and (best is None or score > best[0] + 1e-12):
                    best = (score, name, above, cut)
    return best


def likely(meant: Flags, telling: float) -> Interval:
    """How likely a scenario is meant, with its 90 % interval by Jeffreys' prior (Brown, Cai and DasGupta 2001).

    ``telling`` is how many months that do not lean on each other the past is worth.
    """
    from scipy.special import betaincinv

    mid = float(meant.mean())
    with_it, without = telling * mid + 0.5, telling * (1 - mid) + 0.5
    return _ordered(mid, *(float(betaincinv(with_it, without, end)) for end in (0.05, 0.95)))


def amounts(values: Array, meant: Flags, wider: float) -> Interval:
    """The mean of what is meant, with its 90 % interval; zero where nothing is.

    By percentiles of the replicates, drawn out by ``wider`` (``Scenarios.wider``).
    """
    count = meant.sum(axis=1)
    if not count.any():
        return Interval.exact(0.0)
    by_replicate = np.where(meant, values, 0.0).sum(axis=1)[count > 0] / count[count > 0]
    mid = float(values[meant].mean())
    if len(by_replicate) == 1:
        low, high = np.quantile(values[meant], [0.05, 0.95])
        return _ordered(mid, float(low), float(high))
    low, high = np.quantile(by_replicate, [0.05, 0.95])
    found = _ordered(mid, mid - (mid - float(low)) * wider, mid + (float(high) - mid) * wider)
    # What is meant are amounts above nothing, so that their mean is, too.
    return Interval(found.mid, max(found.low, min(0.0, found.mid)), found.high)


def _ordered(mid: float, low: float, high: float) -> Interval:
    return Interval(mid, min(low, mid), max(high, mid))
