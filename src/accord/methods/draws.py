"""An estimate as draws, so that estimates can be multiplied and subtracted with their doubts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TAIL = 1.6449
"""Standard deviations from the middle of a normal distribution to the end of its 90 % interval."""


def around(mid: float, low: float, high: float, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draws (count,) with this median and these 90 % ends: half a normal distribution to each side, not below 0."""
    normal = rng.standard_normal(count)
    return np.maximum(mid + normal / TAIL * np.where(normal < 0, mid - low, high - mid), 0.0)
