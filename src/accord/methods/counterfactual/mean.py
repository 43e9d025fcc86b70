"""How far to trust the recent level: a quasi-Poisson regression of window totals on the placebos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Floats

RIDGE = 1.0
ROUNDS = 8
CLOSE = 1e-4  # a ten-thousandth of a level, far inside any interval
FURTHEST = 3.0  # a level 20 times the base is as far as the regression may reach


@dataclass(frozen=True)
class Mean:
    """log mean = log base + intercept + features @ slopes, from McCullagh and Nelder's quasi-likelihood."""

    intercept: float
    slopes: Floats

    def of(self, usual: Floats, features: Floats) -> Floats:
        """Expected totals, (m,), for base totals (m,) and features (m, k)."""
        tilt = np.clip(self.intercept + features @ self.slopes, -FURTHEST, FURTHEST)
        return np.asarray(np.maximum(usual, 0.0) * np.exp(tilt))


def fit_mean(seen: Floats, usual: Floats, features: Floats, number: float) -> Mean:
    """Fit by reweighted least squares with a ridge of 1 on the slopes, in units of the dispersion.

    seen, usual: (m,) totals; features: (m, k). number: how many of the windows are independent; windows that
    overlap count as that many. With no placebo the base stands as it is.
    """
    design = np.column_stack([np.ones(len(seen)), features])
    beta = np.zeros(design.shape[1])
    penalty = np.diag([1e-6] + [RIDGE * max(len(seen) / max(number, 1.0), 1.0)] * features.shape[1])
    for _ in range(ROUNDS if len(seen) else 0):
        before, beta = beta, _step(beta, design, seen, usual, penalty)
        if np.abs(beta - before).max() < CLOSE:
            break
    return Mean(float(beta[0]), beta[1:])


def _step(beta: Floats, design: Floats, seen: Floats, usual: Floats, penalty: Floats) -> Floats:
    tilt = np.clip(design @ beta, -FURTHEST, FURTHEST)
    mean = usual * np.exp(tilt) + 1e-9
    miss = seen - mean
    dispersion = max(float(np.mean(miss**2 / mean)), 1e-6)
    pull = design.T @ (miss + mean * tilt)
    curve = (design * mean[:, None]).T @ design
    return np.asarray(np.linalg.solve(curve + dispersion * penalty, pull))
