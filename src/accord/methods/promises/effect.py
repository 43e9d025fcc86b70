"""What came after the promise, and how far it lies from what would have come without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from accord.methods.promises.baseline import DRAWS, Baseline
from accord.methods.promises.happened import Floats, Happened
from accord.units.interval import Interval

UNSEEN = 0.5
"""So many happenings are added to those that came (Jeffreys): that none came does not prove that none will."""


@dataclass(frozen=True, slots=True)
class Level:
    """A slice's worth of the figure in the later period: what came, with the 90 % interval of what is to be expected
    of such a slice, and ``draws`` (k,) of the same."""

    came: Interval
    draws: Floats


def level_of(later: Happened, before: Happened, *, rng: np.random.Generator, draws: int = DRAWS) -> Level:
    """The level of the later slices, those known.

    What may come and did not is worth what such happenings were worth ``before``. Raises ``ValueError`` where no slice
    is known.
    """
    slices = int(later.known.sum())
    if not slices:
        raise ValueError("nothing is known of the later period")
    each = np.where(later.known, 1 / slices, 0.0)
    drawn = later.weighted(each, draws, rng)
    if later.by_chance and len(before.mid):
        drawn = drawn + rng.gamma(UNSEEN, size=draws) * rng.choice(before.mid, draws) / slices
    mid = float(later.sums @ each)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return Level(Interval(mid, min(float(low), mid), max(float(high), mid)), drawn)


def effect_of(baseline: Baseline, later: Level, better: Literal["up", "down"]) -> Interval:
    """The measured effect for one slice, above 0 where it got better, with its 90 % interval.

    It is the change of what is to be expected, not of what happened to come: three outages less may be luck. Both
    levels must have equally many draws.
    """
    sign = 1.0 if better == "up" else -1.0
    mid = sign * (later.came.mid - baseline.shrunk.mid)
    low, high = np.quantile(sign * (later.draws - baseline.draws), [0.05, 0.95])
    return Interval(mid, min(float(low), mid), max(float(high), mid))
