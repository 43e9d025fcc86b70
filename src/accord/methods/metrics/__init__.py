"""The history of a metric, month by month, from the facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from accord.clauses.charter import Charter
from accord.clauses.objectives import AVAILABILITY, MEASURED, Metric
from accord.engines.base import Engine
from accord.methods.metrics.elsewhere import measured
from accord.methods.metrics.launches import THINGS, by_campaign, data_hygiene
from accord.methods.metrics.revenue import revenue
from accord.methods.metrics.series import Series, over
from accord.methods.metrics.shoppers import availability, shoppers_who_could_buy

__all__ = ["SOURCES", "Series", "monthly", "over"]

SOURCES: dict[str, Callable[[Engine, Charter, Metric, datetime], Series]] = {
    "shoppers_who_could_buy": shoppers_who_could_buy,
    "revenue": revenue,
    **dict.fromkeys(THINGS, by_campaign),
    "data_hygiene": data_hygiene,
    AVAILABILITY: availability,
    MEASURED: measured,
}


def monthly(engine: Engine, charter: Charter, metric: Metric | str, until: datetime) -> Series:
    """The whole local months of a metric before ``until`` (UTC, naive), the moment that the facts reach to.

    A metric may be given by its name: as the charter's objectives define it, else a built-in one. Months are without a
    gap; those without facts are NaN. Raises ``KeyError`` for a name that is neither.
    """
    told = charter.metric(metric) if isinstance(metric, str) else metric
    if told is None:
        raise KeyError(f"there is no metric {metric}: define it under objectives")
    return SOURCES[told.source](engine, charter, told, until)
