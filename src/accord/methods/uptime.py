"""A service's availability on a regular grid, from what was measured or else from its incidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Service
from accord.engines.base import Columns
from accord.methods.incidents import Case

Floats = NDArray[np.float64]

AVAILABILITY = """
    select a.service, a.at as measured_at, a.seconds, a.good, a.total
    from availability a
    where a.at >= :history_start and a.at < :end
"""


@dataclass(frozen=True, slots=True)
class AvailabilityRow:
    """What ``AVAILABILITY`` promises: a measured stretch of ``seconds`` from ``measured_at`` (UTC)."""

    service: str
    measured_at: datetime
    seconds: int
    good: float
    total: float


@dataclass(frozen=True, slots=True)
class Uptime:
    """Samples of ``seconds`` each from ``start`` (seconds since 1970 UTC); all arrays (n,).

    ``good`` and ``total`` are NaN where nothing was measured; ``planned`` marks announced maintenance;
    ``measured`` is False where incidents had to stand in for measurements.
    """

    start: int
    seconds: int
    good: Floats
    total: Floats
    planned: NDArray[np.bool_]
    measured: bool

    @property
    def failed_share(self) -> Floats:
        """The share that failed in each sample, 0 to 1; 0 where nothing was asked or measured."""
        asked = np.nan_to_num(self.total)
        return np.where(asked > 0, np.nan_to_num(self.total - self.good) / np.where(asked > 0, asked, 1), 0.0)

    def within(self, start: int, end: int) -> slice:
        """Samples that begin in ``[start, end)``."""
        n = len(self.good)
        places = (min(max(-(-(t - self.start) // self.seconds), 0), n) for t in (start, end))
        return slice(*places)


def uptime(
    service: Service, availability: Columns, incidents: Iterable[Case], start: datetime, end: datetime
) -> Uptime | None:
    """What is known of a service between two moments; None where neither measurements nor incidents speak of it."""
    told = list(incidents)
    names = {n.casefold() for n in (service.name, *service.aliases)}
    mine = np.array([str(s).casefold() in names for s in availability["service"]], dtype=bool)
    if mine.any():
        return _measured({k: v[mine] for k, v in availability.items()}, told)
    return _from_incidents(told, start, end) if told else None


def _measured(rows: Columns, told: list[Case]) -> Uptime:
    """The commonest sample length makes the grid; samples of another length are left out."""
    seconds = int(np.bincount(rows["seconds"].astype(np.int64)).argmax())
    kept = rows["seconds"] == seconds
    at = rows["measured_at"][kept].astype("datetime64[s]").astype(np.int64)
    start = int(at.min())
    place = (at - start) // seconds
    n = int(place.max()) + 1
    good, total = (np.full(n, np.nan) for _ in range(2))
    good[place], total[place] = np.minimum(rows["good"][kept], rows["total"][kept]), rows["total"][kept]
    return Uptime(start, seconds, good, total, _touched([c for c in told if c.planned], start, seconds, n), True)


def _from_incidents(told: list[Case], start: datetime, end: datetime) -> Uptime:
    """Minutes are good unless an incident of a priced severity, or announced work, covers them."""
    begin = int(np.datetime64(start, "s").astype(np.int64)) // 60 * 60
    n = max(1, (int(np.datetime64(end, "s").astype(np.int64)) - begin) // 60)
    planned = _touched([c for c in told if c.planned], begin, 60, n)
    down = _touched([c for c in told if c.priced], begin, 60, n) | planned
    return Uptime(begin, 60, np.where(down, 0.0, 60.0), np.full(n, 60.0), planned, False)


def _touched(told: list[Case], start: int, seconds: int, n: int) -> NDArray[np.bool_]:
    steps = np.zeros(n + 1, np.int64)
    for case in told:
        first, last = (int(t.astype("datetime64[s]").astype(np.int64)) - start for t in (case.start, case.end))
        steps[min(max(first // seconds, 0), n)] += 1
        steps[min(max(-(-last // seconds), 0), n)] -= 1
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def share_of_orders(orders: Columns, segment: str | None) -> float:
    """The share of money that a service carries: all, or its segment's."""
    if segment is None or not len(orders["amount_minor"]):
        return 1.0
    mine: NDArray[Any] = orders["segment"] == segment
    return float(orders["amount_minor"][mine].sum() / max(orders["amount_minor"].sum(), 1))
