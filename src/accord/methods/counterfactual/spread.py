"""How far totals stray from their mean: one scale for windows of every size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Floats

WILDEST = 0.95  # the share of squared misses, from below, that shapes the scale
TRUST = (0.0, 0.25, 0.5, 0.75, 1.0)  # even steps


@dataclass(frozen=True)
class Spread:
    """scale(mu) = sqrt(phi mu + cv^2 mu^2 + 1/4) x exp(trust x rough / 2).

    phi: variance per event; cv: relative spread of the level itself; trust: how much recent roughness tells.
    """

    phi: float
    cv: float
    trust: float

    def scale(self, mean: Floats, rough: Floats, stretch: float = 1.0) -> Floats:
        """Standard-deviation-like scale, (m,). `stretch` widens the level's share for longer windows."""
        core = self.phi * mean + (self.cv * stretch * mean) ** 2 + 0.25
        return np.asarray(np.sqrt(core) * np.exp(0.5 * self.trust * rough))


def fit_spread(seen: Floats, mean: Floats, rough: Floats) -> Spread:
    """Match squared misses by non-negative least squares, then pick the trust that predicts them best."""
    if len(seen) < 2:
        return Spread(1.0, 0.0, 0.0)
    squares = (seen - mean) ** 2 / np.maximum(mean, 0.25)
    squares = np.minimum(squares, np.quantile(squares, WILDEST))
    phi, slope = _line(np.maximum(mean, 0.25), squares)
    plain = Spread(phi, float(np.sqrt(slope)), 0.0)
    return Spread(plain.phi, plain.cv, _trust(seen - mean, plain.scale(mean, rough), rough))


def _line(mean: Floats, squares: Floats) -> tuple[float, float]:
    """Non-negative intercept and slope of squares on mean, weighted by 1 / (1 + mean)^2."""
    weight = 1.0 / (1.0 + mean) ** 2
    total = float(weight.sum())
    x, y = float(weight @ mean) / total, float(weight @ squares) / total
    across = float(weight @ (mean - x) ** 2)
    slope = float(weight @ ((mean - x) * (squares - y))) / across if across > 1e-12 * total else 0.0
    slope = min(max(slope, 0.0), y / x)
    return max(y - slope * x, 0.05), slope


def _trust(miss: Floats, scale: Floats, rough: Floats) -> float:
    squares = np.minimum((miss / scale) ** 2, 16.0)
    usual = float(np.mean(rough))
    step, shape, scores = np.exp(-TRUST[1] * rough), np.ones_like(rough), []
    for trust in TRUST:
        scores.append(trust * usual + float(np.log(max(float(squares @ shape) / len(squares), 1e-9))))
        shape = shape * step
    return TRUST[int(np.argmin(scores))]
