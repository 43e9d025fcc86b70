"""The words of a price: an estimate, money, what came back, one incident's price, and all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Incident:
    """Something to price: `[start, end)` in UTC; `end` None means it is still going on."""

    key: str
    start: np.datetime64
    end: np.datetime64 | None


@dataclass(frozen=True)
class Estimate:
    """A number of events with its interval. `mid` None: only the interval can be told."""

    mid: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Money:
    """An amount in whole minor units with its interval. `mid` None: no point may be told."""

    mid: int | None
    low: int
    high: int


@dataclass(frozen=True)
class Recapture:
    """Share of what was not placed that came back within the horizon, pooled over clear incidents.

    identified False: too few clear incidents; `share` is then None.
    """

    identified: bool
    share: Estimate | None
    incidents: int
    horizon_seconds: int


@dataclass(frozen=True)
class Record:
    """Leave-out placebo windows of this series: how many of them the interval held."""

    held: int
    of: int


@dataclass(frozen=True)
class Price:
    """One incident's price. Estimates are None where the flags say that nothing can be told.

    start, end: the whole bins priced. observed: events seen in them. not_placed = expected - observed.
    came_back: of those, placed within the recapture horizon after. lost = not_placed - came_back.
    money_*: the same in minor units, None without order values. level: nominal share of intervals that
    hold. recent_level: how busy it was lately against the same week slots before (1 = as usual).
    """

    key: str
    start: np.datetime64
    end: np.datetime64
    observed: float
    expected: Estimate | None
    not_placed: Estimate | None
    came_back: Estimate | None
    lost: Estimate | None
    money_observed: int | None
    money_expected: Money | None
    money_not_placed: Money | None
    money: Money | None
    level: float
    recent_level: float | None
    preliminary: bool
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Pricing:
    """Prices in the order the incidents were given, the pooled recapture and the placebo record."""

    prices: tuple[Price, ...]
    recapture: Recapture
    record: Record
    confidence: float
    preliminary: bool
