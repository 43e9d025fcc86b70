"""Conformal intervals: weighted quantiles of the placebos' residuals, the most alike counting most.

Source: Vovk, Gammerman and Shafer 2005; weights as in Tibshirani et al. 2019 and Barber et al. 2023.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.arrays import Bools, Floats, Ints

HALF_LIFE_DAYS = 56.0
TIME_OF_DAY_HOURS = 3.0
OTHER_WEEKDAY = 0.6
OTHER_KIND_OF_DAY = 0.3
VOLUME_WIDTH = 0.5
LEAST_EFFECTIVE = 60.0
TABLE_BINS = 336  # half hours of a week


@dataclass(frozen=True)
class Traits:
    """What makes windows alike: half hour of the local week (m,), log expected total (m,), age in days (m,) or None."""

    week: Ints
    volume: Floats
    day: Floats | None


def traits(slot: Ints, slots: int, mean: Floats, starts: Ints, bins_a_day: int) -> Traits:
    """Traits of windows from week slots, expected totals and starts (all (m,))."""
    return Traits(slot * TABLE_BINS // slots, np.log(mean + 1.0), starts / bins_a_day)


def _likeness_of_times() -> npt.NDArray[np.float32]:
    half = np.arange(TABLE_BINS)
    day, hour = half // 48, half % 48 / 2.0
    apart = np.abs(hour[:, None] - hour[None, :])
    near = np.exp(-0.5 * (np.minimum(apart, 24.0 - apart) / TIME_OF_DAY_HOURS) ** 2)
    kind = np.where(day < 5, 0, day)
    same_kind = np.where(kind[:, None] == kind[None, :], OTHER_WEEKDAY, OTHER_KIND_OF_DAY)
    return (near * np.where(day[:, None] == day[None, :], 1.0, same_kind)).astype(np.float32)


_TIMES = _likeness_of_times()


def likeness(target: Traits, bank: Traits, allowed: Bools | None) -> npt.NDArray[np.float32]:
    """Weights (m, n) of n placebos for m targets, rows adding to 1 (or all 0 where none is allowed).

    allowed: (m, n), False excludes. Rows with fewer than 60 effective placebos are blended with equal weights.
    """
    volume = (target.volume[:, None] - bank.volume[None, :]).astype(np.float32)
    volume *= volume
    volume *= np.float32(-0.5 / VOLUME_WIDTH**2)
    if target.day is not None and bank.day is not None:
        age = np.abs((target.day[:, None] - bank.day[None, :]).astype(np.float32))
        age *= np.float32(-np.log(2.0) / HALF_LIFE_DAYS)
        volume += age
    weights = np.exp(np.maximum(volume, np.float32(-60.0), out=volume), out=volume)
    weights *= _TIMES[target.week][:, bank.week]
    if allowed is not None:
        weights *= allowed
    return _blended(weights, allowed)


def _blended(weights: npt.NDArray[np.float32], allowed: Bools | None) -> npt.NDArray[np.float32]:
    number = np.full(len(weights), weights.shape[1]) if allowed is None else allowed.sum(axis=1)
    number = np.maximum(number, 1).astype(np.float64)
    total = weights.sum(axis=1, dtype=np.float64)
    weights *= (1.0 / np.maximum(total, 1e-30)).astype(np.float32)[:, None]
    concentration = np.einsum("ij,ij->i", weights, weights).astype(np.float64)
    spare = np.maximum(1.0 / LEAST_EFFECTIVE - 1.0 / number, 0.0)
    keep = np.sqrt(spare / np.maximum(concentration - 1.0 / number, 1e-12))
    keep = np.clip(keep, 0.0, 1.0) * (total > 1e-25)
    weights *= keep.astype(np.float32)[:, None]
    rest = ((1.0 - keep) / number).astype(np.float32)[:, None]
    weights += rest if allowed is None else rest * allowed
    return weights


def effective(weights: npt.NDArray[np.float32]) -> Floats:
    """Kish's effective number of placebos of each row, (m,)."""
    return np.asarray(1.0 / np.maximum(np.einsum("ij,ij->i", weights, weights), 1e-12), dtype=np.float64)


def quantiles(
    residuals: Floats, order: Ints, weights: npt.NDArray[np.float32], number: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Lower and upper weighted quantiles (m,), (m,) of residuals (n,) under weights (m, n).

    order: the places of the residuals (n,), smallest first. number: (m,) effective placebos, for the +1/n
    correction. Where the correction asks for more than the placebos can tell, Student's t of their spread
    takes over.
    """
    ordered = residuals[order]
    mass = weights.take(order, axis=1)
    np.cumsum(mass, axis=1, out=mass)
    tail = (1.0 - confidence) / 2.0
    share = tail - (1.0 - tail) / np.maximum(number, 1.0)
    low = ordered[_first(mass > _narrowed(share, -np.inf)[:, None])]
    high = ordered[_first(mass >= _narrowed(1.0 - share, np.inf)[:, None])]
    thin = np.flatnonzero(share <= 0.0)
    if len(thin):
        low[thin], high[thin] = _student(residuals, weights[thin], number[thin], tail, low[thin], high[thin])
    return low, high


def _first(reached: Bools) -> Ints:
    """The first True of each row (m, n), or the last place of a row without one, (m,)."""
    return np.asarray(np.where(reached[:, -1], reached.argmax(axis=1), reached.shape[1] - 1))


def _narrowed(exact: Floats, towards: float) -> npt.NDArray[np.float32]:
    """The float32 next to each number or at it, on the side of `towards`: sums in float32 compare with it alike."""
    near = exact.astype(np.float32)
    beyond = near > exact if towards < 0 else near < exact
    return np.where(beyond, np.nextafter(near, np.float32(towards)), near)


def _student(
    residuals: Floats,
    weights: npt.NDArray[np.float32],
    number: Floats,
    tail: float,
    low: Floats,
    high: Floats,
) -> tuple[Floats, Floats]:
    from scipy.special import stdtrit  # Student's t quantile, without the weight of scipy.stats

    number = np.maximum(number, 2.0)
    mean = weights @ residuals
    variance = np.maximum(weights @ residuals**2 - mean**2, 1e-12) * number / (number - 1.0)
    reach = stdtrit(number - 1.0, 1.0 - tail) * np.sqrt(variance * (1.0 + 1.0 / number))
    return np.minimum(low, mean - reach), np.maximum(high, mean + reach)
