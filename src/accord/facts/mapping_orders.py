"""Lines of orders, by a mapping, become orders.

The rule: lines of one ``order_id`` make one order, wherever they stand in the file. Its amount is the sum of its
lines, summed exactly and rounded once, half to even; its time is that of its first line; everything else is
taken from its first line. Unless a status is mapped, a sum above zero is *placed*; a sum below zero (a credit
note, an invoice of returns) is *cancelled* and keeps its negative amount; a sum of zero is *cancelled* where
any line is negative or takes something back, else *placed* (a free order). An order with a line that cannot be
read is not taken at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import Any, TypeVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.mapping import Mapping, Source
from accord.facts.mapping_steps import Step
from accord.facts.mapping_values import rounded, text_of, values_of
from accord.facts.reading import Piece, Reject
from accord.facts.tabular import normal
from accord.facts.tabular_reader import Reading, Row, Rows, refuse_surplus, reject
from accord.units.money import digits

T = TypeVar("T")


@dataclass(slots=True)
class _Order:
    number: int
    values: dict[str, Any]
    amount: Decimal = Decimal(0)
    takes_back: bool = False
    broken_at: int = 0


def is_grouped(mapping: Mapping) -> bool:
    """Whether rows are lines: orders whose number, time and amount are in columns."""
    named = [mapping.sources.get(field, Source()) for field in ("order_id", "ordered_at", "amount")]
    return mapping.table.name == "orders" and all(source.columns for source in named)


def grouped(reading: Reading, mapping: Mapping) -> Iterator[Piece]:
    """Orders, in the order of their first lines, and rejects."""
    lines = _Lines(reading, mapping)
    for row in reading.rows():
        try:
            refuse_surplus(row)
            lines.add(row)
        except Unreadable as error:
            _break(lines.orders, text_of(row, mapping.sources["order_id"]), row)
            yield reject(row, error)
        except LeftOut as error:
            reading.left_out[error.why] += 1
    yield from _told(reading, lines.orders, "status" in mapping.sources)


class _Lines:
    """Gathers lines into orders."""

    def __init__(self, reading: Reading, mapping: Mapping) -> None:
        self.orders: dict[str, _Order] = {}
        self._rest = Mapping(mapping.table, {f: s for f, s in mapping.sources.items() if f != "amount"})
        self._currency = mapping.sources.get("currency")
        self._key = _step(reading, mapping.sources["order_id"], lambda row, name: row.need(name))
        self._when = _step(reading, mapping.sources["ordered_at"], lambda row, name: row.time(name))
        parts = [Source((column,)) for column in mapping.sources["amount"].columns]
        self._factors = [_step(reading, part, lambda row, name: row.amount(name)) for part in parts]

    def add(self, row: Row) -> None:
        key = self._key(row)
        order = self.orders.get(key)
        if order is None:
            order = self.orders[key] = _Order(row.number, values_of(row, self._rest) | {"order_id": key})
            order.values["currency"] = row.reading.currency(text_of(row, self._currency))
        else:
            self._check(row, order)
        factors = [factor(row) for factor in self._factors]
        order.amount += prod(factors)
        order.takes_back |= min(factors) < 0

    def _check(self, row: Row, order: _Order) -> None:
        """A further line may come earlier in time; it cannot be in another currency."""
        when = self._when(row)
        if when < order.values["ordered_at"]:
            order.values["ordered_at"] = when
        currency = text_of(row, self._currency)
        if currency and row.reading.currency(currency) != order.values["currency"]:
            raise Unreadable("is not the currency of the order's first line", "currency", currency)


def _step(reading: Reading, source: Source, convert: Callable[[Row, str], T]) -> Callable[[Row], T]:
    (column,) = source.columns
    name = normal(column)
    return Step(reading, column, lambda row: convert(row, name)).of


def _break(orders: dict[str, _Order], key: str, row: Row) -> None:
    if key:
        orders.setdefault(key, _Order(row.number, {})).broken_at = row.number


def _told(reading: Reading, orders: dict[str, _Order], has_status: bool) -> Iterator[Piece]:
    gathered, fractions = Rows(), 0
    for key, order in orders.items():
        if order.broken_at:
            if order.broken_at != order.number:
                reason = f"is an order of which row {order.broken_at} cannot be read"
                yield Reject(order.number, "order_id", key, reason)
            continue
        places = digits(order.values["currency"])
        minor = rounded(order.amount, places)
        fractions += minor != order.amount.scaleb(places)
        status = order.values["status"] if has_status else _status(order)
        yield from gathered.add(("orders", order.values | {"amount_minor": minor, "status": status}), order.number)
    yield from gathered.rest()
    if fractions:
        reading.notes.append(f"{fractions:,} orders sum to fractions of a minor unit and are rounded half to even")


def _status(order: _Order) -> str:
    if order.amount == 0:
        return "cancelled" if order.takes_back else "placed"
    return "placed" if order.amount > 0 else "cancelled"
