"""Stretches in which a service was measured to serve fewer than agreed, whether or not anybody told an incident.

An hour counts where more failed, beyond what fails on the median day at that hour, than six times the agreed share: no
slower burn of an error budget calls anybody, and no fewer lost shoppers could be seen in an activity's orders. Hours in
a row count where they spend 2 % of a month's budget, the least that calls somebody. Neither chance nor one sample makes
a stretch: that few failing of so many must be improbable, and without its worst sample the stretch must still fail.

Source: Beyer et al. (2018), The Site Reliability Workbook, table 5-8; Clopper and Pearson (1934), Biometrika 26:404.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from accord.clauses.charter import Service
from accord.engines.base import Columns
from accord.methods.incrementality.studies import Floats

MEASURED = """
    select a.service, date_trunc('hour', a.at) as measured_at, a.seconds, count(*) as samples,
           sum(a.total) as total,
           sum(greatest(a.total - a.good, 0e0)) as failed,
           max(greatest(a.total - a.good, 0e0)) as worst
    from availability a
    where a.at >= :history_start and a.at < :end and a.seconds <= 3600
    group by a.service, date_trunc('hour', a.at), a.seconds
"""
HOUR = np.timedelta64(3600, "s")
BURN = 6.0
"""How many times faster than agreed the budget burns, at least."""
SPENT = 0.02 * 30 * 24
"""What a stretch spends at least: 2 % of 30 days, in hours of the agreed share."""
MOST_ALLOWED = 1 / 12
"""A target under 11/12 counts as that: of one further down no burn would be fast enough."""
CHANCE = 1e-4
"""That so many fail in an hour of a service that serves as agreed is less probable: a year has about so many hours."""


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """What ``MEASURED`` promises: a service's hour (UTC) in samples of ``seconds``; ``worst`` failed in one of them."""

    service: str
    measured_at: datetime
    seconds: int
    samples: int
    total: float
    failed: float
    worst: float


@dataclass(frozen=True, slots=True)
class Slow:
    """Whole hours ``[start, end)`` (UTC) in which a service, by its name in the facts, did not serve as agreed;
    measured by so many ``samples`` of ``seconds`` each."""

    service: str
    start: np.datetime64
    end: np.datetime64
    seconds: int
    samples: int


def below_target(service: Service, rows: Columns) -> Iterator[Slow]:
    """Stretches of each series that measures the service. Of several targets the lowest counts; without one, none."""
    if not service.slos:
        return
    allowed = min(1 - min(slo.target for slo in service.slos), MOST_ALLOWED)
    names = {name.casefold() for name in (service.name, *service.aliases)}
    told = rows["service"].astype(str)
    for name in sorted(set(told.tolist())):
        if name.casefold() in names:
            mine = told == name
            yield from _stretches(name, allowed, {key: column[mine] for key, column in rows.items()})


@dataclass(frozen=True, slots=True)
class _Hours:
    """One series on a grid of hours from ``start``; all arrays (n,), 0 where nothing was measured."""

    start: np.datetime64
    seconds: int
    samples: Floats
    total: Floats
    failed: Floats
    worst: Floats

    @property
    def share(self) -> Floats:
        return self.failed / np.where(self.total > 0, self.total, 1.0)


def _stretches(name: str, allowed: float, rows: Columns) -> Iterator[Slow]:
    hours = _hours(rows)
    usual = _usual(hours)
    least = usual + BURN * allowed
    failing = (hours.failed > least * hours.total) & _beyond_chance(hours, usual + allowed)
    for first, last in _runs(failing):
        part = slice(first, last)
        spent = float((hours.share - usual)[part].sum()) / allowed
        rest = float(hours.failed[part].sum() - hours.worst[part].max())
        if spent >= SPENT and rest > float(least[part] @ hours.total[part]):
            start, end = hours.start + first * HOUR, hours.start + last * HOUR
            yield Slow(name, start, end, hours.seconds, int(hours.samples[part].sum()))


def _hours(rows: Columns) -> _Hours:
    """The commonest length of sample makes the grid; samples of another length are left out."""
    lengths, count = np.unique(rows["seconds"].astype(np.int64), return_counts=True)
    seconds = int(lengths[count.argmax()])
    kept = rows["seconds"] == seconds
    at = rows["measured_at"][kept].astype("datetime64[s]")
    start = at.min()
    place = ((at - start) // HOUR).astype(np.int64)
    grids = np.zeros((4, int(place.max()) + 1))
    for grid, key in zip(grids, ("samples", "total", "failed", "worst"), strict=True):
        grid[place] = rows[key][kept].astype(float)
    return _Hours(start, seconds, *grids)


def _usual(hours: _Hours) -> Floats:
    """The share that fails on the median day at the same hour (UTC), (n,): what fails every day hides nothing."""
    of_day = np.arange(len(hours.total)) % 24
    known = hours.total > 0
    usual = np.zeros(len(of_day))
    for hour in range(24):
        seen = hours.share[known & (of_day == hour)]
        usual[of_day == hour] = np.median(seen) if len(seen) else 0.0
    return usual


def _beyond_chance(hours: _Hours, agreed: Floats) -> npt.NDArray[np.bool_]:
    """Hours in which so many would hardly ever fail if the share were as agreed, (n,)."""
    from scipy.stats import beta

    over = hours.failed > agreed * hours.total
    found = np.zeros(len(over), dtype=np.bool_)
    failed, good = hours.failed[over], hours.total[over] - hours.failed[over]
    found[over] = beta.cdf(agreed[over], failed, good + 1) < CHANCE
    return found


def _runs(marked: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of hours in a row."""
    edge = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    yield from zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True)
