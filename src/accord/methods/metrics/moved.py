"""What moved a metric from one stretch of months to the next, as a tree whose branches add up.

Revenue: by channel, each by segment, each as orders (or visits and conversion, where visits were measured throughout)
times the value of an order. Shoppers who could not buy: by service, announced work apart. What is counted campaign by
campaign, or measured elsewhere for parts of the business: by channel or part, the mix of them apart. Any metric: by the
lines of ``drivers`` in its clause, whose parts are metrics measured elsewhere under their own names.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from accord.clauses import driver_lines
from accord.clauses.charter import Charter
from accord.clauses.driver_lines import Driver, Holder
from accord.clauses.objectives import MEASURED, MONTHS, Metric, Over, Unit
from accord.engines.base import Columns, Engine, length
from accord.methods.decomposition.branches import Branch, branches, joined, stepped
from accord.methods.metrics.by_part import by_part
from accord.methods.metrics.elsewhere import measured
from accord.methods.metrics.launches import THINGS
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import Floats, Series, later, local_month, months_between, places
from accord.methods.metrics.shoppers import lost_by_service
from accord.methods.metrics.told import STEPS, Moved, NotTold, Stretch
from accord.methods.trade import converted

__all__ = ["Moved", "NotTold", "moved"]


def moved(engine: Engine, charter: Charter, series: Series, window: Over, until: datetime) -> Moved | NotTold:
    """The last ``window`` of the series against the one before it."""
    ends = _stretches(series, window)
    if ends is None:
        return NotTold("There are not two stretches of months to compare yet.")
    metric = series.metric
    if metric.drivers:
        return _by_lines(engine, charter, metric, ends, until)
    if metric.source in THINGS or metric.source == MEASURED:
        return by_part(engine, charter, metric, ends, until)
    if metric.source == "revenue":
        return _revenue(engine, charter, ends, until)
    if metric.source == "shoppers_who_could_buy":
        return _shoppers(engine, charter, ends, until)
    return NotTold("Nothing says what it is made of: name its drivers in the charter.")


def _stretches(series: Series, window: Over) -> tuple[Stretch, Stretch] | None:
    """The stretch before, and the last; single months where two whole windows are not measured."""
    for size in dict.fromkeys((MONTHS[window], 1)):
        if len(series.months) >= 2 * size and np.isfinite(series.values[-2 * size :]).all():
            return series.months[-2 * size : -size], series.months[-size:]
    return None


def _by_lines(
    engine: Engine, charter: Charter, metric: Metric, ends: tuple[Stretch, Stretch], until: datetime
) -> Moved | NotTold:
    nodes = driver_lines.parse(metric.drivers)
    top = driver_lines.root(nodes)
    if top is None:
        return NotTold("The drivers in the charter make no tree.")
    values: list[dict[str, float]] = [{}, {}]
    for name, node in nodes.items():
        if node.parts:
            continue
        told = measured(engine, charter, replace(metric, name=name, unit="hours"), until)
        for side, stretch in zip(values, ends, strict=True):
            found = [told.value(month) for month in stretch]
            if None in found:
                return NotTold(f"{name}, a driver, was not measured in every month compared: read its metric values.")
            side[name] = float(np.mean([v for v in found if v is not None]))
    root = branches(nodes, top, *values, step=STEPS[metric.unit])
    return Moved(root, metric.unit, *ends, units=dict.fromkeys(nodes, "count"))


def _revenue(engine: Engine, charter: Charter, ends: tuple[Stretch, Stretch], until: datetime) -> Moved | NotTold:
    orders, visits = read(engine, "cells", until), read(engine, "visits", until)
    rates, zone = read(engine, "rates", until), charter.organisation.zone
    money, known = converted(
        orders["amount_minor"], orders["currency"], orders["at"], rates, charter.organisation.currency
    )
    months = months_between(ends[0][0], later(ends[1][-1], 1))
    place = np.where(known, places(months, local_month(orders["at"], zone)), -1)
    seen = places(months, local_month(visits["at"], zone)) if length(visits) else np.array([], np.int64)
    with_visits = _every_day(visits, seen, months, zone)
    side, side_seen = (np.where(p < 0, -1, (p >= len(ends[0])).astype(np.int64)) for p in (place, seen))
    parts = sorted({(str(c), str(s)) for c, s in zip(orders["channel"], orders["segment"], strict=True)})
    made = _Made(with_visits)
    for channel, segment in parts:
        mine = (orders["channel"] == channel) & (orders["segment"] == segment)
        theirs = (
            (visits["channel"] == channel) & (visits["segment"] == segment) if length(visits) else np.array([], bool)
        )
        count, sums = (_both(side[mine], np.asarray(x, float)[mine]) for x in (orders["orders"], money))
        looked = _both(side_seen[theirs], np.asarray(visits["visits"], float)[theirs]) if with_visits else np.zeros(2)
        made.add(channel, segment, count, sums, looked)
    return made.told(ends)


def _both(side: NDArray[np.int64], values: Floats) -> Floats:
    return np.bincount(side[side >= 0], values[side >= 0], 2)[:2].astype(np.float64)


def _every_day(visits: Columns, place: NDArray[np.int64], months: Stretch, zone: str) -> bool:
    """Whether visits were measured on nearly all days of the months."""
    if not length(visits):
        return False
    days = np.unique(visits["at"][place >= 0].astype("datetime64[D]"))
    whole = (later(months[-1], 1) - months[0]).days
    return len(days) >= 0.9 * whole


class _Made:
    """Revenue's tree while it grows: channel by channel, segment by segment."""

    def __init__(self, with_visits: bool) -> None:
        self.with_visits = with_visits
        self.nodes: dict[str, Driver] = {}
        self.values: tuple[dict[str, float], dict[str, float]] = ({}, {})
        self.labels: dict[str, str] = {"revenue": "Revenue"}
        self.units: dict[str, Unit] = {"revenue": "money"}
        self.cells: dict[str, list[str]] = {}

    def add(self, channel: str, segment: str, count: Floats, money: Floats, visits: Floats) -> None:
        if not money.any():
            return
        cell = f"{channel} / {segment}"
        split = self.with_visits and bool((visits >= count).all() and (visits > 0).all())
        factors: dict[str, tuple[str, Floats, Unit, Holder | None]] = {}
        if split:
            factors["visits"] = ("Visits", visits, "count", "marketing")
            factors["conversion"] = ("Visits that ended in an order", count / visits, "share", "it")
        else:
            factors["orders"] = ("Orders", count, "count", None)
        value = np.divide(money, count, out=np.zeros(2), where=count > 0)
        factors["value"] = ("Value of an order", value, "money", "marketing")
        for name, (label, ends, unit, holder) in factors.items():
            node = f"{cell} / {name}"
            self.nodes[node] = Driver(node, holder=holder)
            self.labels[node], self.units[node] = label, unit
            for side, end in zip(self.values, ends.tolist(), strict=True):
                side[node] = end
        self.nodes[cell] = Driver(cell, tuple(f"{cell} / {name}" for name in factors), "*")
        self.labels[cell], self.units[cell] = segment.capitalize(), "money"
        self.cells.setdefault(channel, []).append(cell)

    def told(self, ends: tuple[Stretch, Stretch]) -> Moved | NotTold:
        if not self.cells:
            return NotTold("There are no orders in the months compared.")
        for channel, cells in self.cells.items():
            self.nodes[channel] = Driver(channel, tuple(cells), "+")
            self.labels[channel], self.units[channel] = channel.capitalize(), "money"
        self.nodes["revenue"] = Driver("revenue", tuple(self.cells), "+")
        root = branches(self.nodes, "revenue", *self.values, step=STEPS["money"])
        return Moved(root, "money", *ends, self.labels, self.units)


def _shoppers(engine: Engine, charter: Charter, ends: tuple[Stretch, Stretch], until: datetime) -> Moved | NotTold:
    """The share of shoppers who could buy, by the service that stopped the others: what it stops more lowers it."""
    lost = lost_by_service(engine, charter, until, ends)
    if lost is None:
        return NotTold("Nothing is known of the services in the months compared.")
    labels, services = {"could_buy": "Shoppers who could buy"}, []
    for service, kinds in lost.items():
        leaves = []
        for kind, label in (("unplanned", "Stopped by outages"), ("planned", "Stopped by announced work")):
            before, after = kinds[kind]
            leaves.append(Branch(f"{service} / {kind}", before, after, before - after, 1.0, False, "it", ""))
            labels[leaves[-1].name] = label
        stopped = (sum(leaf.before for leaf in leaves), sum(leaf.after for leaf in leaves))
        services.append(joined(service, *stopped, leaves, "it"))
        labels[service] = f"Stopped by {service}"
    ends_of = (1 - sum(s.before for s in services), 1 - sum(s.after for s in services))
    root = stepped(joined("could_buy", *ends_of, services), STEPS["share"])
    return Moved(root, "share", *ends, labels, dict.fromkeys(labels, "share"))
