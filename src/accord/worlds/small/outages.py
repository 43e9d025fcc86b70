"""A small world with outages: would-be orders are stopped, and some come back."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.shop import (
    A_WEEK,
    MINUTE,
    START,
    WEEK,
    Arrays,
    Ints,
    Mask,
    Names,
    Small,
    Times,
    Wished,
    orders_table,
    rates,
    spaced,
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
    rate = rates(rng, weeks, orders, luck)
    made = wish(rng, rate)
    lengths = np.rint(np.exp(rng.uniform(np.log(shortest), np.log(longest), incidents))).astype(np.int64)
    first, last = history_weeks * A_WEEK, weeks * A_WEEK - 1440
    starts = START + spaced(rng, incidents, lengths, first, last, 720) * MINUTE
    ends = starts + lengths * MINUTE
    hit, back = _strike(rng, made, starts, ends, loss, recapture, only_web=service == "search")
    truth = _truth(made, hit, back, incidents)
    _return(rng, made, hit, back, ends)
    tables = {"orders": orders_table(made), "incidents": incidents_table(starts, ends, service, loss)}
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, truth)


def _strike(
    rng: np.random.Generator, made: Wished, starts: Times, ends: Times, loss: float, recapture: float, only_web: bool
) -> tuple[Ints, Mask]:
    """The incident that stopped each order (-1 = none), and whether it comes back."""
    inside = np.searchsorted(starts, made.at, side="right") - 1
    during = (inside >= 0) & (made.at < ends[inside])
    if only_web:
        during &= made.segment == 0
    stopped = during & (rng.random(len(made.at)) < loss)
    back = stopped & (rng.random(len(made.at)) < recapture)
    return np.where(stopped, inside, -1), back


def _return(rng: np.random.Generator, made: Wished, hit: Ints, back: Mask, ends: Times) -> None:
    wait = np.minimum(rng.exponential(RETURN_MINUTES, len(made.at)), LONGEST_RETURN) * 60
    again = ends[hit] + wait.astype("timedelta64[s]")
    made.at = np.where(back, again, made.at)
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


def incidents_table(starts: Times, ends: Times, service: str, loss: float) -> Arrays:
    """The fact table ``incidents``; a loss of half or more is severity 1."""
    n = len(starts)
    return {
        "incident_id": names(n),
        "source_tool": np.full(n, "pagerduty", dtype=object),
        "service": np.full(n, service, dtype=object),
        "started_at": starts,
        "ended_at": ends,
        "severity": np.full(n, "1" if loss >= 0.5 else "2", dtype=object),
        "title": np.full(n, f"{service} fails (made up)", dtype=object),
        "planned": np.zeros(n, dtype=bool),
    }
