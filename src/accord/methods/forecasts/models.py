"""Point forecasts: the mean of exponential smoothing and the theta method, from the library ``statsforecast``.

Their plain mean was hard to beat in the M4 competition (Makridakis, Spiliotis & Assimakopoulos 2020).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SEASON = 12
LEAST_FOR_SEASON = 30
"""Months below which a season is not told from chance: two whole years and half of a third."""
_LEVEL = 90
_NORMAL = 1.6448536269514722


class NotInstalled(RuntimeError):  # noqa: N818 - says what is missing
    """The forecasting library is not there."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a model says of the months ahead, on the scale of its history: (ahead,) each."""

    mean: Floats
    spread: Floats


@cache
def _models() -> Any:
    try:
        from statsforecast import models
    except ImportError as fault:
        raise NotInstalled("forecasts need the library statsforecast: pip install 'accord[goals]'") from fault
    return models


def fit(history: Floats, ahead: int) -> Fit:
    """Fit all models to ``history`` (months,) without a gap, and look so many months ahead."""
    models, season = _models(), SEASON if len(history) >= LEAST_FOR_SEASON else 1
    if float(np.ptp(history)) < 1e-12 * max(1.0, abs(float(history[0]))):
        return Fit(np.full(ahead, history[-1]), np.full(ahead, 1e-12))
    made = (models.AutoETS(season_length=season), models.AutoTheta(season_length=season))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = [m.forecast(y=history.astype(np.float64), h=ahead, level=[_LEVEL]) for m in made]
    means = [np.asarray(t["mean"], float) for t in told]
    widths = [np.asarray(t[f"hi-{_LEVEL}"], float) - np.asarray(t[f"lo-{_LEVEL}"], float) for t in told]
    floor = float(np.abs(np.diff(history)).mean()) * 0.1 + 1e-12
    spread = np.maximum(np.mean(widths, axis=0) / (2 * _NORMAL), floor)
    return Fit(np.mean(means, axis=0), np.maximum.accumulate(spread))
