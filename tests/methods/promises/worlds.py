"""Made-up services whose true rate of loss is known, before and after a promise; and a docket that picks extremes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.promises import Happened, effect_of, level_of, shrunk_baseline
from accord.units.interval import Interval

BEFORE, LATER, QUARTER = 12, 3, 3
DOUBT = 0.15
"""Each loss is measured with so much of it as standard deviation."""


@dataclass(frozen=True)
class World:
    """``rate`` happenings a month before (mean), of mean size 1 and spread ``cv``; later ``often`` times as many, each
    ``size`` times as large. The rate wanders (``wander`` of its logarithm, ``lasting`` from month to month).

    ``docket``: of so many services, the one whose last quarter stands out most against its own year is decided on.
    """

    rate: float = 3.0
    often: float = 1.0
    size: float = 1.0
    cv: float = 1.0
    wander: float = 0.0
    lasting: float = 0.0
    docket: int = 1


@dataclass(frozen=True)
class Service:
    """One service: what happened, and by how much a later month is truly expected to cost less."""

    history: Happened
    later: Happened
    truth: float

    @property
    def stands_out(self) -> float:
        sums = self.history.sums
        return float(sums[-QUARTER:].mean() / max(sums.mean(), 1e-9))


def picked(world: World, seed: int) -> Service:
    rng = np.random.default_rng([seed, 17])
    return max((_service(world, rng) for _ in range(world.docket)), key=lambda s: s.stands_out)


def _service(world: World, rng: np.random.Generator) -> Service:
    month = _wander(world, rng)
    history = _happened(world.rate * month[:BEFORE], 1.0, world.cv, rng)
    later = _happened(world.rate * world.often * month[BEFORE:], world.size, world.cv, rng)
    truth = world.rate * float(month[BEFORE:].mean()) * (1 - world.often * world.size)
    return Service(history, later, truth)


def _wander(world: World, rng: np.random.Generator) -> np.ndarray:
    steps = rng.standard_normal(BEFORE + LATER)
    for i in range(1, len(steps)):
        steps[i] = world.lasting * steps[i - 1] + np.sqrt(1 - world.lasting**2) * steps[i]
    return np.exp(world.wander * steps - world.wander**2 / 2)


def _happened(rates: np.ndarray, size: float, cv: float, rng: np.random.Generator) -> Happened:
    month = np.repeat(np.arange(len(rates)), rng.poisson(rates))
    spread = np.sqrt(np.log(1 + cv**2))
    true = size * np.exp(spread * rng.standard_normal(len(month)) - spread**2 / 2)
    told = true * (1 + DOUBT * rng.standard_normal(len(month)))
    return Happened(month, told, told - 1.645 * DOUBT * true, told + 1.645 * DOUBT * true, np.ones(len(rates), bool))


def measured(service: Service, seed: int) -> tuple[Interval, float]:
    """The effect for a month, and what the last quarter came to."""
    rng = np.random.default_rng([seed, 18])
    chosen = np.arange(BEFORE) >= BEFORE - QUARTER
    baseline = shrunk_baseline(service.history, chosen, later=range(BEFORE, BEFORE + LATER), rng=rng)
    return effect_of(baseline, level_of(service.later, service.history, rng=rng), "down"), baseline.earlier


def taken_as_it_was(service: Service, seed: int) -> Interval:
    """The same effect against the last quarter alone, nothing shrunk."""
    rng = np.random.default_rng([seed, 18])
    history = service.history
    last = history.slice >= BEFORE - QUARTER
    quarter = Happened(history.slice[last] - (BEFORE - QUARTER), history.mid[last], history.low[last],
                       history.high[last], np.ones(QUARTER, bool))  # fmt: skip
    then = level_of(quarter, history, rng=rng)
    now = level_of(service.later, history, rng=rng)
    low, high = np.quantile(then.draws - now.draws, [0.05, 0.95])
    mid = then.came.mid - now.came.mid
    return Interval(mid, min(low, mid), max(high, mid))
