"""Shoppers who could buy: the share of would-be orders that no failure stopped at the time.

An order that was stopped counts though it came back later: the analysis of outages tells what is lost for good. A
stretch counts by the orders that it usually brings (its quarter of an hour of the week, at the day's level), as error
budgets are priced. A service that fails in part fails that share of its shoppers; the few requests that fail on any day
stop nobody. Announced work counts too: a shopper cannot tell.
"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from accord.clauses.charter import Charter, Service
from accord.clauses.objectives import Metric
from accord.engines.base import Columns, Engine, length
from accord.methods.metrics import chance
from accord.methods.metrics.failures import SPREAD, Shop, of_service, shop_of
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import Floats, Ints, Series, local_month, nothing, places, summed, whole_months

LEAST_DAYS = 14
MOST_UNTOLD = 0.5
"""A month of which incidents without measurements fill more tells nothing."""

Stretch = tuple[date, ...]


def shoppers_who_could_buy(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """The share of would-be orders of each month that no failure stopped, all services that carry orders together."""
    if not any(s.carries == "orders" for s in charter.services):
        return nothing(metric, "No service of the charter carries orders: say so under services.")
    orders, zone = read(engine, "orders", until), charter.organisation.zone
    months = whole_months(orders["at"], zone, until, dense=True) if length(orders) else ()
    if not months or not _long_enough(orders):
        return nothing(metric, "There is no whole month of orders yet.")
    shop = shop_of(engine, charter, orders, until)
    if not shop.failing:
        return nothing(metric, "Neither measurements nor incidents speak of a service that carries orders.")
    return _series(metric, months, orders, shop, zone)


def _notes(shop: Shop, untold: list[date]) -> tuple[str, ...]:
    notes = [f"Nothing is known of {', '.join(shop.silent)}: taken as up."] if shop.silent else []
    if shop.unsorted:
        says = "1 incident names" if shop.unsorted == 1 else f"{shop.unsorted} incidents name"
        notes.append(f"{says} no severity, so that nobody can tell whether it stops anybody: left out.")
    if untold:
        named = ", ".join(f"{month:%Y-%m}" for month in untold)
        notes.append(f"Cannot tell for {named}: incidents without measurements fill more than half of it.")
    return tuple(notes)


def lost_by_service(
    engine: Engine, charter: Charter, until: datetime, ends: tuple[Stretch, Stretch]
) -> dict[str, dict[str, tuple[float, float]]] | None:
    """The share of would-be orders that each service stopped in two stretches of months, one right after the other:
    ``planned`` and ``unplanned``. A stretch's share is the mean of its months', as the scorecard tells it.

    Where several failed at once, each bears its part of the failure.
    """
    orders, months = read(engine, "orders", until), (*ends[0], *ends[1])
    if not length(orders):
        return None
    shop = shop_of(engine, charter, orders, until)
    place = places(months, shop.month)
    wished = sum((summed(place, part.expected, len(months)) for part in shop.parts), np.zeros(len(months)))
    found = {f.service.name: {kind: np.zeros(len(months)) for kind in ("unplanned", "planned")} for f in shop.failing}
    for part in shop.parts:
        whole = sum((f.failed for f in part.failing), np.zeros(len(place)))
        for one in part.failing:
            share = np.divide(one.failed, whole, out=np.zeros(len(whole)), where=whole > 0)
            lost = part.expected * (1 - part.stays) * share
            for kind, when in (("planned", one.announced), ("unplanned", ~one.announced)):
                found[one.service.name][kind] += summed(place, lost * when, len(months))
    if not found or not (wished > 0).all():
        return None
    return {name: {kind: _of_both(v / wished) for kind, v in kinds.items()} for name, kinds in found.items()}


def _of_both(shares: Floats) -> tuple[float, float]:
    before, after = shares.reshape(2, -1).mean(axis=1).tolist()
    return before, after


def availability(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """The share of a service's asked events (or time) that were good, by month; counted, not estimated."""
    service = _service(charter, metric.service or "")
    if service is None:
        return nothing(metric, f"The charter has no service {metric.service}.")
    measured, zone = read(engine, "availability", until), charter.organisation.zone
    mine = of_service(service, measured)
    months = whole_months(measured["at"][mine], zone, until, dense=True)
    if not months:
        return nothing(metric, f"No whole month of {service.name} was measured.")
    place = places(months, local_month(measured["at"][mine], zone))
    good, total = (summed(place, measured[c][mine], len(months)) for c in ("good", "total"))
    with np.errstate(invalid="ignore"):
        values = np.where(total > 0, good / np.where(total > 0, total, 1), np.nan)
    rows = np.bincount(place[place >= 0], minlength=len(months)).astype(np.int64)
    return Series(metric, months, values, rows, values, values)


def _service(charter: Charter, name: str) -> Service | None:
    """The service of that name, or of one that reads so as part of a metric's name."""
    from accord.clauses.objectives import slug

    return charter.service(name) or next((s for s in charter.services if slug(s.name) == slug(name)), None)


def _long_enough(orders: Columns) -> bool:
    return bool(orders["at"].max() - orders["at"].min() >= np.timedelta64(LEAST_DAYS, "D"))


def _series(metric: Metric, months: tuple[date, ...], orders: Columns, shop: Shop, zone: str) -> Series:
    place, count = places(months, shop.month), len(months)
    wished = sum((summed(place, p.expected, count) for p in shop.parts), np.zeros(count))
    lost = sum((summed(place, p.expected * (1 - p.stays), count) for p in shop.parts), np.zeros(count))
    rows = summed(places(months, local_month(orders["at"], zone)), orders["orders"], count)
    with np.errstate(divide="ignore", invalid="ignore"):
        fewest, most = chance.count(
            lost, np.sqrt(SPREAD**2 + np.where(lost > 0, _doubt(shop, place, count) / lost**2, 0))
        )
        value, low, high = (np.where(wished > 0, 1 - x / wished, np.nan) for x in (lost, most, fewest))
    untold = _untold(shop, place, count)
    value = np.where(untold, np.nan, value)
    return Series(
        metric,
        months,
        value,
        rows.astype(np.int64),
        np.minimum(low, value).clip(0),
        np.maximum(high, value).clip(None, 1),
        _notes(shop, [m for m, cannot in zip(months, untold.tolist(), strict=True) if cannot]),
    )


def _doubt(shop: Shop, place: Ints, count: int) -> Floats:
    """By month, the variance of the orders lost that comes of shares that no measurement tells.

    An incident's share is one for all its quarters; those of different incidents are taken as apart.
    """
    found = np.zeros(count)
    for one in shop.failing:
        cases = int(one.case.max()) + 1
        usual = sum((p.expected for p in shop.parts if one in p.failing), np.zeros(len(place)))
        at = np.where((place >= 0) & (one.case >= 0), place * cases + one.case, -1)
        found += (summed(at, usual * one.doubt, count * cases).reshape(count, -1) ** 2).sum(axis=1) if cases else 0.0
    return found


def _untold(shop: Shop, place: Ints, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Months that incidents without measurements fill too much to tell what would have come."""
    dark = np.any([f.case >= 0 for f in shop.failing], axis=0)
    return np.asarray(summed(place, dark, count) > MOST_UNTOLD * summed(place, np.ones(len(place)), count))
