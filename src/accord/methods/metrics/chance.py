"""Intervals of the small counts that a month holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, betainc, betaincinv, nbdtrik

from accord.methods.metrics.series import Floats
from accord.units.interval import CONFIDENCE

TAIL = (1 - CONFIDENCE) / 2


def share(good: Floats, of: Floats) -> tuple[Floats, Floats, Floats]:
    """A share and its 90 % interval by Jeffreys' prior (Brown, Cai & DasGupta 2001); NaN where there is none.

    ``good`` and ``of`` (n,) are counts. An end at none or all is 0 or 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mid = np.where(of > 0, good / of, np.nan)
        low = np.where(good > 0, betaincinv(good + 0.5, of - good + 0.5, TAIL), 0.0)
        high = np.where(good < of, betaincinv(good + 0.5, of - good + 0.5, 1 - TAIL), 1.0)
    there = np.isfinite(mid)
    ends = np.where(there, np.minimum(low, mid), np.nan), np.where(there, np.maximum(high, mid), np.nan)
    return np.asarray(mid, float), np.asarray(ends[0], float), np.asarray(ends[1], float)


def median(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """A median with its distribution-free interval by order statistics; with under five values, all they span.

    Order statistics of the binomial (Conover 1999, Practical Nonparametric Statistics, 3.2): at least 90 %.
    """
    if not len(values):
        return np.nan, np.nan, np.nan
    ordered = np.sort(values)
    heads = bdtr(np.arange(len(ordered) + 1.0), len(ordered), 0.5)
    below = int(np.searchsorted(heads, TAIL)) if len(ordered) >= 5 else 0
    return (
        float(np.median(ordered)),
        float(ordered[max(below - 1, 0)]),
        float(ordered[min(len(ordered) - below, len(ordered) - 1)]),
    )


def count(expected: Floats, spread: Floats | float) -> tuple[Floats, Floats]:
    """What a count of that expectation may be: Poisson, its expectation itself known to ``spread`` (a share).

    The negative binomial mixes both.
    """
    told = np.maximum(expected, 1e-12)
    size = 1 / np.maximum(spread, 1e-6) ** 2
    chance = size / (size + told)
    return _least(TAIL, size, chance), _least(1 - TAIL, size, chance)


def _least(share: float, size: Floats | float, chance: Floats) -> Floats:
    """The least count that a negative binomial stays at or below with a probability of ``share``.

    ``scipy.stats`` has it too, and takes a second to import, which every server process would wait for.
    """
    none = betainc(size, 1.0, chance) >= share
    near = np.where(none, 0.0, np.ceil(nbdtrik(share, size, chance)))
    below = np.maximum(near - 1, 0)
    return np.where(betainc(size, below + 1, chance) >= share, below, near)
