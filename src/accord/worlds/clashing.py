"""The true price of campaigns and changes that share hours, and the true odds of changes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from accord.worlds.campaigns import Campaign, lift_at
from accord.worlds.changes import FAILS, KINDS, Change, failure_odds
from accord.worlds.exports.files import iso
from accord.worlds.incidents import SEGMENTS
from accord.worlds.retailer import World
from accord.worlds.rhythm import SEGMENTS as WHO
from accord.worlds.spending import MEAN_MINOR


def clashes(world: World, start: np.datetime64, end: np.datetime64) -> list[dict[str, Any]]:
    """Every campaign and change of an order-carrying service that overlap, among plans beginning in the span."""
    campaigns = [c for c in world.campaigns if start <= c.starts_at < end]
    changes = [c for c in world.changes if start <= c.planned_start < end and SEGMENTS[c.service]]
    pairs = [(a, b) for a in campaigns for b in changes if _overlap(a, b)]
    return [_clash(world, a, b) for a, b in pairs]


def _overlap(campaign: Campaign, change: Change) -> bool:
    return bool(campaign.starts_at < change.planned_end and change.planned_start < campaign.ends_at)


def _clash(world: World, campaign: Campaign, change: Change) -> dict[str, Any]:
    starts, ends = max(campaign.starts_at, change.planned_start), min(campaign.ends_at, change.planned_end)
    brings, sells = expected_minor(world, campaign, starts, ends, SEGMENTS[change.service])
    return {
        "campaign_id": campaign.campaign_id,
        "change_id": change.change_id,
        "service": change.service,
        "starts_at": iso(starts),
        "ends_at": iso(ends),
        "failure_probability": change.fails,
        "expected_extra_minor": round(brings),
        "expected_sales_minor": round(sells),
        "at_risk_minor": round(sells * change.fails),
        "planted": change.planted,
        "asked_by_campaign": change.campaign_id == campaign.campaign_id,
    }


def expected_minor(
    world: World, campaign: Campaign, start: np.datetime64, end: np.datetime64, segments: tuple[str, ...]
) -> tuple[float, float]:
    """Cents that a campaign should bring, and that the shop should sell with it, in ``start <= t < end``.

    Expectations for the orders of some segments, other campaigns left out.
    """
    where = [WHO.index(s) for s in segments]
    first, last = (int(np.searchsorted(world.midnights, t, side="right")) - 1 for t in (start, end))
    extra = sold = 0.0
    for day in range(first, min(last, len(world.midnights) - 2) + 1):
        minutes = world.minutes(day)
        inside = (minutes >= start) & (minutes < end)
        ordinary = world.expected(day)[:, where].sum(axis=(1, 2)) * inside
        lifted = ordinary * lift_at(campaign, minutes)
        extra, sold = extra + float(lifted.sum()), sold + float((ordinary + lifted).sum())
    return extra * MEAN_MINOR, sold * MEAN_MINOR


def odds(world: World, start: np.datetime64, end: np.datetime64) -> list[dict[str, Any]]:
    """By service and kind: the true probability of failing, the number of changes in the span, how many failed."""
    inside = [c for c in world.changes if start <= c.planned_start < end]
    made = Counter((c.service, c.kind) for c in inside)
    failed = Counter((c.service, c.kind) for c in inside if c.failed)
    keys = [(service, kind) for service in FAILS for kind in KINDS]
    return [
        {"service": s, "kind": k, "probability": failure_odds(s, k), "changes": made[s, k], "failed": failed[s, k]}
        for s, k in keys
    ]
