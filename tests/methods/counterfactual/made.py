"""Made-up series whose truth is known: daily and weekly rhythm, drifting level, outages, what comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from accord.methods.counterfactual import Incident, Series
from accord.methods.counterfactual.arrays import Floats, Ints

START = np.datetime64("2024-01-01T00:00:00", "s")  # a Monday
DAY = 86_400


def shape(n: int, bin_seconds: int) -> Floats:
    """Usual rhythm (n,) with mean near 1: quiet nights, busy afternoons, slower weekends."""
    hours = np.arange(n) * bin_seconds / 3600
    by_day = 1.0 + 0.7 * np.sin((hours - 9) / 24 * 2 * np.pi)
    return by_day * np.where(hours // 24 % 7 >= 5, 0.7, 1.1)


def made(
    rng: np.random.Generator, days: int = 70, bin_seconds: int = 900, rate: float = 12.0, drift: float = 0.0
) -> Series:
    """Poisson counts around `rate` a bin; `drift` > 0 lets the level wander hour by hour (over-dispersion)."""
    n = days * DAY // bin_seconds
    mean = rate * shape(n, bin_seconds)
    if drift:
        mean = mean * np.exp(_wander(rng, n, 3600 // bin_seconds or 1, drift))
    return Series(START, bin_seconds, rng.poisson(mean).astype(float))


def _wander(rng: np.random.Generator, n: int, hour: int, drift: float) -> Floats:
    level, out = 0.0, np.empty(-(-n // hour))
    for i in range(len(out)):
        level = 0.95 * level + rng.normal(0.0, drift)
        out[i] = level
    return np.repeat(out, hour)[:n]


@dataclass(frozen=True)
class Broken:
    """A series with outages put in, the outages, and what each took and gave back."""

    series: Series
    incidents: list[Incident]
    taken: Floats
    returned: Floats


def at(series: Series, first: int, last: int, key: str = "one") -> Incident:
    """An incident over bins `[first, last)`."""
    return Incident(key, series.time_of(first), series.time_of(last))


def broken(
    series: Series, starts: Ints, bins: int, rng: np.random.Generator, back: float = 0.0, spread: int = 12
) -> Broken:
    """Total outages of `bins` bins at `starts`; a share `back` of each comes back within `spread` bins."""
    values = series.values.copy()
    taken, returned = np.zeros(len(starts)), np.zeros(len(starts))
    for i, start in enumerate(starts.tolist()):
        taken[i] = values[start : start + bins].sum()
        values[start : start + bins] = 0.0
        returned[i] = rng.binomial(int(taken[i]), back)
        late = start + bins + rng.integers(0, spread, int(returned[i]))
        np.add.at(values, np.minimum(late, len(values) - 1), 1.0)
    incidents = [at(series, s, s + bins, f"i{i}") for i, s in enumerate(starts.tolist())]
    return Broken(replace(series, values=values), incidents, taken, returned)


def spaced(series: Series, number: int, rng: np.random.Generator, from_day: int = 21) -> Ints:
    """Starts spread over the series from `from_day` on, with room between them."""
    per_day = DAY // series.bin_seconds
    room = (len(series) - (from_day + 1) * per_day) / number
    return (from_day * per_day + (np.arange(number) + 0.5 * rng.random(number)) * room).astype(np.int64)


def with_money(series: Series, rng: np.random.Generator, mean: float = 8.0, spread: float = 0.6) -> Series:
    """Log-normal order values in minor units for every event."""
    count = series.values.astype(int)
    values = np.rint(rng.lognormal(mean, spread, int(count.sum())))
    edges = np.concatenate([[0], np.cumsum(count)])
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return replace(series, money=sums[edges[1:]] - sums[edges[:-1]])
