"""A small world in which campaigns strain a service: more failed requests, more incidents, rescue changes."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.campaigns import campaigns_table, names
from accord.worlds.small.outages import incidents_table
from accord.worlds.small.shop import (
    A_WEEK,
    MEAN_MINOR,
    MINUTE,
    START,
    WEEK,
    Arrays,
    Floats,
    Ints,
    Mask,
    Small,
    Stretches,
    orders_table,
    rates,
    whole_days,
    wish,
)

STEP = 5
REQUESTS = 40.0
"""Requests to checkout for each order."""
DAYS = 3
"""How long each campaign runs."""
SHORTEST, LONGEST = 20, 60
"""Minutes that an incident lasts."""
MEAN_MINUTES = (SHORTEST + LONGEST) / 2


def load_world(
    rng: np.random.Generator,
    *,
    weeks: int = 10,
    history_weeks: int = 4,
    orders: int = 12_000,
    campaigns: int = 3,
    lift: float = 0.3,
    failing: float = 0.0005,
    strain: float = 0.002,
    weekly_incidents: float = 0.5,
    hazard: float = 6.0,
    rescues: float = 1.0,
    incident_failing: float = 0.5,
) -> Small:
    """Checkout's requests in periods of five minutes, and what campaigns of three days do to them.

    A share ``failing`` of requests always fails, ``strain`` more while a campaign runs, ``incident_failing`` in
    incidents, which come ``weekly_incidents`` a week and ``hazard`` times as often in campaigns. Each campaign asks for
    a Poisson number (mean ``rescues``) of emergency changes. Truth ``campaigns``: arrays by campaign with
    ``extra_bad`` (requests that failed by strain, drawn), ``expected_extra_bad``, ``incidents`` that began in it,
    ``expected_extra_incidents``, ``expected_extra_minutes`` (of full outage, by strain and incidents) and
    ``emergency_changes``.
    """
    rate = rates(rng, weeks, orders, 0.02)
    running = whole_days(rng, np.full(campaigns, DAYS), history_weeks, weeks, 3)
    during = running.minutes(len(rate))
    lifted = rate * (1 + lift * (during >= 0))
    down = _incidents(rng, during >= 0, weekly_incidents, hazard)
    availability, strained = _availability(rng, lifted, during, down, (failing, strain, incident_failing))
    changes, asked = _rescues(rng, running, rescues)
    forecast = np.rint(running.sums(rate) * lift * MEAN_MINOR).astype(np.int64)
    tables = {
        "orders": orders_table(wish(rng, lifted)),
        "campaigns": campaigns_table(running, forecast, np.zeros(campaigns, dtype=bool)),
        "incidents": incidents_table(down, "checkout", incident_failing),
        "availability": availability,
        "changes": changes,
    }
    began = running.of(down.starts)
    more = DAYS / 7 * weekly_incidents * (hazard - 1)
    minutes = DAYS * 1440 * strain + more * MEAN_MINUTES * incident_failing
    truth: Arrays = {
        "campaign_id": names(campaigns),
        "extra_bad": strained,
        "expected_extra_bad": running.sums(lifted) * REQUESTS * strain,
        "incidents": np.bincount(began[began >= 0], minlength=campaigns),
        "expected_extra_incidents": np.full(campaigns, more),
        "expected_extra_minutes": np.full(campaigns, minutes),
        "emergency_changes": asked,
    }
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, {"campaigns": truth})


def _incidents(rng: np.random.Generator, busy: Mask, weekly: float, hazard: float) -> Stretches:
    """Poisson starts at minute grain, 20 to 60 minutes long; one that begins within another is left out."""
    minute = np.flatnonzero(rng.random(len(busy)) < weekly / A_WEEK * np.where(busy, hazard, 1.0))
    length = rng.integers(SHORTEST, LONGEST + 1, len(minute))
    kept: list[int] = []
    for n in range(len(minute)):
        if not kept or minute[n] > minute[kept[-1]] + length[kept[-1]]:
            kept.append(n)
    starts = START + minute[kept] * MINUTE
    return Stretches(starts, starts + length[kept] * MINUTE)


def _availability(
    rng: np.random.Generator, lifted: Floats, during: Ints, down: Stretches, shares: tuple[float, float, float]
) -> tuple[Arrays, Ints]:
    """The fact table ``availability``, and for each campaign how many requests failed by its strain.

    ``shares`` of requests fail always, by strain, and in incidents. Campaigns are whole days, so no step is split.
    """
    failing, strain, in_incidents = shares
    open_share = (down.minutes(len(lifted)) >= 0).reshape(-1, STEP).mean(axis=1)
    total = rng.poisson(REQUESTS * lifted.reshape(-1, STEP).sum(axis=1))
    bad = rng.binomial(total, 1 - (1 - failing) * (1 - in_incidents * open_share))
    campaign = during[::STEP]
    strained = rng.binomial(total - bad, strain) * (campaign >= 0)
    table = {
        "service": np.full(len(total), "checkout", dtype=object),
        "at": START + np.arange(len(total)) * STEP * MINUTE,
        "seconds": np.full(len(total), 60 * STEP),
        "good": (total - bad - strained).astype(float),
        "total": total.astype(float),
    }
    by_campaign = np.bincount(campaign[campaign >= 0], strained[campaign >= 0])
    return table, by_campaign.astype(np.int64)


def _rescues(rng: np.random.Generator, running: Stretches, mean: float) -> tuple[Arrays, Ints]:
    """Emergency changes that campaigns asked for, and how many each did."""
    asked = rng.poisson(mean, len(running))
    which = np.repeat(np.arange(len(running)), asked)
    n, who = len(which), names(len(running))[which]
    begins = running.starts[which] + rng.integers(60, 2 * 1440, n) * MINUTE
    return {
        "change_id": np.array([f"CHG{i + 1:05d}" for i in range(n)], dtype=object),
        "service": np.full(n, "checkout", dtype=object),
        "planned_start": begins,
        "planned_end": begins + 60 * MINUTE,
        "kind": np.full(n, "emergency", dtype=object),
        "outcome": np.full(n, "successful", dtype=object),
        "title": np.full(n, "Raise capacity (made up)", dtype=object),
        "reason": np.array([f"Traffic of campaign {c} is above capacity" for c in who], dtype=object),
        "campaign_id": who,
    }, asked
