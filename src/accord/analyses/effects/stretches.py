"""Time cut into slices of equal length: before the promise, the earlier period among them, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from accord.units.period import Period

ABOUT = timedelta(days=28)
"""Slices are about so long: whole weeks on average, and a dozen of them a year."""
MOST = 26
"""Slices of history before the earlier period: what is older than two years is another shop."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """``before`` and ``later`` are slices in order of time; ``chosen`` (n,) are those of the earlier period."""

    before: tuple[Period, ...]
    chosen: NDArray[np.bool_]
    later: tuple[Period, ...]

    @property
    def history(self) -> Period:
        return Period(self.before[0].start, self.before[-1].end)

    @property
    def per(self) -> float:
        """How many slices of the history make the later period."""
        return sum(p.seconds for p in self.later) / self.before[0].seconds

    @property
    def ratio(self) -> float:
        """The length of a slice of the history in those of the later period."""
        return self.before[0].seconds / self.later[0].seconds

    @property
    def numbers(self) -> range:
        """The later slices' numbers, counted on from the history's."""
        gap = round((self.later[0].start - self.before[-1].end) / (self.before[0].end - self.before[0].start))
        return range(len(self.before) + gap, len(self.before) + gap + len(self.later))


def cut(begun: datetime, baseline: Period, later: Period, known_to: datetime) -> Stretches:
    """Cut so that the earlier period is whole slices; what remains at the ends of the history is left out.

    ``begun`` is where the history begins, ``known_to`` where the facts end.
    """
    parts = max(1, round((baseline.end - baseline.start) / ABOUT))
    step = (baseline.end - baseline.start) / parts
    back = min(max(0, (baseline.start - begun) // step), MOST)
    on = max(0, (min(later.start, known_to) - baseline.end) // step)
    first = baseline.start - back * step
    after = max(1, round((later.end - later.start) / step))
    before = _slices(first, step, back + parts + on)
    chosen = np.array([False] * back + [True] * parts + [False] * on)
    return Stretches(before, chosen, _slices(later.start, (later.end - later.start) / after, after))


def alike(slices: Sequence[Period], chosen: NDArray[np.bool_], later: Period) -> Stretches:
    """Slices that were cut already, and the later period cut into about as long ones."""
    count = max(1, round(later.seconds / slices[-1].seconds))
    return Stretches(tuple(slices), chosen, _slices(later.start, (later.end - later.start) / count, count))


def _slices(start: datetime, step: timedelta, count: int) -> tuple[Period, ...]:
    edges = [start + n * step for n in range(count + 1)]
    return tuple(Period(a, b) for a, b in pairwise(edges))


def place(at: datetime, slices: Sequence[Period]) -> int | None:
    """The slice that holds a moment, or None."""
    return next((n for n, p in enumerate(slices) if p.start <= at < p.end), None)
