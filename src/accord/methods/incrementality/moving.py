"""What next month brings if money moves between activities, within agreed bounds and within what was ever spent.

Response is taken to be concave, as every published response curve is in its upper part: what is taken away loses at
most its average return; what is added returns less than the average, by an elasticity that nobody knows and that is
drawn. No budget leaves the range in which it was seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.methods.incrementality.studies import Floats

ELASTICITY = (0.5, 1.0)
"""How much faster revenue grows than cost at the margin: half as fast, or as fast."""
SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Budget:
    """An activity's month: its cost, the least and the most it may cost, and ratios that may be true, (draws,)."""

    activity: str
    cost: float
    least: float
    most: float
    ratios: Floats


@dataclass(frozen=True, slots=True)
class Move:
    """Money put from one activity to another."""

    source: str
    target: str
    amount: float


@dataclass(frozen=True, slots=True)
class Moved:
    """``costs`` (activities,) after the moves, and the revenue gained, middle and 90 % interval."""

    moves: tuple[Move, ...]
    costs: Floats
    gain: float
    low: float
    high: float


def best(budgets: Sequence[Budget], rng: np.random.Generator) -> Moved | None:
    """The moves that bring most in the middle, from the lowest ratio to the highest; None where none brings any."""
    order = sorted(range(len(budgets)), key=lambda i: (float(np.median(budgets[i].ratios)), budgets[i].activity))
    costs = np.array([b.cost for b in budgets])
    moves: list[Move] = []
    low, high = 0, len(order) - 1
    while low < high:
        source, target = order[low], order[high]
        room = min(costs[source] - budgets[source].least, budgets[target].most - costs[target])
        if room > SMALLEST and _pays(budgets[source], budgets[target]):
            costs[source], costs[target] = costs[source] - room, costs[target] + room
            moves.append(Move(budgets[source].activity, budgets[target].activity, float(room)))
        elif not _pays(budgets[source], budgets[target]):
            break
        low += bool(costs[source] - budgets[source].least <= SMALLEST)
        high -= bool(budgets[target].most - costs[target] <= SMALLEST)
    return _told(budgets, costs, moves, rng) if moves else None


def _pays(source: Budget, target: Budget) -> bool:
    """Whether what is added brings more than what is taken away loses, at the most cautious margin."""
    return float(np.median(target.ratios)) * ELASTICITY[0] > float(np.median(source.ratios))


def _told(budgets: Sequence[Budget], costs: Floats, moves: list[Move], rng: np.random.Generator) -> Moved:
    draws = len(budgets[0].ratios)
    elasticity = rng.uniform(*ELASTICITY, draws)
    gain = np.zeros(draws)
    for budget, cost in zip(budgets, costs.tolist(), strict=True):
        # An activity cannot bring less than nothing at a lower cost: negative ratios are chance, and taken as none.
        ratios = np.maximum(budget.ratios, 0.0)
        if cost > budget.cost:
            gain += ratios * budget.cost * ((cost / budget.cost) ** elasticity - 1)
        else:
            gain -= ratios * (budget.cost - cost)
    low, middle, high = np.quantile(gain, (0.05, 0.5, 0.95))
    return Moved(tuple(moves), costs, float(middle), float(low), float(high))
