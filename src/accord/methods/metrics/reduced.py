"""The SQL behind the metrics: what it reduces the facts to, in words that every engine reads alike.

Orders and measurements come by quarters of an hour: every zone's local months begin on one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.engines.base import Columns, Engine
from accord.methods.incidents import INCIDENTS
from accord.methods.trade import RATES

EARLIEST = datetime(1970, 1, 1)  # noqa: DTZ001 - engines hold UTC without saying so

QUERIES: dict[str, str] = {
    "orders": """
        select date_trunc('hour', ordered_at) as hour,
               cast(floor(extract(minute from ordered_at) / 15e0) as bigint) as quarter,
               coalesce(segment, '') as segment, currency, count(*) as orders, sum(amount_minor) as amount_minor
        from orders
        where ordered_at >= :history_start and ordered_at < :end and status <> 'cancelled'
        group by date_trunc('hour', ordered_at), cast(floor(extract(minute from ordered_at) / 15e0) as bigint),
                 coalesce(segment, ''), currency
    """,
    "cells": """
        select date_trunc('hour', ordered_at) as hour,
               cast(floor(extract(minute from ordered_at) / 15e0) as bigint) as quarter,
               coalesce(channel, 'other') as channel, coalesce(segment, 'all') as segment, currency,
               count(*) as orders, sum(amount_minor) as amount_minor
        from orders
        where ordered_at >= :history_start and ordered_at < :end and status <> 'cancelled'
        group by date_trunc('hour', ordered_at), cast(floor(extract(minute from ordered_at) / 15e0) as bigint),
                 coalesce(channel, 'other'), coalesce(segment, 'all'), currency
    """,
    "visits": """
        select date_trunc('hour', bin_start) as hour,
               cast(floor(extract(minute from bin_start) / 15e0) as bigint) as quarter,
               coalesce(channel, 'other') as channel, coalesce(segment, 'all') as segment, sum(visits) as visits
        from visits
        where bin_start >= :history_start and bin_start < :end
        group by date_trunc('hour', bin_start), cast(floor(extract(minute from bin_start) / 15e0) as bigint),
                 coalesce(channel, 'other'), coalesce(segment, 'all')
    """,
    "availability": """
        select a.service, date_trunc('hour', a.at) as hour,
               cast(floor(extract(minute from a.at) / 15e0) as bigint) as quarter,
               a.seconds, sum(least(a.good, a.total)) as good, sum(a.total) as total
        from availability a
        where a.at >= :history_start and a.at < :end
        group by a.service, date_trunc('hour', a.at), cast(floor(extract(minute from a.at) / 15e0) as bigint), a.seconds
    """,
    "incidents": INCIDENTS,
    "rates": RATES,
    "campaigns": """
        select campaign_id, name, coalesce(channel, '') as channel, starts_at, announced_at, capacity_checked_at
        from campaigns
        where starts_at >= :history_start and starts_at < :end
    """,
    "changes": """
        select change_id, coalesce(campaign_id, '') as campaign_id, kind, coalesce(outcome, '') as outcome,
               coalesce(reason, '') as reason, coalesce(title, '') as title
        from changes
        where planned_start >= :history_start and planned_start < :end
    """,
    "results": """
        select campaign_id, min(day) as first_day, max(day) as last_day
        from campaign_results
        where day < :end and (cost_minor > 0 or coalesce(impressions, 0) > 0)
        group by campaign_id
    """,
    "orders_told": """
        select date_trunc('hour', ordered_at) as hour,
               cast(floor(extract(minute from ordered_at) / 15e0) as bigint) as quarter,
               count(*) as told, count(channel) as whole
        from orders
        where ordered_at >= :history_start and ordered_at < :end
        group by date_trunc('hour', ordered_at), cast(floor(extract(minute from ordered_at) / 15e0) as bigint)
    """,
    "ads_told": """
        select day, campaign_id, count(*) as told from campaign_results where day < :end group by day, campaign_id
    """,
    "metric_values": """
        select measured_at, value, coalesce(weight, 1e0) as weight, coalesce(segment, '') as segment
        from metric_values
        where metric = :metric and measured_at >= :history_start and measured_at < :end
    """,
}


def read(engine: Engine, query: str, until: datetime, metric: str = "") -> Columns:
    """A reduced result; with the columns ``hour`` and ``quarter`` also ``at``, the start of the quarter (UTC)."""
    columns = engine.query(QUERIES[query], {"history_start": EARLIEST, "end": until, "metric": metric})
    if "quarter" in columns:
        columns["at"] = _quarters(columns["hour"], columns["quarter"])
    return columns


def _quarters(hour: NDArray[Any], quarter: NDArray[Any]) -> NDArray[np.datetime64]:
    steps = (quarter * 900).astype("timedelta64[s]")
    return np.asarray(hour.astype("datetime64[s]") + steps)
