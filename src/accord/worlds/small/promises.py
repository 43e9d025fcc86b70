"""A small world with a promise: a service that fails for a known share of shoppers, and what they would have bought."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.load import REQUESTS, STEP
from accord.worlds.small.outages import incidents_table
from accord.worlds.small.shop import (
    A_WEEK,
    MINUTE,
    START,
    WEEK,
    Arrays,
    Floats,
    Ints,
    Mask,
    Small,
    Stretches,
    Wished,
    orders_table,
    rates,
    stretches,
    total,
    wish,
)

WINDOW_WEEKS = 4
"""How long a promise's window is; it ends the world."""


def promise_world(
    rng: np.random.Generator,
    *,
    weeks: int = 12,
    orders: int = 30_000,
    luck: float = 0.02,
    failing: float = 0.0004,
    incidents: int = 3,
    incident_failing: float = 0.5,
    shortest: int = 20,
    longest: int = 90,
    target: float = 0.999,
) -> Small:
    """Requests to checkout in periods of five minutes; a shopper whose request fails does not buy, and is gone.

    A share ``failing`` of requests always fails and ``incident_failing`` of those in incidents, which lie in the last
    four weeks. Truth over those weeks: ``failed`` orders and ``failed_minor``; ``allowed_minor``, the share that
    ``target`` agrees to fail of all that shoppers wished to buy; ``left_minor``, their difference.
    """
    first = weeks - WINDOW_WEEKS
    rate = rates(rng, weeks, orders, luck)
    down = stretches(rng, rng.integers(shortest, longest + 1, incidents), first * A_WEEK, weeks * A_WEEK, 1440)
    made = wish(rng, rate)
    share = _failed_share(rng, rate, down, failing, incident_failing)
    failed = rng.random(len(made.at)) < share[0][_step(made)]
    made.placed = ~failed
    window = made.at >= START + first * WEEK
    tables = {
        "orders": orders_table(made),
        "incidents": incidents_table(down, "checkout", incident_failing),
        "availability": _table(*share[1:]),
    }
    return Small(tables, START + first * WEEK, START + weeks * WEEK, _truth(made, window, failed, target))


def _failed_share(
    rng: np.random.Generator, rate: Floats, down: Stretches, failing: float, in_incidents: float
) -> tuple[Floats, Ints, Ints]:
    """By step: the chance that a request fails, requests that failed, and all requests."""
    open_share = (down.minutes(len(rate)) >= 0).reshape(-1, STEP).mean(axis=1)
    chance = 1 - (1 - failing) * (1 - in_incidents * open_share)
    asked = rng.poisson(REQUESTS * rate.reshape(-1, STEP).sum(axis=1))
    return chance, rng.binomial(asked, chance), asked


def _step(made: Wished) -> Ints:
    return np.asarray((made.at - START) // (STEP * MINUTE), dtype=np.int64)


def _table(bad: Ints, asked: Ints) -> Arrays:
    """The fact table ``availability``."""
    return {
        "service": np.full(len(asked), "checkout", dtype=object),
        "at": START + np.arange(len(asked)) * STEP * MINUTE,
        "seconds": np.full(len(asked), 60 * STEP),
        "good": (asked - bad).astype(float),
        "total": asked.astype(float),
    }


def _truth(made: Wished, window: Mask, failed: Mask, target: float) -> dict[str, float]:
    orders, minor = total(made.amount, window & failed)
    allowed = (1 - target) * total(made.amount, window)[1]
    return {"failed": orders, "failed_minor": minor, "allowed_minor": allowed, "left_minor": allowed - minor}
