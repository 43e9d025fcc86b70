"""What share of its shoppers an incident stopped that nobody measured, as the orders placed meanwhile tell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from accord.methods.metrics.series import Floats, Ints

SHARES = (np.arange(100) + 0.5) / 100
MEANS = (np.arange(25) + 0.5) / 25
ALIKE = (2.0, 5.0, 15.0, 50.0, 200.0)
"""How much alike incidents of a severity may be: the size of their beta distribution."""


def stopped_shares(placed: Floats, whole: Floats, down: Floats, group: Ints, spread: float) -> tuple[Floats, Floats]:
    """The share that each incident stopped and its standard deviation, both (n,).

    ``placed`` (n,) are orders placed in its quarters of an hour, of ``whole`` that they usually bring, ``down`` of them
    while it lasted; what usually comes is known to ``spread`` (a share). Incidents of a ``group`` (a service's of one
    severity) share a beta distribution, so that a night's few orders need not tell alone: its mean and size are
    averaged over a grid by their posterior weight, even beforehand (Gelman et al. 2013, Bayesian Data Analysis, 5.3).
    """
    size = 1 / spread**2
    rate = np.maximum(whole[:, None] - down[:, None] * SHARES, 1e-9)
    kept = size / (size + rate)  # of a negative binomial, whose terms that are the same for every share cancel out
    told = size * np.log(kept) + special.xlog1py(placed.round()[:, None], -kept)
    like = np.exp(told - told.max(axis=1, keepdims=True))
    beforehand = _priors()
    mean, square = np.zeros(len(placed)), np.zeros(len(placed))
    for one in np.unique(group):
        mine = np.flatnonzero(group == one)
        # (incidents, distributions): how well each distribution foretells each incident.
        fits = like[mine] @ beforehand.T
        weight = special.softmax(np.log(np.maximum(fits, 1e-300)).sum(axis=0))
        chance = like[mine] * ((weight / np.maximum(fits, 1e-300)) @ beforehand)
        mean[mine], square[mine] = chance @ SHARES, chance @ SHARES**2
    return mean, np.sqrt(np.maximum(square - mean**2, 0.0))


def _priors() -> NDArray[np.float64]:
    """Beta distributions over ``SHARES``, each of which adds up to 1: (distributions, shares)."""
    mean, size = (x.ravel()[:, None] for x in np.meshgrid(MEANS, ALIKE))
    found = special.xlogy(mean * size - 1, SHARES) + special.xlog1py((1 - mean) * size - 1, -SHARES)
    return np.asarray(special.softmax(found, axis=1))
