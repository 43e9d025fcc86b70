"""Made-up journeys for tests, and a slow way to read them."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import factorial

import numpy as np
from hypothesis import strategies as st

from accord.methods.attribution import Journeys, from_paths

CHANNELS = "abcd"
Row = tuple[list[str], int, int]

rows = st.lists(
    st.tuples(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=6), st.integers(0, 5), st.integers(0, 5)),
    min_size=1,
    max_size=12,
)


def made(table: list[Row]) -> Journeys:
    return from_paths([" > ".join(path) for path, _, _ in table], [r for _, r, _ in table], [m for _, _, m in table])


def enumerated(table: list[Row]) -> dict[str, float]:
    """Shapley's values by going through every set of channels."""
    players = sorted({channel for path, _, _ in table for channel in path})

    def worth(chosen: set[str]) -> float:
        return sum(reached for path, reached, _ in table if set(path) <= chosen)

    def value(player: str) -> float:
        others = [p for p in players if p != player]
        sets = [set(c) for size in range(len(players)) for c in combinations(others, size)]
        whole = factorial(len(players))
        return sum(
            factorial(len(s)) * factorial(len(players) - len(s) - 1) / whole * (worth(s | {player}) - worth(s))
            for s in sets
        )

    return {player: value(player) for player in players}


def chance_without(table: list[Row], removed: str, order: int) -> float:
    """The chance to reach the goal when every step onto the removed channel leads nowhere, by walking the chain."""
    counts: dict[tuple[str, ...], dict[tuple[str, ...], float]] = {}
    for path, reached, missed in table:
        padded = ["-"] * (order - len(path)) + path
        states = [tuple(padded[i : i + order]) for i in range(len(padded) - order + 1)]
        walk = [("start",), *states]
        ways = [(a, b, reached + missed) for a, b in pairwise(walk)]
        ways += [(states[-1], ("goal",), reached), (states[-1], ("none",), missed)]
        for origin, target, often in ways:
            row = counts.setdefault(origin, {})
            row[target] = row.get(target, 0) + often
    names = [s for s in counts if removed not in s]
    place = {name: at for at, name in enumerate(names)}
    within, goal = np.zeros((len(names), len(names))), np.zeros(len(names))
    for name in names:
        whole = sum(counts[name].values())
        for target, count in counts[name].items():
            if target in place and whole:
                within[place[name], place[target]] = count / whole
        goal[place[name]] = counts[name].get(("goal",), 0) / whole if whole else 0
    return float(np.linalg.solve(np.eye(len(names)) - within, goal)[place[("start",)]])
