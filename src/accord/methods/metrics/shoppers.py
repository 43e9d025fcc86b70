"""Shoppers who could buy: the share of would-be orders that no failure stopped at the time.

An order that was stopped counts though it came back later: the analysis of outages tells what is lost for good. A
stretch counts by the orders that it usually brings (its quarter of an hour of the week, at the day's level), as error
budgets are priced. A service that fails in part fails that share of its shoppers; the few requests that fail on any day
stop nobody. Announced work counts too: a shopper cannot tell.
"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Charter, Service
from accord.clauses.objectives import Metric
from accord.engines.base import Columns, Engine, length
from accord.methods.incidents import cases
from accord.methods.metrics import chance
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import (
    Floats,
    Ints,
    Series,
    local_seconds,
    nothing,
    places,
    summed,
    whole_months,
)

QUARTER = 900
WEEK = 7 * 24 * 4
LEAST_DAYS = 14
QUIET = 0.01
"""A measured row that fails at most this share tells what fails on any day."""
MOST_USUAL = 0.002
"""Where more than this share of requests fails on quiet days, all failures count: a second try fails too often."""
BY_CHANCE = 0.001
"""A row stands out where chance alone makes as many failures less often than that."""
SPREAD = 0.05
"""How far the orders of an outage's own hours stray from what such hours bring (a share)."""


