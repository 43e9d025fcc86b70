"""A small world with changes: a history of failures, and planned changes that clash with campaigns to come."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.campaigns import campaigns_table, names
from accord.worlds.small.shop import (
    A_WEEK,
    MEAN_MINOR,
    MEDIAN_MINOR,
    MINUTE,
    SPREAD,
    START,
    WEEK,
    Arrays,
    Floats,
    Ints,
    Mask,
    Names,
    Small,
    Stretches,
    Times,
    orders_table,
    rates,
    whole_days,
    wish,
)

SERVICES = np.array(["checkout", "search"], dtype=object)
KINDS = np.array(["standard", "normal", "emergency"], dtype=object)
KIND_SHARE = (0.55, 0.40, 0.05)
CHECKOUT, NORMAL = 0, 1


def change_world(
    rng: np.random.Generator,
    *,
    weeks: int = 12,
    coming_weeks: int = 4,
    orders: int = 10_000,
    changes: int = 160,
    clashing: int = 2,
    lift: float = 0.3,
    mean_failure: float = 0.1,
    strength: float = 20.0,
    change_minutes: int = 180,
) -> Small:
    """The last ``coming_weeks`` are still to come: only plans are known there.

    Each service and kind has a probability of failing of its own, drawn from a beta distribution with mean
    ``mean_failure`` and ``strength`` (its pseudo-counts); past changes failed by it. Over each of ``clashing``
    campaigns to come (two days long) lies a normal change of checkout, beginning in its first day. Truth ``odds``
    (``service``, ``kind``, ``probability``) and ``clashes``: ``campaign_id``, ``change_id``, ``starts_at``,
    ``ends_at``, ``probability``, ``expected_minor`` (what the shop should sell in the overlap, the campaign's part
    included: its forecast is right, and follows the rhythm of the shop), ``sold_minor`` (what shoppers then wish to
    buy, drawn) and ``at_risk_minor``, the probability times what they wish to buy.
    """
    past = weeks - coming_weeks
    rate = rates(rng, weeks, orders, 0.0)
    odds = rng.beta(mean_failure * strength, (1 - mean_failure) * strength, (len(SERVICES), len(KINDS)))
    running = whole_days(rng, np.full(clashing, 2), past, weeks, 2)
    begins = running.starts + rng.integers(6 * 60, 20 * 60, clashing) * MINUTE
    over = Stretches(begins, begins + change_minutes * MINUTE)
    forecast = np.rint(running.sums(rate) * lift * MEAN_MINOR).astype(np.int64)
    tables = {
        "orders": orders_table(wish(rng, rate[: past * A_WEEK])),
        "campaigns": campaigns_table(running, forecast),
        "changes": _table(*_history(rng, changes, past, odds), over),
    }
    coming = over.sums(rate) * (1 + lift)
    clashes = _clashes(over, tables["changes"]["change_id"][changes:], odds, coming, _sold(rng, coming))
    return Small(tables, START + past * WEEK, START + weeks * WEEK, {"odds": _odds(odds), "clashes": clashes})


def _history(rng: np.random.Generator, changes: int, past: int, odds: Floats) -> tuple[Times, Ints, Ints, Mask]:
    """Start, service, kind and failure of the past changes."""
    starts = np.sort(START + rng.integers(0, past * 7 * 96, changes) * 15 * MINUTE)
    service = rng.integers(0, len(SERVICES), changes)
    kind = rng.choice(len(KINDS), changes, p=KIND_SHARE)
    return starts, service, kind, rng.random(changes) < odds[service, kind]


def _table(starts: Times, service: Ints, kind: Ints, failed: Mask, coming: Stretches) -> Arrays:
    """The fact table ``changes``: the past ones, then those planned over campaigns, which have no outcome."""
    n, more = len(starts) + len(coming), len(coming)
    outcome = np.where(failed, "unsuccessful", "successful").astype(object)
    return {
        "change_id": np.array([f"CHG{i + 1:05d}" for i in range(n)], dtype=object),
        "service": SERVICES[np.concatenate([service, np.full(more, CHECKOUT)])],
        "planned_start": np.concatenate([starts, coming.starts]),
        "planned_end": np.concatenate([starts + 60 * MINUTE, coming.ends]),
        "kind": KINDS[np.concatenate([kind, np.full(more, NORMAL)])],
        "outcome": np.concatenate([outcome, np.full(more, None, dtype=object)]),
        "title": np.full(n, "A change (made up)", dtype=object),
    }


def _sold(rng: np.random.Generator, orders: Floats) -> Floats:
    """What as many orders, Poisson around their expected number, bring together."""
    values = (np.exp(SPREAD * rng.standard_normal(n)) * MEDIAN_MINOR for n in rng.poisson(orders))
    return np.array([float(v.sum()) for v in values])


def _clashes(over: Stretches, change_ids: Names, odds: Floats, orders: Floats, sold: Floats) -> Arrays:
    probability = float(odds[CHECKOUT, NORMAL])
    return {
        "campaign_id": names(len(over)),
        "change_id": change_ids,
        "starts_at": over.starts,
        "ends_at": over.ends,
        "probability": np.full(len(over), probability),
        "expected_minor": orders * MEAN_MINOR,
        "sold_minor": sold,
        "at_risk_minor": sold * probability,
    }


def _odds(odds: Floats) -> Arrays:
    service, kind = np.indices(odds.shape)
    return {"service": SERVICES[service.ravel()], "kind": KINDS[kind.ravel()], "probability": odds.ravel()}
