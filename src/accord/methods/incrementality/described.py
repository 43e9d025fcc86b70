"""What attribution describes of each activity: which paths it stands on. It claims no cause and gives no class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from accord.clauses.charter import Charter
from accord.engines.base import Columns
from accord.methods.attribution import RULES, Journeys, chain, credits_of, from_moments, removal_effects
from accord.methods.incrementality.gathering import named
from accord.methods.incrementality.studies import Floats

MOST_STATES = 400
"""A chain of order 2 or 3 with more states than this is not worth its time."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Shares of orders by activity. ``shares``: rule -> activity -> share; ``low`` and ``high`` are of Shapley's."""

    shares: dict[str, dict[str, float]]
    low: dict[str, float]
    high: dict[str, float]
    orders: int

    def of(self, rule: str, activity: str) -> float | None:
        return self.shares.get(rule, {}).get(activity)


def described(
    rows: Mapping[str, Columns],
    lookback_days: int,
    half_life_days: float,
    session_minutes: int,
    draws: int,
    charter: Charter,
    rng: np.random.Generator,
) -> Paths | None:
    """None where no journey reached the goal. Channels of one activity count together."""
    raw = [named(charter, str(name)) for name in rows["channels"]["channel"]]
    activities = sorted(set(raw))
    place = np.array([activities.index(name) for name in raw], np.int64)
    moments = dict(rows["moments"])
    code = np.asarray(moments["code"], np.int64)
    moments["code"] = np.where(code < 0, -1, place[np.maximum(code, 0)] if len(place) else -1)
    journeys, _ = from_moments(activities, moments, lookback_days=lookback_days, session_minutes=session_minutes)
    won = int(journeys.reached.sum())
    if not won:
        return None
    shares: dict[str, dict[str, float]] = {}
    for rule in RULES:
        credit = credits_of(journeys, rule, rng=rng, draws=0, half_life_hours=half_life_days * 24)
        shares[rule] = _named(activities, credit.point / won)
    shapley = credits_of(journeys, "shapley", rng=rng, draws=draws)
    shares["shapley"] = _named(activities, shapley.point / won)
    shares |= {f"removal_{order}": _named(activities, effects) for order, effects in _removals(journeys).items()}
    return Paths(shares, _named(activities, shapley.low / won), _named(activities, shapley.high / won), won)


def _removals(journeys: Journeys) -> dict[int, Floats]:
    found = {}
    for order in (1, 2, 3):
        made = chain(journeys, order)
        if len(made.states) <= MOST_STATES:
            found[order] = removal_effects(made)
    return found


def _named(activities: list[str], of: Floats) -> dict[str, float]:
    return {name: float(value) for name, value in zip(activities, of.tolist(), strict=True) if np.isfinite(value)}
