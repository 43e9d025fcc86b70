"""What is looked at, and what is found: one side rewarded for what loses the company money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from accord.clauses.charter import Side
from accord.methods.incentives.reckoning import Array, Columns
from accord.methods.incentives.regions import Region
from accord.methods.incentives.scenarios import Scenarios
from accord.methods.incentives.scheme import SIDES, Scheme
from accord.units.interval import Interval

Kind = Literal["wrong_way", "decision", "together", "one_side", "frames"]
LEAST = 0.002
"""Of what is at stake: less than this is rounding, not a reward."""


@dataclass(frozen=True, slots=True)
class Perversity:
    """One way in which a reward works against the company. Amounts are in whole units of the scheme's currency.

    ``wrong_way``: moving ``subject`` up or down (``way``) between ``start`` and ``end`` pays the side ``gains`` and
    costs the company ``loses`` a year, for one usual step of the metric. ``decision``: the side gains by ``way``
    (refuse, take) of the decision, which costs the company ``loses``, once. ``together``: the side is paid more than in
    the usual month while the company earns less, a year. ``one_side``: of a bad month only this side bears anything:
    ``gains`` is what the other is spared. ``frames``: the side's rewards are reckoned over shorter frames than the
    other's: ``gains`` is what that is worth a year. ``likely`` is None where the history is too short to say; ``past``
    are the company's own months in which it was so, counted from the oldest.
    """

    kind: Kind
    side: Side
    subject: str
    way: str
    gains: Interval
    loses: Interval
    likely: Interval | None
    region: Region = field(default_factory=Region)
    start: float | None = None
    end: float | None = None
    step: float | None = None
    past: tuple[int, ...] = ()

    @property
    def weight(self) -> float:
        """By which the worst comes first: what the company loses times how likely it is."""
        return self.loses.mid * (self.likely.mid if self.likely else 0.5)


@dataclass(frozen=True)
class Looked:
    """A scheme on its scenarios."""

    scheme: Scheme
    scenarios: Scenarios

    @cached_property
    def flat(self) -> Columns:
        return {name: column.reshape(-1) for name, column in self.scenarios.columns.items()}

    @cached_property
    def shape(self) -> tuple[int, int]:
        for column in self.scenarios.columns.values():
            return column.shape[0], column.shape[1]
        return 1, 0

    @cached_property
    def bends(self) -> tuple[Mapping[str, tuple[float, ...]], frozenset[str]]:
        return self.scheme.bends()

    @cached_property
    def company(self) -> Array:
        """What the company earns a year in each scenario, flat."""
        return np.broadcast_to(self.scheme.company(self.flat), self.count)

    @cached_property
    def count(self) -> int:
        return self.shape[0] * self.shape[1]

    @cached_property
    def paid(self) -> Mapping[Side, Array]:
        """What each side is paid a year in each scenario, flat."""
        return {side: np.broadcast_to(self.scheme.side(side, self.flat), self.count) for side in SIDES}

    @cached_property
    def stakes(self) -> Mapping[Side, float]:
        """What is at stake for each side: from the least to the most it is paid, line by line."""
        return {
            side: sum(
                line.weight * spanned(self.scheme.yearly(line, self.corners)) for line in self.scheme.rewards(side)
            )
            for side in SIDES
        }

    @cached_property
    def stake(self) -> float:
        """The same for the company."""
        return sum(spanned(self.scheme.yearly(line, self.corners)) for line in self.scheme.worths)

    @cached_property
    def corners(self) -> Columns:
        """The scenarios with the ends of what is looked at."""
        low, high = self.scenarios.low, self.scenarios.high
        return {name: np.concatenate([column, [low[name], high[name]]]) for name, column in self.flat.items()}

    def usual(self) -> Columns:
        """The usual month, as one scenario."""
        return {name: np.array([value]) for name, value in self.scenarios.reference.items()}


def spanned(values: Array) -> float:
    """From the least to the most."""
    return float(np.ptp(values)) if values.size else 0.0
