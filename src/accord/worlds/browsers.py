"""In which browser each visit to the made-up shop was made: a buyer keeps one from visit to order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.worlds.orders import Orders
from accord.worlds.visits import Visits

EARLIER = (0.45, 0.3, 0.17, 0.08)
"""How likely a buyer came 0, 1, 2 or 3 times before on the same day."""
NOTICED = 900
"""A buyer's own visit began at most so many seconds before the order."""


def browsers(
    people: list[int], visits: Visits, orders: Orders, seen: NDArray[np.int64], rng: np.random.Generator
) -> tuple[list[int], list[int]]:
    """The browser of each visit (``people`` where nobody bought), and of each purchase that analytics saw.

    A buyer keeps one browser. Their own visit is the one of their channel and segment just before the order; up to
    three others of the day, of any channel, are theirs too. Visits stay as many, and as they were.
    """
    found, taken = list(people), np.zeros(len(visits), bool)
    second = visits.at.astype("datetime64[s]").astype(np.int64)
    for n in seen[np.argsort(orders.at[seen], kind="stable")].tolist():
        browser = 10**9 + int(orders.customer[n])
        own = _own(visits, second, taken, orders, n)
        count = int(rng.choice(len(EARLIER), p=EARLIER))
        before = int(np.searchsorted(second, second[own] if own >= 0 else _second(orders, n)))
        earlier = rng.integers(0, max(before, 1), count).tolist() if before else []
        for place in dict.fromkeys([own, *earlier]):
            if place >= 0 and not taken[place]:
                taken[place], found[place] = True, browser
    return found, [10**9 + int(orders.customer[n]) for n in seen.tolist()]


def _second(orders: Orders, n: int) -> int:
    return int(orders.at[n].astype("datetime64[s]").astype(np.int64))


def _own(visits: Visits, second: NDArray[np.int64], taken: NDArray[np.bool_], orders: Orders, n: int) -> int:
    """The latest visit before an order that fits it, or -1."""
    at = _second(orders, n)
    first, last = np.searchsorted(second, (at - NOTICED, at))
    near = slice(int(first), int(last))
    fits = (visits.channel[near] == orders.channel[n]) & (visits.segment[near] == orders.segment[n]) & ~taken[near]
    places = np.flatnonzero(fits)
    return int(first + places[-1]) if len(places) else -1
