"""A small world with changes: a history of failures, and planned changes that clash with campaigns to come."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.campaigns import campaigns_table, names, rates_in
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

SERVICES = np.array(["checkout", "search"], dtype=object)
KINDS = np.array(["standard", "normal", "emergency"], dtype=object)
KIND_SHARE = (0.55, 0.40, 0.05)


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
    ``ends_at``, ``probability``, ``expected_minor`` (what the campaign should bring in the overlap: its forecast is
    right, and follows the rhythm of the shop) and ``at_risk_minor``, their product.
    """
    past = weeks - coming_weeks
    rate = rates(rng, weeks, orders, 0.0)
    odds = rng.beta(mean_failure * strength, (1 - mean_failure) * strength, (len(SERVICES), len(KINDS)))
    lengths = np.full(clashing, 2 * 1440)
    days = spaced(rng, clashing, lengths // 1440, past * 7 + 1, weeks * 7, 2)
    starts = START + days * 1440 * MINUTE
    ends = starts + lengths * MINUTE
    begins = starts + rng.integers(6 * 60, 20 * 60, clashing) * MINUTE
    over = begins + change_minutes * MINUTE
    campaign_runs = [minutes_in(rate, a, b) for a, b in zip(starts, ends, strict=True)]
    clash_runs = [minutes_in(rate, a, b) for a, b in zip(begins, over, strict=True)]
    forecast = np.rint(rates_in(rate, campaign_runs) * lift * MEAN_MINOR).astype(np.int64)
    expected = rates_in(rate, clash_runs) * lift * MEAN_MINOR
    made = wish(rng, np.where(np.arange(len(rate)) < past * A_WEEK, rate, 0.0))
    tables = {
        "orders": orders_table(made),
        "campaigns": campaigns_table(starts, ends, forecast),
        "changes": _table(*_history(rng, changes, past, odds), begins, over),
    }
    clashes: Arrays = {
        "campaign_id": names(clashing),
        "change_id": tables["changes"]["change_id"][changes:],
        "starts_at": begins,
        "ends_at": over,
        "probability": np.full(clashing, odds[0, 1]),
        "expected_minor": expected,
        "at_risk_minor": expected * odds[0, 1],
    }
    truth = {"odds": _odds(odds), "clashes": clashes}
    return Small(tables, START + past * WEEK, START + weeks * WEEK, truth)


def _history(rng: np.random.Generator, changes: int, past: int, odds: Floats) -> tuple[Times, Ints, Ints, Mask]:
    """Start, service, kind and failure of the past changes."""
    starts = np.sort(START + rng.integers(0, past * 7 * 96, changes) * 15 * MINUTE)
    service = rng.integers(0, len(SERVICES), changes)
    kind = rng.choice(len(KINDS), changes, p=KIND_SHARE)
    return starts, service, kind, rng.random(changes) < odds[service, kind]


def _table(starts: Times, service: Ints, kind: Ints, failed: Mask, begins: Times, over: Times) -> Arrays:
    """The fact table ``changes``: the past ones, then those planned over campaigns, which have no outcome."""
    coming, n = len(begins), len(starts) + len(begins)
    outcome = np.where(failed, "unsuccessful", "successful").astype(object)
    return {
        "change_id": np.array([f"CHG{i + 1:05d}" for i in range(n)], dtype=object),
        "service": np.concatenate([SERVICES[service], np.full(coming, "checkout", dtype=object)]),
        "planned_start": np.concatenate([starts, begins]),
        "planned_end": np.concatenate([starts + 60 * MINUTE, over]),
        "kind": np.concatenate([KINDS[kind], np.full(coming, "normal", dtype=object)]),
        "outcome": np.concatenate([outcome, np.full(coming, None, dtype=object)]),
        "title": np.full(n, "A change (made up)", dtype=object),
    }


def _odds(odds: Floats) -> Arrays:
    service, kind = np.indices(odds.shape)
    return {"service": SERVICES[service.ravel()], "kind": KINDS[kind.ravel()], "probability": odds.ravel()}
