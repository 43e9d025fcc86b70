"""Orders a minute: the SQL that reduces them, and regular arrays made of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Charter
from accord.clauses.special_days import special_days
from accord.engines.base import Columns, length
from accord.findings.finding import Condition
from accord.methods.streams import Stream, in_currency, stream

ORDERS_BY_MINUTE = """
    select date_trunc('minute', ordered_at) as at,
           coalesce(segment, '') as segment,
           currency,
           count(*) as orders,
           sum(amount_minor) as amount_minor
    from orders
    where ordered_at >= :history_start
      and ordered_at < :end + interval '3' day
      and status <> 'cancelled'
    group by date_trunc('minute', ordered_at), coalesce(segment, ''), currency
"""

LEAST_SECONDS = 14 * 86_400

RATES = "select day, currency, per_base, base from rates"


@dataclass(frozen=True, slots=True)
class OrdersByMinute:
    """What ``ORDERS_BY_MINUTE`` promises; ``at`` is UTC, ``amount_minor`` in ``currency``."""

    at: datetime
    segment: str
    currency: str
    orders: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Rate:
    """What ``RATES`` promises: units of ``currency`` for one unit of ``base`` on a day."""

    day: datetime
    currency: str
    per_base: float
    base: str


@dataclass(frozen=True, slots=True)
class Trade:
    """Orders and money on a minute grid, in one currency; ``paid_in`` are the currencies the orders came in."""

    currency: str
    stream: Stream
    paid_in: tuple[str, ...]


def converted(
    money: NDArray[Any], currency: NDArray[Any], at: NDArray[np.datetime64], rates: Columns, base: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """``in_currency`` with the rows of ``RATES``: minor units in ``base``, and which rows could be converted."""
    table = [rates["day"].astype("datetime64[D]"), rates["currency"], rates["per_base"], rates["base"]]
    return in_currency(money, currency, at.astype("datetime64[D]"), base=base, rates=table)


def long_enough(found: Sequence[Trade]) -> bool:
    """Whether there are two weeks of orders, the least that tells what an hour of the week brings."""
    return bool(found) and len(found[0].stream.counts) * found[0].stream.bin_seconds >= LEAST_SECONDS


def special_dates(charter: Charter, start: np.datetime64, end: date) -> NDArray[np.datetime64]:
    """The clauses' special days from the day of ``start`` on, before ``end``, in order."""
    first = start.astype("datetime64[D]").item()
    return np.array(sorted(special_days(charter, first, end)), dtype="datetime64[D]")


def trades(
    orders: Columns, rates: Columns, *, base: str, segment: str | None = None, until: np.datetime64 | None = None
) -> list[Trade]:
    """One stream for each currency that stays: all in ``base`` where rates allow, largest first.

    ``segment`` keeps one segment only; ``until`` (UTC) is where the facts end. The grid starts with the first
    order of the whole shop, so that segments share it. An empty list means that there are no orders.
    """
    if not length(orders):
        return []
    at = orders["at"].astype("datetime64[s]")
    start, end = at.min(), at.max() + np.timedelta64(60, "s") if until is None else until.astype("datetime64[s]")
    mine = np.ones(len(at), bool) if segment is None else orders["segment"] == segment
    money, known = converted(orders["amount_minor"], orders["currency"], at, rates, base)
    label = np.where(known, base, orders["currency"])
    kept = sorted(set(label[mine].tolist()))
    made = []
    for code in kept:
        rows = mine & (label == code)
        on_grid = stream(at[rows], orders["orders"][rows], money[rows], start=start, end=end)
        made.append(Trade(code, on_grid, tuple(sorted(set(orders["currency"][rows].tolist())))))
    return sorted(made, key=lambda t: -t.stream.counts.sum())


def of_the_trade(trade: Trade, orders: Columns) -> tuple[Condition, ...]:
    """What tells a trade's orders from those in other currencies; nothing where there are no others."""
    others = set(orders["currency"].tolist()) - set(trade.paid_in)
    return (Condition("currency", "in", trade.paid_in),) if others else ()


def placed(trade: Trade, orders: Columns, window: slice, segment: str | None = None) -> int:
    """Orders of a window of the stream in the trade's currencies, those without a rate on their day included: what its
    evidence opens to."""
    first, last = trade.stream.at(window.start), trade.stream.at(window.stop)
    then = np.flatnonzero((orders["at"] >= first) & (orders["at"] < last))
    mine = np.isin(orders["currency"][then].astype(str), trade.paid_in)
    mine &= True if segment is None else orders["segment"][then] == segment
    return int(orders["orders"][then][mine].sum())


def segments(orders: Columns, *, least_share: float = 0.02) -> list[str]:
    """Named segments with at least ``least_share`` of all orders, largest first."""
    if not length(orders):
        return []
    found, place = np.unique(orders["segment"].astype(str), return_inverse=True)
    sums = np.bincount(place, orders["orders"].astype(float))
    ranked = sorted(zip(sums.tolist(), found.tolist(), strict=True), reverse=True)
    return [name for count, name in ranked if name and count >= least_share * sums.sum()]
