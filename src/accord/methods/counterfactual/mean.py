"""How far to trust the recent level: a quasi-Poisson regression of window totals on the placebos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Floats

ROUNDS = 8
CLOSE = 1e-4  # a ten-thousandth of a level, far inside any interval
TYPICAL = 1.25  # standard deviations of a bell curve in its mean absolute miss
FURTHEST = 3.0  # a level 20 times the base is as far as the regression may reach


@dataclass(frozen=True)
class Care:
    """How warily slopes are learnt: ``ridge`` on them, in units of the dispersion, and ``cut``, beyond how many
    typical misses a miss counts as that much only (None: as it is)."""

    ridge: float
    cut: float | None


PLAIN = Care(1.0, None)
WARY = Care(32.0, 3.0)
"""For a price that knows only the past: few placebos, of which one wild one must not turn the slopes."""


@dataclass(frozen=True)
class Mean:
    """log mean = log base + intercept + features @ slopes, from McCullagh and Nelder's quasi-likelihood."""

    intercept: float
    slopes: Floats

    def of(self, usual: Floats, features: Floats) -> Floats:
        """Expected totals, (m,), for base totals (m,) and features (m, k)."""
        tilt = np.clip(self.intercept + features @ self.slopes, -FURTHEST, FURTHEST)
        return np.asarray(np.maximum(usual, 0.0) * np.exp(tilt))


def fit_mean(
    seen: Floats, usual: Floats, features: Floats, number: float, care: Care = PLAIN, weights: Floats | None = None
) -> Mean:
    """Fit by reweighted least squares with a ridge on the slopes.

    seen, usual: (m,) totals; features: (m, k). number: how many of the windows are independent; windows that
    overlap count as that many. weights: (m,) how much each counts, 1 on average. With no placebo the base stands
    as it is.
    """
    design = np.column_stack([np.ones(len(seen)), features])
    beta = np.zeros(design.shape[1])
    penalty = np.diag([1e-6] + [care.ridge * max(len(seen) / max(number, 1.0), 1.0)] * features.shape[1])
    bank = (seen, usual, np.ones(1) if weights is None else weights)
    for _ in range(ROUNDS if len(seen) else 0):
        before, beta = beta, _step(beta, design, bank, penalty, care.cut)
        if np.abs(beta - before).max() < CLOSE:
            break
    return Mean(float(beta[0]), beta[1:])


def _step(
    beta: Floats, design: Floats, bank: tuple[Floats, Floats, Floats], penalty: Floats, cut: float | None
) -> Floats:
    seen, usual, weights = bank
    tilt = np.clip(design @ beta, -FURTHEST, FURTHEST)
    mean = usual * np.exp(tilt) + 1e-9
    miss = seen - mean if cut is None else _tamed(seen - mean, np.sqrt(mean), cut)
    dispersion = max(float(np.mean(weights * miss**2 / mean)), 1e-6)
    pull = design.T @ (weights * (miss + mean * tilt))
    curve = (design * (weights * mean)[:, None]).T @ design
    return np.asarray(np.linalg.solve(curve + dispersion * penalty, pull))


def _tamed(miss: Floats, scale: Floats, cut: float) -> Floats:
    """Misses (m,) held within `cut` typical ones, an event more or less always allowed (Huber 1964)."""
    reach = cut * TYPICAL * float(np.mean(np.abs(miss) / scale)) * scale + 1.0
    return np.clip(miss, -reach, reach)
