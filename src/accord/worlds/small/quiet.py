"""A small world in which nothing has any effect: what an analysis must stay silent about."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.campaigns import campaigns_table, results_table
from accord.worlds.small.drivers import FACTORS, driver_world
from accord.worlds.small.load import load_world
from accord.worlds.small.outages import incidents_table
from accord.worlds.small.shop import (
    A_WEEK,
    MEAN_MINOR,
    START,
    WEEK,
    Small,
    orders_table,
    rates,
    stretches,
    whole_days,
    wish,
)

UNMOVED = dict.fromkeys(FACTORS, (1.0, 1.0, 1.0, 1.0))
INCIDENTS, CAMPAIGNS = 6, 2


def quiet_world(
    rng: np.random.Generator, *, weeks: int = 10, history_weeks: int = 6, orders: int = 15_000, luck: float = 0.03
) -> Small:
    """Incidents that stop no order, and campaigns that bring none, in a shop with its usual rhythm.

    Six incidents of half an hour to two hours and two campaigns of two days lie in the weeks after the history.
    Truth: ``lost`` and ``extra`` are 0.
    """
    rate = rates(rng, weeks, orders, luck)
    down = stretches(rng, rng.integers(30, 121, INCIDENTS), history_weeks * A_WEEK, weeks * A_WEEK, 720)
    running = whole_days(rng, np.full(CAMPAIGNS, 2), history_weeks, weeks, 3)
    forecast = np.rint(running.sums(rate) * 0.1 * MEAN_MINOR).astype(np.int64)
    tables = {
        "orders": orders_table(wish(rng, rate)),
        "incidents": incidents_table(down, "checkout", 1.0),
        "campaigns": campaigns_table(running, forecast),
        "campaign_results": results_table(running, forecast),
    }
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, {"lost": 0, "extra": 0})


def quiet_drivers(rng: np.random.Generator) -> Small:
    """Two periods in which every factor of revenue is truly the same."""
    return driver_world(rng, moved=UNMOVED)


def quiet_load(rng: np.random.Generator) -> Small:
    """Campaigns that a service does not feel: no strain, no more incidents than ever, no rescue."""
    return load_world(rng, lift=0.0, strain=0.0, hazard=1.0, rescues=0.0)
