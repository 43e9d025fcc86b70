"""A metric that is measured elsewhere, from the facts ``metric_values``."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from accord.clauses.charter import Charter
from accord.clauses.objectives import Metric
from accord.engines.base import Engine, length
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import SUMMED, Series, local_month, nothing, places, summed, whole_months
from accord.methods.metrics.told import Things
from accord.units.money import digits


def measured(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """By local month: sums of money and counts, and of all else the mean, each value by its weight.

    Money is told in whole units of the organisation's currency and becomes minor units here.
    """
    told, zone = read(engine, "metric_values", until, metric.name), charter.organisation.zone
    months = whole_months(told["measured_at"], zone, until, dense=False) if length(told) else ()
    if not months:
        return nothing(metric, f"No value of {metric.name} was read yet: bring them in as metric values.")
    place = places(months, local_month(told["measured_at"], zone))
    rows = np.bincount(place[place >= 0], minlength=len(months)).astype(np.int64)
    weight = np.ones(len(place)) if metric.unit in SUMMED else told["weight"]
    total, of = (summed(place, x, len(months)) for x in (told["value"] * weight, weight))
    values = total if metric.unit in SUMMED else np.divide(total, of, out=np.full(len(of), np.nan), where=of > 0)
    values = np.where(rows > 0, values * minor(metric, charter), np.nan)
    return Series(metric, months, values, rows, values, values)


def things(engine: Engine, metric: Metric, until: datetime) -> Things:
    """The values one by one, with the part of the business that each tells of."""
    told = read(engine, "metric_values", until, metric.name)
    return Things(told["measured_at"], told["value"], told["weight"], told["segment"])


def minor(metric: Metric, charter: Charter) -> float:
    """How many units a value of the facts has: money is told in whole ones."""
    return 10.0 ** digits(charter.organisation.currency) if metric.unit == "money" else 1.0
