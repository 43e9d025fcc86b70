"""How many people came to the made-up shop: its would-be buyers and those who only looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from accord.worlds.orders import Draw
from accord.worlds.retailer import World
from accord.worlds.rhythm import CONVERSION, Floats, Times, shifted


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits by column: UTC start to the second, and the indices of segment and channel."""

    at: Times
    segment: NDArray[np.int64]
    channel: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at)


def conversion(world: World, day: int) -> Floats:
    """Orders a visit on a day, shape ``(2, 4)``: what the planted shifts make of it."""
    return np.asarray(CONVERSION * shifted(world.shifts, world.settings.start + timedelta(days=day), "conversion"))


def visits(world: World, day: int, draw: Draw) -> Visits:
    """A day's visits, in order of time. Every would-be buyer came, also when an incident sent them away."""
    rng = world.rng("visits", day)
    lookers = rng.poisson(draw.rate * (1 / conversion(world, day) - 1))
    minute, cell = np.divmod(np.repeat(np.arange(lookers.size), lookers.ravel()), 8)
    buyers = draw.wished.take(draw.dip < 0)
    at = draw.minutes[minute] + rng.integers(0, 60, len(minute)).astype("timedelta64[s]")
    at = np.concatenate([buyers.at - rng.integers(60, 900, len(buyers)).astype("timedelta64[s]"), at])
    at = np.maximum(at, draw.minutes[0])
    order = np.argsort(at, kind="stable")
    segment, channel = np.divmod(cell, 4)
    return Visits(
        at[order],
        np.concatenate([buyers.segment, segment])[order],
        np.concatenate([buyers.channel, channel])[order],
    )
