"""What a metric is counted from, and what is told of what moved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.clauses.objectives import Unit
from accord.methods.decomposition.branches import Branch
from accord.methods.metrics.series import Floats

Stretch = tuple[date, ...]
STEPS: Mapping[Unit, float] = {"money": 1.0, "share": 1e-4, "days": 0.1, "hours": 0.1, "count": 0.1}
"""Effects are told in such steps, as they are read: cents, hundredths of a percentage point, tenths of a day."""


@dataclass(frozen=True, slots=True)
class Things:
    """One by one what a metric is counted from, all (n,): when (UTC), its value, how much it weighs, and of which part
    of the business or channel it is ('': not said)."""

    at: NDArray[np.datetime64]
    values: Floats
    weight: Floats
    part: NDArray[Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotTold:
    """Why something cannot be told."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """``root`` split over its branches; ``labels`` and ``units`` by a node's name; the months compared."""

    root: Branch
    unit: Unit
    before: Stretch
    after: Stretch
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
