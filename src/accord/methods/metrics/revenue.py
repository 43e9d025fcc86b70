"""Revenue by month, and how many orders an hour of the week brings."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from accord.clauses.charter import Charter
from accord.clauses.objectives import Metric
from accord.engines.base import Columns, Engine, length
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import Series, local_month, nothing, places, summed, whole_months
from accord.methods.trade import converted


def revenue(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """Money of the month's orders that were not cancelled, minor units of the organisation's currency.

    Orders in another currency count by the day's rate; those without one are left out, which a note says.
    """
    orders = read(engine, "orders", until)
    zone = charter.organisation.zone
    months = whole_months(orders["at"], zone, until, dense=True) if length(orders) else ()
    if not months:
        return nothing(metric, "There is no whole month of orders yet.")
    rates = read(engine, "rates", until)
    currency = charter.organisation.currency
    money, known = converted(orders["amount_minor"], orders["currency"], orders["at"], rates, currency)
    place = np.where(known, places(months, local_month(orders["at"], zone)), -1)
    rows = summed(place, orders["orders"], len(months)).astype(np.int64)
    values = np.where(rows > 0, summed(place, money, len(months)).round(), np.nan)
    return Series(metric, months, values, rows, values, values, _notes(orders, known))


def _notes(orders: Columns, known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[str, ...]:
    if known.all():
        return ()
    codes = ", ".join(sorted(set(orders["currency"][~known].tolist())))
    left = int(orders["orders"][~known].sum())
    return (f"{left} orders in {codes} are left out: there is no exchange rate of their day.",)
