"""A small world in which campaigns strain a service: more failed requests, more incidents, rescue changes."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.campaigns import campaigns_table, names, rates_in
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
    Times,
    minutes_in,
    orders_table,
    rates,
    spaced,
    wish,
)

STEP = 5
REQUESTS = 40.0
"""Requests to checkout for each ordinary order."""


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
    ``expected_extra_incidents`` and ``emergency_changes``.
    """
    rate = rates(rng, weeks, orders, 0.02)
    lengths = np.full(campaigns, 3 * 1440)
    days = spaced(rng, campaigns, lengths // 1440, history_weeks * 7, weeks * 7, 3)
    starts = START + days * 1440 * MINUTE
    ends = starts + lengths * MINUTE
    runs = [minutes_in(rate, a, b) for a, b in zip(starts, ends, strict=True)]
    busy = np.any(runs, axis=0)
    lifted = rate * (1 + lift * busy)
    began, over = _incidents(rng, busy, weekly_incidents, hazard)
    table, extra = _availability(rng, lifted, runs, _share_down(rate, began, over) * incident_failing, failing, strain)
    changes, asked = _rescues(rng, starts, rescues)
    forecast = np.rint(rates_in(rate, runs) * lift * MEAN_MINOR).astype(np.int64)
    asked_requests = [float(lifted[run].sum()) * REQUESTS for run in runs]
    truth: Arrays = {
        "campaign_id": names(campaigns),
        "extra_bad": extra,
        "expected_extra_bad": np.array(asked_requests) * strain,
        "incidents": np.array([int(((began >= a) & (began < b)).sum()) for a, b in zip(starts, ends, strict=True)]),
        "expected_extra_incidents": lengths / A_WEEK * weekly_incidents * (hazard - 1),
        "emergency_changes": asked,
    }
    tables = {
        "orders": orders_table(wish(rng, lifted)),
        "campaigns": campaigns_table(starts, ends, forecast, np.zeros(campaigns, dtype=bool)),
        "incidents": incidents_table(began, over, "checkout", incident_failing),
        "availability": table,
        "changes": changes,
    }
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, {"campaigns": truth})


def _incidents(rng: np.random.Generator, busy: Mask, weekly: float, hazard: float) -> tuple[Times, Times]:
    """Poisson starts at minute grain, 20 to 60 minutes long; one that begins within another is left out."""
    minute = np.flatnonzero(rng.random(len(busy)) < weekly / A_WEEK * np.where(busy, hazard, 1.0))
    length = rng.integers(20, 61, len(minute))
    kept: list[int] = []
    for n in range(len(minute)):
        if not kept or minute[n] > minute[kept[-1]] + length[kept[-1]]:
            kept.append(n)
    starts = START + minute[kept] * MINUTE
    return starts, starts + length[kept] * MINUTE


def _share_down(rate: Floats, began: Times, over: Times) -> Floats:
    """Share of each step in which an incident was open."""
    down = np.zeros(len(rate))
    for start, end in zip(began, over, strict=True):
        down[minutes_in(rate, start, end)] = 1.0
    return np.asarray(down.reshape(-1, STEP).mean(axis=1))


def _availability(
    rng: np.random.Generator, lifted: Floats, runs: list[Mask], down: Floats, failing: float, strain: float
) -> tuple[Arrays, Ints]:
    """The fact table ``availability``, and for each campaign how many requests failed by its strain."""
    total = rng.poisson(REQUESTS * lifted.reshape(-1, STEP).sum(axis=1))
    bad = rng.binomial(total, 1 - (1 - failing) * (1 - down))
    running = [run.reshape(-1, STEP).any(axis=1) for run in runs]
    strained = rng.binomial(total - bad, strain) * np.any(running, axis=0)
    at = START + np.arange(len(total)) * STEP * MINUTE
    table = {
        "service": np.full(len(total), "checkout", dtype=object),
        "at": at,
        "seconds": np.full(len(total), 60 * STEP),
        "good": (total - bad - strained).astype(float),
        "total": total.astype(float),
    }
    return table, np.array([int(strained[run].sum()) for run in running])


def _rescues(rng: np.random.Generator, starts: Times, mean: float) -> tuple[Arrays, Ints]:
    """Emergency changes that campaigns asked for, and how many each did."""
    asked = rng.poisson(mean, len(starts))
    which = np.repeat(np.arange(len(starts)), asked)
    n = len(which)
    begins = starts[which] + rng.integers(60, 2 * 1440, n) * MINUTE
    who = names(len(starts))[which]
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
