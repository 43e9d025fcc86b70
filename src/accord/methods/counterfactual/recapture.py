"""What came back after an outage: never read off one incident, but pooled and then shrunk to the pool.

Sources: DerSimonian and Laird 1986 for the spread between incidents; test inversion for the pooled interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints

LEAST_CLEAR = 5
DRAWS = 400
WIDEST = 0.9  # an interval for a share that spans more than this says nothing


@dataclass(frozen=True)
class After:
    """What m outages lost and how much more than expected was seen after them, each (m,).

    loss, surplus: events. loss_noise, surplus_noise: standard deviations learnt from placebos.
    loss_draws, surplus_draws: (m, draws) misses drawn together from placebo pairs. clear: may be pooled.
    """

    loss: Floats
    surplus: Floats
    loss_noise: Floats
    surplus_noise: Floats
    loss_draws: Floats
    surplus_draws: Floats
    clear: Bools

    @classmethod
    def blank(cls, loss: Floats) -> After:
        """Losses (m,) whose aftermath has not been read yet."""
        m = len(loss)
        surplus, loss_noise, surplus_noise = np.full((3, m), np.nan)
        draws = np.zeros((2, m, DRAWS))
        return cls(loss, surplus, loss_noise, surplus_noise, draws[0], draws[1], np.zeros(m, dtype=np.bool_))


@dataclass(frozen=True)
class Pool:
    """The pooled share with interval, its standard error, and the variance between incidents."""

    mid: float
    low: float
    high: float
    error: float
    between: float
    incidents: int


def pool(after: After, confidence: float) -> Pool | None:
    """Weighted least squares through 0 over clear incidents; None where it is not identified."""
    rows = np.flatnonzero(after.clear)
    if len(rows) < LEAST_CLEAR:
        return None
    loss, surplus = after.loss[rows], after.surplus[rows]
    weights = 1.0 / _variance(after, rows, 0.3)
    share = _through_zero(loss, surplus, weights)
    between = _between(loss, surplus, _variance(after, rows, share), share)
    weights = 1.0 / (_variance(after, rows, share) + between * loss**2)
    share = _through_zero(loss, surplus, weights)
    low, high, error = _inverted(after, rows, weights, between, confidence)
    if high - low > WIDEST:
        return None
    return Pool(_unit(share), _unit(low), _unit(high), error, between, len(rows))


def shrunk(after: After, pooled: Pool) -> tuple[Floats, Floats]:
    """Each incident's share and its standard error (m,), (m,): its own reading shrunk to the pool.

    Which of the orders come back is itself chance, as in drawing that share of them (binomial).
    """
    loss = np.maximum(after.loss, 1e-9)
    own = _variance(after, np.arange(len(loss)), pooled.mid) / loss**2
    trust = np.where(np.isfinite(after.surplus), pooled.between / (pooled.between + own), 0.0)
    reading = np.where(np.isfinite(after.surplus), after.surplus / loss, 0.0)
    share = np.clip(trust * reading + (1.0 - trust) * pooled.mid, 0.0, 1.0)
    drawn = share * (1.0 - share) / np.maximum(loss, 1.0)
    error = np.sqrt((1.0 - trust) * pooled.between + ((1.0 - trust) * pooled.error) ** 2 + drawn)
    return share, error


def _variance(after: After, rows: Ints, share: float) -> Floats:
    noise = after.surplus_noise[rows] ** 2 + (share * after.loss_noise[rows]) ** 2
    return np.asarray(np.maximum(noise, 0.25))


def _through_zero(loss: Floats, surplus: Floats, weights: Floats) -> float:
    return float((weights * loss) @ surplus / ((weights * loss) @ loss))


def _between(loss: Floats, surplus: Floats, variance: Floats, share: float) -> float:
    """DerSimonian and Laird's variance of the true shares."""
    weights = loss**2 / variance
    spread = float(weights @ (surplus / loss - share) ** 2)
    room = float(weights.sum() - (weights @ weights) / weights.sum())
    return max(0.0, (spread - (len(loss) - 1)) / max(room, 1e-12))


def _inverted(
    after: After,
    rows: Ints,
    weights: Floats,
    between: float,
    confidence: float,
) -> tuple[float, float, float]:
    """The shares that placebo misses do not rule out: each draw of misses gives the share it would mean."""
    pull = weights * after.loss[rows]
    top = pull @ after.surplus[rows] - pull @ after.surplus_draws[rows]
    bottom = pull @ after.loss[rows] - pull @ after.loss_draws[rows]
    found = top / np.where(bottom > 0, bottom, np.nan)
    wide = np.sqrt(between * float(pull**2 @ after.loss[rows] ** 2)) / float(pull @ after.loss[rows])
    middle = float(np.nanmedian(found))
    spread = np.sqrt(np.nanvar(found) + wide**2) / max(float(np.nanstd(found)), 1e-12)
    tail = (1.0 - confidence) / 2.0
    low, high = np.nanquantile(middle + (found - middle) * spread, [tail, 1.0 - tail])
    return float(low), float(high), float(np.sqrt(np.nanvar(found) + wide**2))


def _unit(share: float) -> float:
    return min(max(share, 0.0), 1.0)
