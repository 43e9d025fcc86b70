"""What the studies of an activity allow to be said: its class, or what a test would be worth that tells it.

The class decision is next month's: spend more on the activity, as much, or less, each by an agreed share of its cost.
What perfect information on the ratio is worth is the mean of the best choice for each ratio less the best choice for
the mean, which no test can exceed.

Source: Raiffa, H. and Schlaifer, R. (1961), Applied Statistical Decision Theory, chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from accord.methods.incrementality.studies import Floats, Pooled, Study, pooled
from accord.units.interval import Interval

Class = Literal["crucial", "secondary", "nice-to-have"]
CLASSES: tuple[Class, ...] = ("crucial", "secondary", "nice-to-have")
SURE = 0.8
"""A class is told where it is at least this probable."""
WIDE = 1.0
"""How far a ratio that nobody has studied may lie from the middle, as the standard deviation of its logarithm."""
DRAWS = 8_000


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Agreed ratios of incremental revenue to cost: from ``crucial`` on, and from ``secondary`` on."""

    crucial: float = 3.0
    secondary: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.secondary < self.crucial:
            raise ValueError(f"crucial is {self.crucial}, secondary {self.secondary}; give 0 < secondary < crucial")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``class_`` is None where no class is probable enough; ``chances`` are those of ``CLASSES``."""

    class_: Class | None
    chances: tuple[float, float, float]
    evidence: Pooled | None


def verdict(studies: Sequence[Study], thresholds: Thresholds) -> Verdict:
    """The class of an activity by its own studies alone, so that no other activity can change it."""
    if not studies:
        return Verdict(None, (0.0, 0.0, 0.0), None)
    told = pooled(studies)
    above, over = told.at_least(thresholds.crucial), told.at_least(thresholds.secondary)
    chances = (above, over - above, 1 - over)
    best = int(np.argmax(chances))
    return Verdict(CLASSES[best] if chances[best] >= SURE else None, chances, told)


def stake(
    evidence: Pooled | None, cost: float, thresholds: Thresholds, *, move: float, rng: np.random.Generator
) -> Interval:
    """What it costs next month to decide without knowing the ratio, in the unit of ``cost`` (a month's).

    The middle is what perfect information is worth, so the most that any test can be. ``secondary`` is where spending
    pays for itself; more or less is by the share ``move``. Without evidence the ratio is taken to lie around that
    threshold, an assumption that only ranks what to test.
    """
    gain = cost * move * (likely(evidence, thresholds, rng) / thresholds.secondary - 1)
    missed = np.abs(gain) - gain * (1 if gain.mean() > 0 else -1)
    low, high = np.quantile(missed, (0.05, 0.95))
    middle = float(missed.mean())
    return Interval(middle, min(float(low), middle), max(float(high), middle))


def likely(evidence: Pooled | None, thresholds: Thresholds, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Ratios that may be true, (draws,)."""
    if evidence is not None:
        return evidence.drawn(rng, draws)
    return np.asarray(thresholds.secondary * np.exp(WIDE * rng.standard_normal(draws)))
