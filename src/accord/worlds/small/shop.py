"""A shop with a rhythm of day and week, and its orders as a fact table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

START = np.datetime64("2026-01-05T00:00:00", "s")
"""A Monday. Weeks are counted from here."""
WEEK = np.timedelta64(7, "D")
MINUTE = np.timedelta64(60, "s")
A_WEEK = 10_080
SEGMENTS = np.array(["web", "app"], dtype=object)
CHANNELS = np.array(["search", "social", "email", "direct"], dtype=object)
CHANNEL_SHARE = np.array([0.4, 0.2, 0.1, 0.3])
MEDIAN_MINOR, SPREAD = 5000, 0.6
MEAN_MINOR = MEDIAN_MINOR * float(np.exp(SPREAD**2 / 2))
"""Mean order value in cents."""

Times = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Names = NDArray[np.object_]
Arrays = dict[str, NDArray[Any]]
Tables = dict[str, Arrays]


@dataclass(frozen=True, slots=True)
class Small:
    """Fact tables by name, the period ``start <= t < end`` to analyse, and the truth of it."""

    tables: Tables
    start: np.datetime64
    end: np.datetime64
    truth: dict[str, Any]


@dataclass(slots=True)
class Wished:
    """Would-be orders: time, cents, segment and channel index, all ``(n,)``; ``dear`` scales their value."""

    at: Times
    amount: Ints
    segment: Ints
    channel: Ints
    placed: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.placed = np.ones(len(self.at), dtype=bool)


def rhythm(weeks: int) -> Floats:
    """Shape ``(weeks * 10080,)``: a smooth day with an evening peak, busier weekends, mean 1."""
    hour = np.arange(1440) / 60
    day = 0.25 + np.exp(-0.5 * ((hour - 12) / 3.0) ** 2) + 1.4 * np.exp(-0.5 * ((hour - 20) / 2.0) ** 2)
    week = np.concatenate([day * f for f in (1.0, 0.95, 0.95, 1.0, 1.05, 1.15, 1.25)])
    return np.asarray(np.tile(week / week.mean(), weeks))


def rates(rng: np.random.Generator, weeks: int, orders: float, luck: float) -> Floats:
    """Orders a minute, each day with luck of its own (``luck`` is the standard deviation of its logarithm)."""
    days = np.exp(luck * rng.standard_normal(weeks * 7) - luck**2 / 2)
    return np.asarray(rhythm(weeks) * np.repeat(days, 1440) * orders / (weeks * A_WEEK))


def wish(rng: np.random.Generator, rate: Floats, channel: int | None = None) -> Wished:
    """Poisson orders of a rate a minute, in order of time, through one channel or all."""
    minute = np.repeat(np.arange(len(rate)), rng.poisson(rate))
    n = len(minute)
    at = np.sort(START + minute * MINUTE + rng.integers(0, 60, n).astype("timedelta64[s]"))
    amount = np.rint(MEDIAN_MINOR * np.exp(SPREAD * rng.standard_normal(n))).astype(np.int64)
    segment = (rng.random(n) < 0.4).astype(np.int64)
    through = np.searchsorted(np.cumsum(CHANNEL_SHARE)[:-1], rng.random(n), side="right")
    return Wished(at, amount, segment, through if channel is None else np.full(n, channel))


def orders_table(*wished: Wished) -> Arrays:
    """The fact table ``orders`` of all that were placed, in order of time."""
    at, amount, segment, channel = (
        np.concatenate([getattr(w, name)[w.placed] for w in wished]) for name in ("at", "amount", "segment", "channel")
    )
    order = np.argsort(at, kind="stable")
    n = len(order)
    return {
        "order_id": np.char.add("made-up-", np.arange(n).astype("U7")).astype(object),
        "ordered_at": at[order],
        "amount_minor": amount[order],
        "currency": np.full(n, "EUR", dtype=object),
        "segment": SEGMENTS[segment[order]],
        "channel": CHANNELS[channel[order]],
        "status": np.full(n, "placed", dtype=object),
    }


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of time ``start <= t < end``, in order and apart; arrays ``(n,)``."""

    starts: Times
    ends: Times

    def __len__(self) -> int:
        return len(self.starts)

    def none(self) -> Stretches:
        """None of them."""
        return Stretches(self.starts[:0], self.ends[:0])

    def of(self, at: Times) -> Ints:
        """The stretch in which each instant lies, or -1."""
        if not len(self):
            return np.full(len(at), -1)
        last = np.searchsorted(self.starts, at, side="right") - 1
        return np.asarray(np.where((last >= 0) & (at < self.ends[last]), last, -1))

    def minutes(self, count: int) -> Ints:
        """``of`` for the first ``count`` minutes of the world."""
        return self.of(START + np.arange(count) * MINUTE)

    def sums(self, rate: Floats) -> Floats:
        """What a rate a minute adds up to in each stretch."""
        where = self.minutes(len(rate))
        return np.asarray(np.bincount(where[where >= 0], rate[where >= 0], len(self)), dtype=np.float64)


def stretches(rng: np.random.Generator, lengths: Ints, first: int, last: int, gap: int) -> Stretches:
    """Stretches of given lengths in ``[first, last)``, at least ``gap`` apart; all in minutes of the world."""
    starts = START + spaced(rng, lengths, first, last, gap) * MINUTE
    return Stretches(starts, starts + lengths * MINUTE)


def whole_days(rng: np.random.Generator, days: Ints, first_week: int, last_week: int, gap: int) -> Stretches:
    """Stretches of whole days between two weeks, at least ``gap`` days apart."""
    starts = START + spaced(rng, days, first_week * 7, last_week * 7, gap) * 1440 * MINUTE
    return Stretches(starts, starts + days * 1440 * MINUTE)


def spaced(rng: np.random.Generator, lengths: Ints, first: int, last: int, gap: int) -> Ints:
    """Starts, in order, of stretches of given lengths in ``[first, last)``, ``gap`` apart.

    Raises ``ValueError`` when they do not fit.
    """
    count = len(lengths)
    room = last - first - int(lengths.sum()) - gap * count
    if room <= 0:
        raise ValueError(f"{count} stretches of {lengths.tolist()}, {gap} apart, do not fit into {last - first}")
    free = np.sort(rng.integers(0, room, count))
    before = np.concatenate([[0], np.cumsum(lengths[:-1] + gap)])
    return np.asarray(first + free + before)


def total(amount: Ints, mask: Mask) -> tuple[int, int]:
    """Number and cents of the orders of a mask."""
    return int(mask.sum()), int(amount[mask].sum())


def clauses() -> dict[str, Any]:
    """What the organisation of all small worlds has agreed, in the shape of charter.yaml."""
    slo = {"name": "checkout-availability", "target": 0.999, "window_days": 28}
    services = [
        {"name": "checkout", "carries": "orders", "severities": ["1", "2"], "slos": [slo]},
        {"name": "search", "carries": "orders", "segment": "web", "severities": ["1", "2"]},
    ]
    organisation = {"name": "Small world (made up)", "zone": "UTC", "currency": "EUR", "locale": "en_IE", "margin": 0.4}
    return {"organisation": organisation, "services": services}
