"""How often each day counts in a resample of a period's days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accord.methods.decomposition.tree import Floats


def day_weights(days: npt.NDArray[np.datetime64], draws: int, rng: np.random.Generator) -> tuple[Floats, int]:
    """Weights (draws, days) of a bootstrap over whole days, and its degrees of freedom.

    Days are drawn within their weekday, so that the week's rhythm is no noise; n - 1 of n days are drawn
    and weighted up, which makes the variance right for few days. Where some weekday has a single day, all
    days are drawn together (rhythm then widens the interval). A single day gives weights of 1 and 0
    degrees of freedom: no interval. ``days`` are different days, as datetime64[D].

    Source: Rao, J.N.K. and Wu, C.F.J. (1988), JASA 83:231 (resampling n - 1 within strata).
    """
    weights = np.ones((draws, len(days)))
    freedom = 0
    for stratum in _strata(days):
        n = int(stratum.sum())
        if n > 1:
            weights[:, stratum] = rng.multinomial(n - 1, np.full(n, 1 / n), size=draws) * (n / (n - 1))
            freedom += n - 1
    return weights, freedom


def _strata(days: npt.NDArray[np.datetime64]) -> list[npt.NDArray[np.bool_]]:
    weekday = days.astype("datetime64[D]").astype(np.int64) % 7
    strata = [weekday == day for day in np.unique(weekday)]
    return strata if all(stratum.sum() > 1 for stratum in strata) else [np.ones(len(days), bool)]
