"""How much of each service failed in every quarter of an hour: as measured, else as its incidents tell.

An incident says when a service failed, and its severity whether that stops anybody: only severities that the charter
prices count, as in the analysis of outages, and announced work. Neither says how many it stopped. That is read from
the orders placed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from accord.clauses.charter import Charter, Service
from accord.engines.base import Columns, Engine, length
from accord.methods.incidents import Case, cases
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import Floats, Ints, local_seconds
from accord.methods.metrics.stopped import stopped_shares

QUARTER = 900
WEEK = 7 * 24 * 4
QUIET = 0.01
"""A measured row that fails at most this share tells what fails on any day."""
MOST_USUAL = 0.002
"""Where more than this share of requests fails on quiet days, all failures count: a second try fails too often."""
BY_CHANCE = 0.001
"""A row stands out where chance alone makes as many failures less often than that."""
SPREAD = 0.05
"""How far the orders of an outage's own hours stray from what such hours bring (a share)."""
LEAST_OF_DAY = 0.25
"""A day of which less is known takes its level from the days beside it."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A service; ``failed`` is the share of it that failed in each quarter, ``announced`` whether work was announced.

    ``case`` numbers the incident that tells a quarter without measurements (-1: measured, or up), and ``doubt`` is the
    standard deviation of its share.
    """

    service: Service
    failed: Floats
    doubt: Floats
    case: Ints
    announced: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """Orders that fail together: ``expected`` in each quarter had nothing failed, ``stays`` the share of them that no
    service stopped, and the services that could."""

    expected: Floats
    stays: Floats
    failing: tuple[Failing, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop by quarters of ``local`` time. ``silent`` services are known by nothing; ``unsorted`` incidents name no
    severity, so that nobody knows whether they count."""

    local: Ints
    parts: tuple[Part, ...]
    failing: tuple[Failing, ...]
    silent: tuple[str, ...]
    unsorted: int

    @property
    def month(self) -> NDArray[np.datetime64]:
        return np.asarray(self.local.astype("datetime64[s]").astype("datetime64[M]"))


@dataclass(frozen=True, slots=True)
class Stood:
    """An incident: the quarters in which it stood, and how much of each it fills."""

    case: Case
    quarters: Ints
    share: Floats

    def unmeasured(self, measured: Floats) -> Stood:
        """The part of it that nothing measured."""
        kept = np.isnan(measured[self.quarters])
        return Stood(self.case, self.quarters[kept], self.share[kept])


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a service beforehand: its measured share (NaN where nothing was), and its incidents."""

    service: Service
    measured: Floats
    incidents: tuple[Stood, ...]
    unsorted: int

    @property
    def silent(self) -> bool:
        return not (self.incidents or self.unsorted or np.isfinite(self.measured).any())

    @property
    def in_doubt(self) -> NDArray[np.bool_]:
        """Quarters in which an incident stood that was not measured."""
        down = np.zeros(len(self.measured), bool)
        for one in self.incidents:
            down[one.quarters] = True
        return np.asarray(down & np.isnan(self.measured))


@dataclass(frozen=True, slots=True)
class Bought:
    """Orders of one segment: ``placed``, ``expected`` had nothing failed, ``stays`` as far as it was measured, and how
    many services are in ``doubt``."""

    segment: str | None
    placed: Floats
    expected: Floats
    stays: Floats
    doubt: Ints


def shop_of(engine: Engine, charter: Charter, orders: Columns, until: datetime) -> Shop:
    """All services that carry orders, held against the orders (some, by quarters) until then."""
    carrying = [s for s in charter.services if s.carries == "orders"]
    start = int(orders["at"].min().astype("datetime64[s]").astype(np.int64)) // QUARTER * QUARTER
    grid = np.arange(start, int(np.datetime64(until, "s").astype(np.int64)), QUARTER)
    local = local_seconds(grid.astype("datetime64[s]"), charter.organisation.zone)
    incidents, rows = read(engine, "incidents", until), read(engine, "availability", until)
    told = [_told(s, charter, incidents, rows, grid, until) for s in carrying]
    named = sorted({s.segment for s in carrying if s.segment})
    bought = [_bought(segment, _placed(orders, segment, named, grid), told, local) for segment in (*named, None)]
    failing = tuple(_failing(t, bought) for t in told if not t.silent)
    parts = []
    for one in bought:
        here = tuple(f for f in failing if f.service.segment in (None, one.segment))
        parts.append(Part(one.expected, _all_of([1 - f.failed for f in here], len(grid)), here))
    silent = tuple(t.service.name for t in told if t.silent)
    return Shop(local, tuple(parts), failing, silent, sum(t.unsorted for t in told))


def _told(
    service: Service, charter: Charter, incidents: Columns, rows: Columns, grid: NDArray[np.int64], until: datetime
) -> Told:
    mine = of_service(service, rows)
    good, total = _on_grid(_standing_out({k: v[mine] for k, v in rows.items()}), grid)
    measured = np.where(total > 0, 1 - good / np.where(total > 0, total, 1), np.nan)
    known = cases(service, incidents, charter, until)
    counted = tuple(_stood(grid, c) for c in known if c.priced or c.planned)
    nameless = [_stood(grid, c) for c in known if c.severity == "?" and not (c.priced or c.planned)]
    unsorted = sum(bool(len(one.unmeasured(measured).quarters)) for one in nameless)
    return Told(service, measured, counted, unsorted)


def _bought(segment: str | None, placed: Floats, told: list[Told], local: Ints) -> Bought:
    here = [t for t in told if t.service.segment in (None, segment)]
    doubt = np.sum([t.in_doubt for t in here], axis=0) if here else np.zeros(len(local))
    stays = _all_of([1 - np.nan_to_num(t.measured) for t in here], len(local))
    return Bought(segment, placed, _expected(placed, local, stays, doubt == 0), stays, np.asarray(doubt, np.int64))


def _all_of(stays: list[Floats], count: int) -> Floats:
    return np.asarray(np.prod(stays, axis=0)) if stays else np.ones(count)


def _failing(told: Told, bought: list[Bought]) -> Failing:
    """How much of a service failed: where an incident was not measured, as the orders placed meanwhile tell."""
    failed, doubt = np.nan_to_num(told.measured), np.zeros(len(told.measured))
    case, announced = np.full(len(failed), -1), np.zeros(len(failed), bool)
    open_ = [one.unmeasured(told.measured) for one in told.incidents]
    for one in told.incidents:
        announced[one.quarters] |= one.case.planned
    for number, (one, mean, spread) in enumerate(zip(open_, *_stopped(told.service, open_, bought), strict=True)):
        failed[one.quarters] = np.minimum(failed[one.quarters] + one.share * mean, 1.0)
        doubt[one.quarters], case[one.quarters] = one.share * spread, number
    return Failing(told.service, failed, doubt, case, announced)


def _stopped(service: Service, open_: list[Stood], bought: list[Bought]) -> tuple[list[float], list[float]]:
    """Each incident's share and its standard deviation."""
    if not open_:
        return [], []
    # Where another service is in doubt as well, nobody can tell which of them stopped an order.
    reach = [(b, b.doubt == 1) for b in bought if service.segment in (None, b.segment)]
    placed = np.sum([b.placed * alone for b, alone in reach], axis=0)
    usual = np.sum([b.expected * b.stays * alone for b, alone in reach], axis=0)
    came, whole = (np.array([x[one.quarters].sum() for one in open_]) for x in (placed, usual))
    lasted = np.array([usual[one.quarters] @ one.share for one in open_])
    names = [(one.case.planned, one.case.severity) for one in open_]
    group = np.array([sorted(set(names)).index(name) for name in names])
    mean, spread = stopped_shares(came, whole, lasted, group, SPREAD)
    return mean.tolist(), spread.tolist()


def _standing_out(rows: Columns) -> Columns:
    """The measured rows without the failures of every day: a second try gets past those, so they stop nobody.

    A row counts where more failed than chance makes of the everyday share, and by what failed above it.
    """
    total, bad = rows["total"].astype(float), (rows["total"] - rows["good"]).astype(float)
    quiet = bad <= QUIET * total
    usual = float(bad[quiet].sum() / max(total[quiet].sum(), 1.0))
    usual = usual if usual <= MOST_USUAL else 0.0
    some = np.flatnonzero(bad > usual * total)
    out = some[gammainc(bad[some], usual * total[some]) <= BY_CHANCE]  # the chance of so many failures or more
    stopped = np.zeros(len(total))
    stopped[out] = (bad[out] - usual * total[out]) / (1 - usual)
    return {**rows, "good": total - stopped}


def of_service(service: Service, rows: Columns) -> NDArray[np.bool_]:
    """The rows that name the service, or one of its aliases."""
    names = {n.casefold() for n in (service.name, *service.aliases)}
    return np.array([str(s).casefold() in names for s in rows["service"]], dtype=bool)


def _stood(grid: NDArray[np.int64], case: Case) -> Stood:
    begin, end = (int(t.astype("datetime64[s]").astype(np.int64)) for t in (case.start, case.end))
    first, last = (begin - int(grid[0])) // QUARTER, -(-(end - int(grid[0])) // QUARTER)
    quarters = np.arange(max(first, 0), min(max(last, first), len(grid)))
    inside = np.minimum(end, grid[quarters] + QUARTER) - np.maximum(begin, grid[quarters])
    return Stood(case, quarters, inside / QUARTER)


def _on_grid(rows: Columns, grid: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Good and asked events of each quarter; a longer measured stretch counts evenly for all its quarters."""
    good, total = np.zeros(len(grid)), np.zeros(len(grid))
    if not length(rows):
        return good, total
    place = (rows["at"].astype("datetime64[s]").astype(np.int64) - int(grid[0])) // QUARTER
    reach = np.maximum(-(-rows["seconds"].astype(np.int64) // QUARTER), 1)
    for step in range(int(reach.max())):
        inside = (reach > step) & (place + step >= 0) & (place + step < len(grid))
        np.add.at(good, (place + step)[inside], (rows["good"] / reach)[inside])
        np.add.at(total, (place + step)[inside], (rows["total"] / reach)[inside])
    return good, total


def _placed(orders: Columns, segment: str | None, named: list[str], grid: NDArray[np.int64]) -> Floats:
    """Orders of a segment in each quarter; None are those of no segment that a service carries alone."""
    mine = orders["segment"] == segment if segment else ~np.isin(orders["segment"].astype(str), named)
    place = (orders["at"][mine].astype("datetime64[s]").astype(np.int64) - int(grid[0])) // QUARTER
    inside = (place >= 0) & (place < len(grid))
    return np.bincount(place[inside], orders["orders"][mine][inside].astype(float), len(grid)).astype(np.float64)


def _expected(placed: Floats, local: Ints, stays: Floats, sure: NDArray[np.bool_]) -> Floats:
    """Orders that each quarter would have brought: what such a quarter of the week brings, at the day's level.

    ``sure`` quarters are those whose ``stays`` are known; the others tell nothing. A day that tells too little is taken
    to lie between the days beside it.
    """
    slot = ((local // 86_400 + 3) % 7 * 96 + local % 86_400 // QUARTER).astype(np.int64)
    clean = (stays > 0.99) & sure
    seen = np.bincount(slot[clean], minlength=WEEK)
    usual = np.bincount(slot[clean], placed[clean], WEEK) / np.maximum(seen, 1)
    day: Ints = (local // 86_400 - local[0] // 86_400).astype(np.int64)
    whole, could, came = (np.bincount(day, x) for x in (usual[slot], usual[slot] * stays * sure, placed * sure))
    level = np.divide(came, could, out=np.zeros_like(could), where=could > 0)
    known = np.flatnonzero(could >= LEAST_OF_DAY * whole)
    level = np.interp(np.arange(len(level)), known, level[known]) if len(known) else level
    return np.asarray(usual[slot] * level[day])
