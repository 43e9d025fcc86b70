"""The made-up retailer's orders: would-be orders first, then what campaigns and incidents take away or give back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from accord.worlds.campaigns import HALO, Campaign, dip_at, lift_at
from accord.worlds.incidents import LONGEST_RETURN, RECAPTURE, RETURN_MINUTES, Incident
from accord.worlds.rhythm import CHANNELS, SEGMENTS, Floats, Ints, Times

MEDIAN_MINOR = 5800
SPREAD = 0.62
"""Order values are lognormal: median in cents and standard deviation of the logarithm."""
LEAST_MINOR = 500
STATUSES = ("placed", "cancelled", "refunded")
STATUS_SHARE = (0.945, 0.015, 0.040)


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders by column, all of one length. ``segment``, ``channel`` and ``status`` index their names;
    ``campaign`` indexes the world's campaigns (-1 = would have come anyway); ``at`` is UTC to the second."""

    at: Times
    amount_minor: Ints
    segment: NDArray[np.int8]
    channel: NDArray[np.int8]
    campaign: NDArray[np.int16]
    customer: Ints
    status: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.at)

    def take(self, where: NDArray[np.int64] | NDArray[np.bool_]) -> Orders:
        """The orders at these positions, or where a mask is true."""
        return Orders(*(getattr(self, f.name)[where] for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Draw:
    """One day: every would-be order and what became of it.

    ``dip`` is the earlier campaign that pulled it forward, ``hit`` the incident that kept it from being placed
    (-1 = none), ``back`` whether it was placed later; ``rate`` (orders a minute, shape ``(minutes, 2, 4)``) is
    the expectation of would-be orders: campaigns and dips included, incidents not.
    """

    minutes: Times
    rate: Floats
    wished: Orders
    dip: NDArray[np.int16]
    hit: NDArray[np.int16]
    back: NDArray[np.bool_]
    placed_at: Times

    @property
    def placed(self) -> Orders:
        """Orders that were placed, at the time at which they were, in no particular order."""
        kept = (self.dip < 0) & ((self.hit < 0) | self.back)
        found = self.wished.take(kept)
        return Orders(self.placed_at[kept], *(getattr(found, f.name) for f in fields(found)[1:]))


def join(parts: Sequence[Orders]) -> Orders:
    """All parts as one, in order of time (ties keep their order)."""
    whole = Orders(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Orders)))
    return whole.take(np.argsort(whole.at, kind="stable"))


def nothing() -> Orders:
    """No orders."""
    kinds = ("datetime64[s]", "i8", "i1", "i1", "i2", "i8", "i1")
    return Orders(*(np.empty(0, dtype=k) for k in kinds))


def rates(base: Floats, minutes: Times, campaigns: Sequence[tuple[int, Campaign]]) -> list[tuple[int, Floats]]:
    """Orders a minute ``(minutes, 2, 4)`` by origin: -1 for ordinary ones, then each campaign's extra ones."""
    found = [(-1, base)]
    for number, campaign in campaigns:
        lift = lift_at(campaign, minutes)
        if lift.any():
            extra = base.sum(axis=2) * lift[:, None]
            found.append((number, extra[:, :, None] * _arrives_by(campaign.channel)))
    return found


def _arrives_by(channel: str) -> Floats:
    share = np.zeros(len(CHANNELS))
    share[CHANNELS.index(channel)] += 1 - HALO
    share[CHANNELS.index("direct")] += HALO
    return share


def wish(
    sources: list[tuple[int, Floats]], minutes: Times, value: Floats, customers: int, rng: np.random.Generator
) -> Orders:
    """Would-be orders of a day: Poisson counts a minute, seconds uniform, values lognormal times ``value`` (2, 4)."""
    cells = [(number, _cells(rng.poisson(rate))) for number, rate in sources]
    minute, segment, channel = (np.concatenate([c[axis] for _, c in cells]) for axis in range(3))
    campaign = np.concatenate([np.full(len(c[0]), number) for number, c in cells])
    count = len(minute)
    at = minutes[minute] + rng.integers(0, 60, count).astype("timedelta64[s]")
    amount = MEDIAN_MINOR * np.exp(SPREAD * rng.standard_normal(count)) * value[segment, channel]
    return Orders(
        at,
        np.maximum(np.rint(amount), LEAST_MINOR).astype(np.int64),
        segment.astype(np.int8),
        channel.astype(np.int8),
        campaign.astype(np.int16),
        rng.integers(0, customers, count),
        np.searchsorted(np.cumsum(STATUS_SHARE[:-1]), rng.random(count), side="right").astype(np.int8),
    )


def _cells(counts: Ints) -> tuple[Ints, Ints, Ints]:
    """Minute, segment and channel of each order counted in ``(minutes, 2, 4)``."""
    flat = np.repeat(np.arange(counts.size), counts.ravel())
    minute, cell = np.divmod(flat, counts.shape[1] * counts.shape[2])
    segment, channel = np.divmod(cell, counts.shape[2])
    return minute, segment, channel


def pulled_forward(
    orders: Orders, campaigns: Sequence[tuple[int, Campaign]], rng: np.random.Generator
) -> NDArray[np.int16]:
    """For each order the campaign whose dip it falls into and that had already brought it, or -1."""
    dip = np.full(len(orders), -1, dtype=np.int16)
    for number, campaign in campaigns:
        gone = (orders.campaign < 0) & (dip < 0) & (rng.random(len(orders)) < dip_at(campaign, orders.at))
        dip[gone] = number
    return dip


def struck(
    orders: Orders, incidents: Sequence[tuple[int, Incident]], rng: np.random.Generator
) -> tuple[NDArray[np.int16], NDArray[np.bool_], Times]:
    """Which incident kept each order from being placed (-1 = none), whether it came back, and when it was placed.

    Open incidents act one after the other, so two of them let ``(1 - a)(1 - b)`` through; an order is put
    down to the incident that stopped it.
    """
    hit = np.full(len(orders), -1, dtype=np.int16)
    placed = orders.at.copy()
    back = rng.random(len(orders)) < RECAPTURE
    wait = np.minimum(rng.exponential(RETURN_MINUTES, len(orders)), LONGEST_RETURN) * 60
    for number, incident in incidents:
        suffers = np.isin(orders.segment, [SEGMENTS.index(s) for s in incident.segments])
        open_now = (orders.at >= incident.started_at) & (orders.at < incident.ended_at)
        stopped = suffers & open_now & (hit < 0) & (rng.random(len(orders)) < incident.loss)
        hit[stopped] = number
        placed[stopped] = incident.ended_at + wait[stopped].astype("timedelta64[s]")
    return hit, back & (hit >= 0), placed
