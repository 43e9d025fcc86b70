"""Placebo windows: windows like the incident's, at times when nothing happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints, between
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.series import DAY_SECONDS

CLASS_STEP = 1.25
MOST = 2000
MOST_OF_THE_PAST = 4000  # spread over the whole series, so that enough lie before an incident
OBSERVED_SHARE = 0.9
LEAST_INDEPENDENT = 10  # windows of one length that fit beside each other in the data


@dataclass(frozen=True)
class Windows:
    """Windows `[starts, ends)` in bins with what is known of them, each (m,) or (m, k).

    seen: events observed. usual: base over the observed bins. features: (m, k). rough: log roughness lately.
    value: mean order value before (minor units, NaN unknown). money: money seen (minor units).
    """

    starts: Ints
    ends: Ints
    seen: Floats
    usual: Floats
    features: Floats
    rough: Floats
    special: Bools
    slot: Ints
    value: Floats | None
    money: Floats | None

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, rows: Ints | Bools) -> Windows:
        """The chosen rows."""
        return Windows(
            self.starts[rows],
            self.ends[rows],
            self.seen[rows],
            self.usual[rows],
            self.features[rows],
            self.rough[rows],
            self.special[rows],
            self.slot[rows],
            None if self.value is None else self.value[rows],
            None if self.money is None else self.money[rows],
        )


def windows(ground: Ground, starts: Ints, ends: Ints, at: Ints | None = None) -> Windows:
    """Look up everything about the windows `[starts, ends)`, told from bin `at` (default: their starts)."""
    at = starts if at is None else at
    has_money = ground.money is not None
    return Windows(
        starts=starts,
        ends=ends,
        seen=between(ground.seen, starts, ends),
        usual=between(ground.usual, starts, ends),
        features=ground.features(starts, ends, at),
        rough=ground.roughness.lately(at),
        special=ground.is_special(starts, ends),
        slot=ground.series.calendar.slot((starts + ends) // 2),
        value=ground.order_value(at) if has_money else None,
        money=between(ground.money, starts, ends) if ground.money is not None else None,
    )


def class_of(bins: int) -> int:
    """Duration class of a window: itself up to 8 bins, else the nearest step of a 25 % grid, in bins."""
    if bins <= 8:
        return bins
    return round(CLASS_STEP ** round(float(np.log(bins) / np.log(CLASS_STEP))))


def first_usable(ground: Ground) -> int:
    """First bin from which placebos may start: two weeks in, or one day in a series under four weeks."""
    day = ground.series.bins_per(DAY_SECONDS)
    return 14 * day if ground.n >= 28 * day else day


def draw(ground: Ground, bins: int, rng: np.random.Generator) -> Ints:
    """Starts of up to 2,000 ordinary windows of `bins` bins (4,000 if only the past counts), spread over the
    series, sorted.

    Ordinary means: no special day, no masked bin, 90 % of the bins observed, something usually happens there.
    """
    first, last = first_usable(ground), ground.n - bins
    if last < first:
        return np.zeros(0, dtype=np.int64)
    span, most = last - first + 1, MOST_OF_THE_PAST if ground.past_only else MOST
    tries = min(span, 4 * most)
    found = _free(ground, first + ((np.arange(tries) + rng.random(tries)) * (span / tries)).astype(np.int64), bins)
    if len(found) < most // 4 and tries < span:
        blocked = ground.blocked[first + bins : last + bins + 1] - ground.blocked[first : last + 1]
        found = _free(ground, first + np.flatnonzero(blocked <= (1.0 - OBSERVED_SHARE) * bins), bins)
    return _thinned(found, most, rng)


def draw_special(ground: Ground, bins: int, rng: np.random.Generator) -> Ints:
    """Starts of up to 2,000 free windows that touch a special day, sorted."""
    if ground.special is None:
        return np.zeros(0, dtype=np.int64)
    every = np.arange(first_usable(ground), ground.n - bins + 1)
    touching = every[(ground.special[every + bins] - ground.special[every]) > 0]
    return _thinned(touching[_is_free(ground, touching, bins)], MOST, rng)


def _thinned(found: Ints, most: int, rng: np.random.Generator) -> Ints:
    if len(found) <= most:
        return found
    return found[((np.arange(most) + rng.random(most)) * (len(found) / most)).astype(np.int64)]


def _free(ground: Ground, starts: Ints, bins: int) -> Ints:
    starts = starts[_is_free(ground, starts, bins)]
    if ground.special is None:
        return starts
    return np.asarray(starts[ground.special[starts + bins] == ground.special[starts]])


def _is_free(ground: Ground, starts: Ints, bins: int) -> Bools:
    allowed = (1.0 - OBSERVED_SHARE) * bins
    free = ground.blocked[starts + bins] - ground.blocked[starts] <= allowed
    rest = starts[free]  # most windows fail on the first look; only the others are looked at again
    unseen = bins - (ground.observed[rest + bins] - ground.observed[rest])
    blocked = ground.blocked[rest + bins] - ground.blocked[rest]
    free[free] = (blocked <= unseen) & (ground.usual[rest + bins] > ground.usual[rest])
    return np.asarray(free)


def independent(starts: Ints, bins: int) -> float:
    """How many of the windows (sorted starts) could stand beside each other: the honest size of a bank."""
    return 1.0 + float(np.clip(np.diff(starts) / bins, 0.0, 1.0).sum()) if len(starts) else 0.0
