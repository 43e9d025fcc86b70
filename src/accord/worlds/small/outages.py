"""A small world with outages: would-be orders are stopped, and some come back."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.shop import (
    A_WEEK,
    START,
    WEEK,
    Arrays,
    Ints,
    Mask,
    Names,
    Small,
    Stretches,
    Wished,
    orders_table,
    rates,
    stretches,
    total,
    wish,
)

RETURN_MINUTES = 70.0
LONGEST_RETURN = 300.0


def outage_world(
    rng: np.random.Generator,
    *,
    weeks: int = 10,
    history_weeks: int = 4,
    orders: int = 15_000,
    incidents: int = 8,
    loss: float = 0.9,
    recapture: float = 0.3,
    luck: float = 0.03,
    shortest: int = 30,
    longest: int = 240,
    service: str = "checkout",
) -> Small:
    """Outages of ``service`` in the weeks after the history, at any hour, half a day apart.

    ``loss`` of the orders of the service's segments are not placed, ``recapture`` of those come back after the end.
    Truth ``incidents``: arrays by incident with ``not_placed``, ``came_back``, ``lost`` and their ``_minor``; totals
    under the same names.
    """
    made = wish(rng, rates(rng, weeks, orders, luck))
    lengths = np.rint(np.exp(rng.uniform(np.log(shortest), np.log(longest), incidents))).astype(np.int64)
    down = stretches(rng, lengths, history_weeks * A_WEEK, weeks * A_WEEK - 1440, 720)
    hit = _stopped(rng, made, down, loss, only_web=service == "search")
    back = (hit >= 0) & (rng.random(len(hit)) < recapture)
    truth = _truth(made, hit, back, incidents)
    _return(rng, made, hit, back, down)
    tables = {"orders": orders_table(made), "incidents": incidents_table(down, service, loss)}
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, truth)


def _stopped(rng: np.random.Generator, made: Wished, down: Stretches, loss: float, only_web: bool) -> Ints:
    """The incident that stopped each order, or -1."""
    during = down.of(made.at)
    spared = rng.random(len(during)) >= loss
    return np.where(spared | ((made.segment != 0) & only_web), -1, during)


def _return(rng: np.random.Generator, made: Wished, hit: Ints, back: Mask, down: Stretches) -> None:
    wait = np.minimum(rng.exponential(RETURN_MINUTES, int(back.sum())), LONGEST_RETURN) * 60
    made.at[back] = down.ends[hit[back]] + wait.astype("timedelta64[s]")
    made.placed = (hit < 0) | back


def _truth(made: Wished, hit: Ints, back: Mask, incidents: int) -> dict[str, Arrays | int]:
    masks = {"not_placed": hit >= 0, "came_back": back, "lost": (hit >= 0) & ~back}
    by_incident: Arrays = {"incident_id": names(incidents)}
    totals: dict[str, Arrays | int] = {}
    for name, mask in masks.items():
        by_incident[name] = np.bincount(hit[mask], minlength=incidents)
        by_incident[f"{name}_minor"] = np.bincount(hit[mask], made.amount[mask], incidents).astype(np.int64)
        totals[name], totals[f"{name}_minor"] = total(made.amount, mask)
    return {"incidents": by_incident, **totals}


def names(incidents: int) -> Names:
    """``made-up-1`` and on."""
    return np.array([f"made-up-{n + 1}" for n in range(incidents)], dtype=object)


def incidents_table(down: Stretches, service: str, loss: float) -> Arrays:
    """The fact table ``incidents``; a loss of half or more is severity 1."""
    n = len(down)
    return {
        "incident_id": names(n),
        "source_tool": np.full(n, "pagerduty", dtype=object),
        "service": np.full(n, service, dtype=object),
        "started_at": down.starts,
        "ended_at": down.ends,
        "severity": np.full(n, "1" if loss >= 0.5 else "2", dtype=object),
        "title": np.full(n, f"{service} fails (made up)", dtype=object),
        "planned": np.zeros(n, dtype=bool),
    }
