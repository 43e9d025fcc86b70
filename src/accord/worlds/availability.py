"""Requests that the made-up retailer's services answered, well or not, every five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.worlds.campaigns import lift_at
from accord.worlds.incidents import Incident
from accord.worlds.orders import Draw
from accord.worlds.retailer import Later, World
from accord.worlds.rhythm import SEGMENTS, Floats, Times

SECONDS = 300
MEASURED = {"checkout": ("web", "app"), "search": ("web",)}
"""Measured services and whose shoppers they serve."""
REQUESTS = {"checkout": 60.0, "search": 120.0}
"""Requests for each would-be order."""
ALWAYS = {"checkout": 0.0002, "search": 0.0008}
"""Share of requests that fail on a quiet day."""
UNDER_LOAD = 2.0
"""Failures grow by this many times the lift while a campaign runs whose load nobody checked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A service's periods of five minutes: UTC start, requests answered well, all requests, true failing share."""

    service: str
    at: Times
    good: NDArray[np.int64]
    total: NDArray[np.int64]
    failing: Floats


def measured(world: World, day: int, draw: Draw, version: Later | None) -> tuple[Measured, ...]:
    """What each measured service did on a day."""
    rng = world.rng("availability", day)
    at = draw.minutes[:: SECONDS // 60]
    struck = world.open_on(day, version)
    return tuple(_service(world, s, at, draw, [i for _, i in struck if i.service == s], rng) for s in MEASURED)


def _service(
    world: World, service: str, at: Times, draw: Draw, struck: Sequence[Incident], rng: np.random.Generator
) -> Measured:
    shoppers = draw.rate[:, [SEGMENTS.index(s) for s in MEASURED[service]]].sum(axis=(1, 2))
    asked = REQUESTS[service] * shoppers.reshape(len(at), -1).sum(axis=1)
    total = rng.poisson(asked)
    failing = _failing(world, service, at, struck)
    return Measured(service, at, total - rng.binomial(total, failing), total, failing)


def _failing(world: World, service: str, at: Times, struck: Sequence[Incident]) -> Floats:
    unchecked = [c for c in world.campaigns if c.checked_at is None]
    load = sum((lift_at(c, at) for c in unchecked), np.zeros(len(at)))
    works = 1 - ALWAYS[service] * (1 + UNDER_LOAD * load)
    for incident in struck:
        works *= 1 - incident.loss * share_open(incident, at, SECONDS)
    return np.asarray(1 - works)


def share_open(incident: Incident, at: Times, seconds: int) -> Floats:
    """Share of each period ``[at, at + seconds)`` in which the incident was open."""
    into = np.minimum(at + np.timedelta64(seconds, "s"), incident.ended_at) - np.maximum(at, incident.started_at)
    return np.asarray(np.clip(into / np.timedelta64(seconds, "s"), 0.0, 1.0))
