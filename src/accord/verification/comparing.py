"""Two shares side by side: whether one is larger, or whether there are too few to say."""

from __future__ import annotations

import math
from dataclasses import dataclass

from accord.units.interval import Interval

_Z = 1.6448536269514722
"""90 % of a normal distribution lie within so many standard deviations."""
FEWEST = 5
"""With fewer than so many on a side nothing is said of a difference."""


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 0.0


def difference(one: Share, other: Share, z: float = _Z) -> Interval | None:
    """``one`` less ``other`` with its 90 % interval (or another, by its ``z``); None where there are too few to say.

    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10 (Wilson's intervals, combined in quadrature).
    """
    if min(one.whole, other.whole) < FEWEST:
        return None
    (low1, high1), (low2, high2) = _wilson(one, z), _wilson(other, z)
    p1, p2 = one.value, other.value
    below = math.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    above = math.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return Interval(p1 - p2, max(-1.0, p1 - p2 - below), min(1.0, p1 - p2 + above))


def _wilson(share: Share, z: float) -> tuple[float, float]:
    """Source: Wilson 1927, Journal of the American Statistical Association 22:209."""
    n, p = share.whole, share.value
    centre = p + z**2 / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    return min(p, max(0.0, (centre - reach) / scale)), max(p, min(1.0, (centre + reach) / scale))
