"""From samples of good and total events to slices that are good or bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from accord.methods.local_time import Seconds

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
BudgetingMethod = Literal["Occurrences", "Timeslices", "RatioTimeslices"]


@dataclass(frozen=True, slots=True)
class Objective:
    """``target`` is the share that must be good, between 0 and 1; ``slice_target`` that of one slice.

    ``slice_seconds`` is the slice's length (not used for Occurrences). Raises ``ValueError``.
    """

    target: float
    method: BudgetingMethod = "Occurrences"
    slice_target: float | None = None
    slice_seconds: int = 60

    def __post_init__(self) -> None:
        if not 0 < self.target < 1:
            raise ValueError(f"a target lies between 0 and 1, not {self.target}; write 99.9 % as 0.999")
        if self.method == "Timeslices" and not (self.slice_target and 0 < self.slice_target <= 1):
            raise ValueError(f"Timeslices need a slice target above 0 and up to 1, not {self.slice_target}")
        if self.slice_seconds < 1:
            raise ValueError(f"a slice lasts at least a second, not {self.slice_seconds}")

    @property
    def allowance(self) -> float:
        """The share that may fail; 1 - 0.999 is 0.001, without the last digits of binary arithmetic."""
        return round(1 - self.target, 12)


@dataclass(frozen=True, slots=True)
class Slices:
    """Slices of equal length from ``start``; all arrays (n,) and in the method's units.

    ``bad`` and ``planned`` failed, out of ``counted``; ``measured`` is each slice's measured seconds.
    """

    start: int
    seconds: int
    bad: Floats
    planned: Floats
    counted: Floats
    measured: Floats

    def __len__(self) -> int:
        return len(self.bad)

    @property
    def ends(self) -> Seconds:
        return self.start + self.seconds * np.arange(1, len(self) + 1)


def slices(
    good: npt.ArrayLike,
    total: npt.ArrayLike,
    start: int,
    seconds: int,
    objective: Objective,
    planned: npt.ArrayLike | None = None,
) -> Slices:
    """Samples (n,) of ``seconds`` each from ``start`` on, as slices of the objective.

    ``planned`` (n,) marks samples in planned maintenance. Slices begin at multiples of their length since
    1970-01-01 UTC; the first and last may be cut and are judged by what they hold. Raises ``ValueError``
    naming the sample for negative counts or more good than total, and where slices cannot be cut so.
    """
    good, total = np.asarray(good, float), np.asarray(total, float)
    by_plan = np.zeros(good.shape, bool) if planned is None else np.asarray(planned, bool)
    _check(good, total, by_plan)
    known = ~(np.isnan(good) | np.isnan(total))
    events, failed = np.where(known, total, 0.0), np.where(known, total - good, 0.0)
    time = known * float(seconds)
    if objective.method == "Occurrences":
        return Slices(start, seconds, failed * ~by_plan, failed * by_plan, events, time)
    cut = _Cut.of(start, seconds, objective.slice_seconds, len(good))
    return _judged(objective, cut, events, failed, by_plan, cut.sums(time))


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    seconds: int
    places: npt.NDArray[np.intp]

    @classmethod
    def of(cls, start: int, sample: int, length: int, n: int) -> _Cut:
        first = start - start % length
        if length % sample or (start - first) % sample:
            raise ValueError(f"slices of {length} s cannot be cut from samples of {sample} s at {start}")
        return cls(first, length, ((start - first) // sample + np.arange(n)) // (length // sample))

    def sums(self, values: Floats) -> Floats:
        return np.bincount(self.places, values).astype(float)


def _judged(objective: Objective, cut: _Cut, events: Floats, failed: Floats, by_plan: Flags, time: Floats) -> Slices:
    total, bad, bad_by_plan = cut.sums(events), cut.sums(failed), cut.sums(failed * by_plan)
    counted = (total > 0).astype(float)
    if objective.method == "RatioTimeslices":
        unplanned, planned = share(bad - bad_by_plan, total, 0.0), share(bad_by_plan, total, 0.0)
        return Slices(cut.start, cut.seconds, unplanned, planned, counted, time)
    rest = total - cut.sums(events * by_plan)
    is_bad = _misses(objective, bad, total)
    without_plan = is_bad & _misses(objective, bad - bad_by_plan, rest)
    by_plan_only = is_bad & ~without_plan
    return Slices(cut.start, cut.seconds, without_plan.astype(float), by_plan_only.astype(float), counted, time)


def _misses(objective: Objective, bad: Floats, total: Floats) -> Flags:
    assert objective.slice_target is not None
    # just below: 90 of 100 meets a target of 0.9 in whatever digits it is kept
    return (total > 0) & (total - bad < objective.slice_target * total - 1e-9 * total)


def share(part: Floats, whole: Floats, otherwise: float = np.nan) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), otherwise)


def _check(good: Floats, total: Floats, planned: Flags) -> None:
    if good.ndim != 1 or not good.shape == total.shape == planned.shape:
        raise ValueError(f"good {good.shape}, total {total.shape} and planned {planned.shape} must be flat and equal")
    if (wrong := (good < 0) | (total < good) | np.isinf(total)).any():
        at = int(np.argmax(wrong))
        raise ValueError(f"sample {at}: {good[at]:g} good of {total[at]:g} cannot be")
