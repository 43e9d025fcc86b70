"""Made-up worlds as the method sees them: a series of orders, changes of activities, outages."""

from __future__ import annotations

import numpy as np

from accord.methods.counterfactual import Incident, Series
from accord.methods.incrementality import Change, Study, studies
from accord.worlds.small import Small
from accord.worlds.small.shop import START

BIN = 900


def series_of(world: Small) -> Series:
    orders = world.tables["orders"]
    bins = int((world.end - START) / np.timedelta64(BIN, "s"))
    place = ((orders["ordered_at"] - START) // np.timedelta64(BIN, "s")).astype(np.int64)
    inside = place < bins
    counts = np.bincount(place[inside], minlength=bins).astype(float)
    money = np.bincount(place[inside], orders["amount_minor"][inside], bins).astype(float)
    return Series(START, BIN, counts, money, "UTC")


def changes_of(world: Small) -> list[Change]:
    plan = world.tables["campaigns"]
    rows = zip(*(plan[c] for c in ("channel", "name", "starts_at", "ends_at", "budget_minor")), strict=True)
    return [Change(str(a), "start", str(n), s, e, float(b)) for a, n, s, e, b in rows]


def told(world: Small, *, controlled: bool = True, seed: int = 1) -> list[Study]:
    down = world.tables["incidents"]
    outages = [
        Incident(str(i), s, e)
        for i, s, e in zip(down["incident_id"], down["started_at"], down["ended_at"], strict=True)
    ]
    found = studies(
        series_of(world), changes_of(world), controls=outages if controlled else (), rng=np.random.default_rng(seed)
    )
    return [s for s in found if s is not None]
