"""The scale on which a metric is forecast, so that no forecast leaves what is possible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.clauses.objectives import Unit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """``kind`` is ``log`` (only above 0), ``odds`` (between 0 and 1) or ``plain``; ``edge`` keeps odds finite."""

    kind: str
    edge: float = 0.0

    def there(self, values: Floats) -> Floats:
        """Values as they are forecast."""
        if self.kind == "log":
            return np.asarray(np.log(values))
        if self.kind == "odds":
            inside = np.clip(values, self.edge, 1 - self.edge)
            return np.asarray(np.log(inside / (1 - inside)))
        return values

    def back(self, values: Floats) -> Floats:
        """What was forecast, in the metric's own unit."""
        if self.kind == "log":
            return np.asarray(np.exp(np.clip(values, -700, 700)))
        return np.asarray(1 / (1 + np.exp(-np.clip(values, -700, 700)))) if self.kind == "odds" else values


def scale_of(values: Floats, unit: Unit) -> Scale:
    """Shares by their odds, what is always above 0 by its logarithm, all else as it stands."""
    known = values[np.isfinite(values)]
    if unit == "share":
        gaps = np.concatenate([known, 1 - known])
        smallest = float(gaps[gaps > 0].min()) if (gaps > 0).any() else 0.5
        return Scale("odds", min(smallest / 2, 0.25))
    return Scale("log" if len(known) and float(known.min()) > 0 else "plain")
