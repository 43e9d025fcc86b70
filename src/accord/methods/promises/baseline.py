"""What would have come without the promise: the earlier period, shrunk towards the whole history.

A docket picks what was extreme, and extremes fall back by themselves. So the earlier period is believed only as far as
its distance from the usual is more than the chance of a few happenings (empirical Bayes), and only as far as such
distances have lasted from slice to slice before.

Slices are ``y = level + wander + noise``: the noise is known (``Happened.noise``), the wander is an autoregression
whose size and persistence are weighed by how well they explain the history (restricted likelihood over a small grid).
The prediction for the later period is then linear in the slices; its weights add up to 1.

Sources: Efron and Morris 1975, JASA 70:311 (shrinkage); Robinson 1991, Statistical Science 6:15 (best linear unbiased
prediction); Barnett et al. 2005, International Journal of Epidemiology 34:215 (regression to the mean).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accord.methods.promises.happened import Floats, Happened, Ints, Mask
from accord.units.interval import Interval

SIZES = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0)
"""Variances of the wander that are weighed, as parts of the variance of the slices' sums."""
LASTING = (0.0, 0.3, 0.6, 0.8, 0.9, 0.97)
"""Correlations of the wander between one slice and the next that are weighed."""
STEADY = 0.5
"""Weight given beforehand to no wander at all."""
FEWEST = 4
"""Slices of history below which nothing tells an extreme from a change."""
DRAWS = 8000


@dataclass(frozen=True, slots=True)
class Baseline:
    """A slice's worth of the figure before the promise, in its unit.

    ``earlier`` is what the chosen period came to; ``usual`` the whole history; ``shrunk`` what a slice of the later
    period would have come to with nothing changed, with its 90 % interval, and ``draws`` (k,) the same as draws.
    """

    earlier: float
    usual: float
    shrunk: Interval
    draws: Floats


def shrunk_baseline(
    history: Happened,
    chosen: Mask,
    *,
    later: range,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> Baseline:
    """The baseline against which slices ``later`` (numbered on from the history's, e.g. ``range(12, 15)``) count.

    ``chosen`` (n,) are the slices of the earlier period. Raises ``ValueError`` where fewer than ``FEWEST`` slices are
    known, or none of the chosen ones.
    """
    known = np.flatnonzero(history.known)
    if len(known) < FEWEST or not (chosen & history.known).any():
        raise ValueError(f"{len(known)} slices are known, {FEWEST} are needed, one of them in the earlier period")
    cells = list(_cells(history, known, np.flatnonzero(chosen), later))
    odds = np.array([c.log_odds for c in cells])
    share = np.exp(odds - odds.max())
    counts = rng.multinomial(draws, share / share.sum())
    sums = history.sums[known]
    drawn = [_drawn(history, known, cell, int(n), rng) for cell, n in zip(cells, counts, strict=True) if n]
    mid = float(sum(s * (c.weights @ sums) for c, s in zip(cells, share, strict=True)) / share.sum())
    both = np.concatenate(drawn)
    low, high = np.quantile(both, [0.05, 0.95])
    shrunk = Interval(mid, min(float(low), mid), max(float(high), mid))
    return Baseline(float(history.sums[chosen & history.known].mean()), float(sums.mean()), shrunk, both)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One size and persistence of the wander: its weight, the prediction's weights (n,), and its error by wander."""

    log_odds: float
    weights: Floats
    wander: float


def _cells(history: Happened, known: Ints, chosen: Ints, later: range) -> Iterator[_Cell]:
    y, noise = history.sums[known], history.noise[known]
    spread = float(y.var(ddof=1))
    # A figure told without doubt still scatters; a hundredth keeps the equations solvable.
    noise = noise + 0.01 * spread + 1e-12
    for size in SIZES:
        for lasting in LASTING if size else (0.0,):
            prior = np.log(STEADY) if not size else np.log((1 - STEADY) / ((len(SIZES) - 1) * len(LASTING)))
            yield _cell(y, noise, size * spread, lasting, known, chosen, np.arange(later.start, later.stop), prior)


def _cell(
    y: Floats, noise: Floats, size: float, lasting: float, known: Ints, chosen: Ints, later: Ints, prior: float
) -> _Cell:
    """The level is unknown beforehand (flat), so that weights add up to 1."""
    wander = size * _alike(known, known, lasting)
    inverse = np.linalg.inv(wander + np.diag(noise))
    ones = inverse.sum(axis=1)
    level = float(ones @ y / ones.sum())
    logs = np.linalg.slogdet(inverse)[1] - np.log(ones.sum()) - (y - level) @ inverse @ (y - level)
    here, there = _alike(chosen, chosen, lasting).mean(), _alike(later, later, lasting).mean()
    # The later period is told from the earlier one, as far as what is between them lasts.
    lasts = _alike(later, chosen, lasting).mean() / here
    shared = size * lasts * _alike(chosen, known, lasting).mean(axis=0)
    weights = inverse @ (shared + (1 - shared @ ones) / ones.sum())
    error = size * there - 2 * weights @ shared + weights @ wander @ weights
    return _Cell(float(prior + logs / 2), weights, float(np.sqrt(max(error, 0.0))))


def _alike(one: Ints, other: Ints, lasting: float) -> Floats:
    """Correlation of the wander between slices (n,) and (m,): (n, m)."""
    return np.asarray(lasting ** np.abs(one[:, None] - other[None, :]).astype(float))


def _drawn(history: Happened, known: Ints, cell: _Cell, count: int, rng: np.random.Generator) -> Floats:
    weights = np.zeros(len(history.known))
    weights[known] = cell.weights
    return history.weighted(weights, count, rng) + cell.wander * rng.standard_normal(count)