def shoppers_who_could_buy(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """The share of would-be orders of each month that no failure stopped, all services that carry orders together."""
    carrying = [s for s in charter.services if s.carries == "orders"]
    if not carrying:
        return nothing(metric, "No service of the charter carries orders: say so under services.")
    orders, zone = read(engine, "orders", until), charter.organisation.zone
    months = whole_months(orders["at"], zone, until, dense=True) if length(orders) else ()
    if not months or not _long_enough(orders):
        return nothing(metric, "There is no whole month of orders yet.")
    start = int(orders["at"].min().astype("datetime64[s]").astype(np.int64)) // QUARTER * QUARTER
    grid = np.arange(start, int(np.datetime64(until, "s").astype(np.int64)), QUARTER)
    failed = [(s, failed_share(engine, charter, s, grid, until)) for s in carrying]
    told = [(s, f) for s, f in failed if f is not None]
    if not told:
        return nothing(metric, "Neither measurements nor incidents speak of a service that carries orders.")
    silent = ", ".join(s.name for s, f in failed if f is None)
    notes = (f"Nothing is known of {silent}: taken as up.",) if silent else ()
    return _series(metric, months, orders, grid, told, zone, notes)


Stretch = tuple[date, ...]


def lost_by_service(
    engine: Engine, charter: Charter, until: datetime, ends: tuple[Stretch, Stretch]
) -> dict[str, dict[str, tuple[float, float]]] | None:
    """The share of would-be orders that each service stopped in two stretches of months: ``planned`` and ``unplanned``.

    Where several failed at once, each bears its part of the failure.
    """
    carrying = [s for s in charter.services if s.carries == "orders"]
    orders, zone = read(engine, "orders", until), charter.organisation.zone
    if not carrying or not length(orders):
        return None
    start = int(orders["at"].min().astype("datetime64[s]").astype(np.int64)) // QUARTER * QUARTER
    grid = np.arange(start, int(np.datetime64(until, "s").astype(np.int64)), QUARTER)
    told = [(s, f) for s in carrying if (f := failed_share(engine, charter, s, grid, until)) is not None]
    local = local_seconds(grid.astype("datetime64[s]"), zone)
    month = local.astype("datetime64[s]").astype("datetime64[M]")
    inside = [np.isin(month, np.array(stretch, "datetime64[M]")) for stretch in ends]
    wished = np.zeros(2)
    found = {s.name: {kind: np.zeros(2) for kind in ("unplanned", "planned")} for s, _ in told}
    named = sorted({s.segment for s, _ in told if s.segment})
    announced = {s.name: _announced(engine, charter, s, grid, until) for s, _ in told}
    for segment in [*named, None]:
        mine = orders["segment"] == segment if segment else ~np.isin(orders["segment"].astype(str), named)
        here = [(s, f) for s, f in told if s.segment in (None, segment)]
        stays = np.prod([1 - f for _, f in here] or [np.ones(len(grid))], axis=0)
        whole = np.sum([f for _, f in here] or [np.zeros(len(grid))], axis=0)
        expected = _expected({k: v[mine] for k, v in orders.items()}, grid, local, stays)
        wished += [expected[i].sum() for i in inside]
        for service, failed in here:
            part = expected * (1 - stays) * np.divide(failed, whole, out=np.zeros(len(grid)), where=whole > 0)
            for kind, when in (("planned", announced[service.name]), ("unplanned", ~announced[service.name])):
                found[service.name][kind] += [(part * when)[i].sum() for i in inside]
    if not (wished > 0).all():
        return None
    return {
        name: {kind: (float(v[0] / wished[0]), float(v[1] / wished[1])) for kind, v in kinds.items()}
        for name, kinds in found.items()
    }


def _announced(
    engine: Engine, charter: Charter, service: Service, grid: NDArray[np.int64], until: datetime
) -> NDArray[np.bool_]:
    """Quarters in which announced work of the service stood."""
    planned = [c for c in cases(service, read(engine, "incidents", until), charter, until) if c.planned]
    spans = [(int(t.astype("datetime64[s]").astype(np.int64)) for t in (c.start, c.end)) for c in planned]
    return np.asarray(_down(grid, [(a, b) for a, b in spans]) > 0)


def availability(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """The share of a service's asked events (or time) that were good, by month; counted, not estimated."""
    service = _service(charter, metric.service or "")
    if service is None:
        return nothing(metric, f"The charter has no service {metric.service}.")
    measured, zone = read(engine, "availability", until), charter.organisation.zone
    mine = _of(service, measured)
    months = whole_months(measured["at"][mine], zone, until, dense=True)
    if not months:
        return nothing(metric, f"No whole month of {service.name} was measured.")
    at = local_seconds(measured["at"][mine], zone).astype("datetime64[s]").astype("datetime64[M]")
    place = places(months, at)
    good, total = (summed(place, measured[c][mine], len(months)) for c in ("good", "total"))
    with np.errstate(invalid="ignore"):
        values = np.where(total > 0, good / np.where(total > 0, total, 1), np.nan)
    rows = np.bincount(place[place >= 0], minlength=len(months)).astype(np.int64)
    return Series(metric, months, values, rows, values, values)


def failed_share(
    engine: Engine, charter: Charter, service: Service, grid: NDArray[np.int64], until: datetime
) -> Floats | None:
    """The share of a service that failed in each quarter of an hour of ``grid`` (seconds UTC): as measured above the
    failures of every day, else by its incidents of a priced severity and announced work (as if all of it failed); None
    where nothing speaks of it."""
    measured = read(engine, "availability", until)
    mine = _of(service, measured)
    incidents = [c for c in cases(service, read(engine, "incidents", until), charter, until) if c.priced or c.planned]
    if not mine.any() and not incidents:
        return None
    spans = [(int(t.astype("datetime64[s]").astype(np.int64)) for t in (c.start, c.end)) for c in incidents]
    failed = _down(grid, [(a, b) for a, b in spans])
    good, total = _on_grid(_standing_out({k: v[mine] for k, v in measured.items()}), grid)
    return np.where(total > 0, 1 - good / np.where(total > 0, total, 1), failed)


def _standing_out(rows: Columns) -> Columns:
    """The measured rows without the failures of every day: a second try gets past those, so they stop nobody.

    A row counts where more failed than chance makes of the everyday share, and by what failed above it.
    """
    from scipy.stats import poisson

    total, bad = rows["total"].astype(float), (rows["total"] - rows["good"]).astype(float)
    quiet = bad <= QUIET * total
    usual = float(bad[quiet].sum() / max(total[quiet].sum(), 1.0))
    usual = usual if usual <= MOST_USUAL else 0.0
    some = np.flatnonzero(bad > usual * total)
    out = some[bad[some] > poisson.ppf(1 - BY_CHANCE, usual * total[some])]
    stopped = np.zeros(len(total))
    stopped[out] = (bad[out] - usual * total[out]) / (1 - usual)
    return {**rows, "good": total - stopped}


def _of(service: Service, rows: Columns) -> NDArray[np.bool_]:
    names = {n.casefold() for n in (service.name, *service.aliases)}
    return np.array([str(s).casefold() in names for s in rows["service"]], dtype=bool)


def _service(charter: Charter, name: str) -> Service | None:
    """The service of that name, or of one that reads so as part of a metric's name."""
    from accord.clauses.objectives import slug

    return charter.service(name) or next((s for s in charter.services if slug(s.name) == slug(name)), None)


def _long_enough(orders: Columns) -> bool:
    return bool(orders["at"].max() - orders["at"].min() >= np.timedelta64(LEAST_DAYS, "D"))


def _down(grid: NDArray[np.int64], spans: list[tuple[int, int]]) -> Floats:
    """The share of each quarter that lies in a span; spans of one service do not overlap."""
    down = np.zeros(len(grid))
    for begin, end in spans:
        first, last = ((t - int(grid[0])) // QUARTER for t in (begin, max(end - 1, begin)))
        for i in range(max(first, 0), min(last + 1, len(grid))):
            down[i] += min(end, int(grid[i]) + QUARTER) - max(begin, int(grid[i]))
    return np.asarray(np.minimum(down / QUARTER, 1.0))


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


def _series(
    metric: Metric,
    months: tuple[date, ...],
    orders: Columns,
    grid: NDArray[np.int64],
    told: list[tuple[Service, Floats]],
    zone: str,
    notes: tuple[str, ...],
) -> Series:
    local = local_seconds(grid.astype("datetime64[s]"), zone)
    place = places(months, local.astype("datetime64[s]").astype("datetime64[M]"))
    wished, lost = np.zeros(len(months)), np.zeros(len(months))
    named = {s.segment for s, _ in told if s.segment}
    for segment in [*sorted(named), None]:
        mine = orders["segment"] == segment if segment else ~np.isin(orders["segment"].astype(str), sorted(named))
        stays = np.prod([1 - f for s, f in told if s.segment in (None, segment)] or [np.ones(len(grid))], axis=0)
        expected = _expected({k: v[mine] for k, v in orders.items()}, grid, local, stays)
        wished += summed(place, expected, len(months))
        lost += summed(place, expected * (1 - stays), len(months))
    rows = summed(
        places(months, local_seconds(orders["at"], zone).astype("datetime64[s]").astype("datetime64[M]")),
        orders["orders"],
        len(months),
    )
    fewest, most = chance.count(lost, SPREAD)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = (np.where(wished > 0, 1 - x / wished, np.nan) for x in (lost, most, fewest))
    return Series(
        metric,
        months,
        value,
        rows.astype(np.int64),
        np.minimum(low, value).clip(0),
        np.maximum(high, value).clip(None, 1),
        notes,
    )


def _expected(orders: Columns, grid: NDArray[np.int64], local: NDArray[np.int64], stays: Floats) -> Floats:
    """Orders that each quarter would have brought: what such a quarter of the week brings, at the day's level."""
    place = (orders["at"].astype("datetime64[s]").astype(np.int64) - int(grid[0])) // QUARTER
    inside = (place >= 0) & (place < len(grid))
    placed = np.bincount(place[inside], orders["orders"][inside].astype(float), len(grid))
    slot = ((local // 86_400 + 3) % 7 * 96 + local % 86_400 // QUARTER).astype(np.int64)
    clean = stays > 0.99
    seen = np.bincount(slot[clean], minlength=WEEK)
    usual = np.bincount(slot[clean], placed[clean], WEEK) / np.maximum(seen, 1)
    day: Ints = (local // 86_400 - local[0] // 86_400).astype(np.int64)
    could = np.bincount(day, usual[slot] * stays)
    level = np.divide(np.bincount(day, placed), could, out=np.zeros_like(could), where=could > 0)
    return np.asarray(usual[slot] * level[day])
