"""What a figure came to, slice by slice of equal length."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from accord.methods.draws import TAIL

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Happened:
    """Amounts with their 90 % intervals, each in one of n slices of equal length; all arrays (m,) but ``known`` (n,).

    ``slice`` (from 0) says where an amount belongs; ``mid``, ``low``, ``high`` are in the figure's unit and may be
    below 0. ``known`` is False for a slice of which nothing can be told; one that is known and has no amount
    came to 0. ``by_chance``: amounts come one by one as chance has it (outages, campaigns), so that another such
    slice might have had more or fewer; False where the figure is told for a slice as a whole.
    """

    slice: Ints
    mid: Floats
    low: Floats
    high: Floats
    known: Mask
    by_chance: bool = True
    sums: Floats = field(init=False)

    def __post_init__(self) -> None:
        if not len(self.slice) == len(self.mid) == len(self.low) == len(self.high):
            raise ValueError("slice, mid, low and high are not equally long")
        if len(self.slice) and (self.slice.min() < 0 or self.slice.max() >= len(self.known)):
            raise ValueError(f"an amount lies outside the {len(self.known)} slices")
        if (self.low > self.mid).any() or (self.mid > self.high).any():
            raise ValueError("an amount lies outside its own interval")
        object.__setattr__(self, "sums", np.bincount(self.slice, self.mid, len(self.known)))

    @property
    def noise(self) -> Floats:
        """Variance (n,) with which a slice's sum scatters around what such a slice is expected to bring.

        For amounts that come by chance it is the mean square of all slices (compound Poisson: rate times mean square),
        because the rare ones of a single slice tell too little; each amount's own doubt is added.
        """
        doubt = ((self.high - self.low) / (2 * TAIL)) ** 2
        if not self.by_chance:
            return np.asarray(np.bincount(self.slice, doubt, len(self.known)), dtype=np.float64)
        squares = float((self.mid**2 + doubt)[self.known[self.slice]].sum())
        return np.full(len(self.known), squares / max(int(self.known.sum()), 1))

    def times(self, factor: float) -> Happened:
        """The same in a unit of time ``factor`` times as long."""
        return Happened(
            self.slice, self.mid * factor, self.low * factor, self.high * factor, self.known, self.by_chance
        )

    def amounts(self, count: int, rng: np.random.Generator) -> Floats:
        """Draws (count, m) of each amount: half a normal distribution to each side of its middle."""
        normal = rng.standard_normal((count, len(self.mid)))
        return self.mid + normal / TAIL * np.where(normal < 0, self.mid - self.low, self.high - self.mid)

    def weighted(self, weights: Floats, count: int, rng: np.random.Generator) -> Floats:
        """Draws (count,) of the slices' sums times ``weights`` (n,), as they may be expected to come again.

        Amounts that come by chance are weighted by an exponential draw each: the posterior of a Poisson process with
        marks, which joins how often (gamma) and how much (Bayesian bootstrap). Source: Lo 1982, Zeitschrift für
        Wahrscheinlichkeitstheorie 59:55; Rubin 1981, Annals of Statistics 9:130.
        """
        drawn = self.amounts(count, rng)
        if self.by_chance:
            drawn *= rng.standard_exponential(drawn.shape)
        return np.asarray(drawn @ weights[self.slice])
