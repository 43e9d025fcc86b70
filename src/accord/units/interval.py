"""An estimate with its 90 % interval."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True)
class Interval:
    """A middle with the lower and upper end of its 90 % interval, all in one unit.

    Raises ``ValueError`` when the ends are not in order or a value is not finite.
    """

    mid: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) for v in (self.mid, self.low, self.high)):
            raise ValueError(f"an interval needs finite values, not {self.mid}, {self.low}, {self.high}")
        if not self.low <= self.mid <= self.high:
            raise ValueError(f"not in order: low {self.low}, mid {self.mid}, high {self.high}")

    @classmethod
    def exact(cls, value: float) -> Interval:
        """A value that was counted, not estimated."""
        return cls(value, value, value)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0

    def scaled(self, factor: float) -> Interval:
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(self.mid * factor, low, high)

    def rounded(self) -> Interval:
        """Whole units, e.g. minor units of money."""
        return Interval(round(self.mid), round(self.low), round(self.high))


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of independent estimates: middles add, half-widths add in quadrature on each side.

    Independence is an assumption; parts that share an error (one outage counted twice) must not be
    summed at all, see ``accord.findings.overlap``.
    """
    parts = list(parts)
    mid = math.fsum(p.mid for p in parts)
    down = math.sqrt(math.fsum((p.mid - p.low) ** 2 for p in parts))
    up = math.sqrt(math.fsum((p.high - p.mid) ** 2 for p in parts))
    return Interval(mid, mid - down, mid + up)
