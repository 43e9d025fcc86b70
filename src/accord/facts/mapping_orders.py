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
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from math import prod
from typing import Any, TypeVar

import numpy as np

from accord.facts.convert_errors import Unreadable
from accord.facts.mapping import Mapping, Source
from accord.facts.mapping_steps import Step
from accord.facts.mapping_values import rounded, text_of, values_of
from accord.facts.reading import Batch, Piece, Reject
from accord.facts.tabular import Chunk, normal
from accord.facts.tabular_reader import BATCH_ROWS, Reading, Row, refuse_surplus, reject
from accord.units.money import digits

T = TypeVar("T")
_MOST = 10**14
_EPOCH, _MICROSECOND = datetime(1970, 1, 1), timedelta(microseconds=1)  # noqa: DTZ001 - naive UTC


@dataclass(slots=True)
class Order:
    """An order as far as its lines were read: its first line's row and values, time in microseconds since 1970.

    Its amount is the sum of ``amount`` (lines taken one by one) and of ``whole`` (lines taken by column, as a whole
    number of a decimal that all orders share).
    """

    number: int
    values: dict[str, Any]
    micros: int = 0
    amount: Decimal = Decimal(0)
    whole: int = 0
    takes_back: bool = False
    broken_at: int = 0


def is_grouped(mapping: Mapping) -> bool:
    """Whether rows are lines: orders whose number, time and amount are in columns."""
    named = [mapping.sources.get(field, Source()) for field in ("order_id", "ordered_at", "amount")]
    return mapping.table.name == "orders" and all(source.columns for source in named)


def grouped(reading: Reading, mapping: Mapping) -> Iterator[Piece]:
    """Orders, in the order of their first lines, and rejects: by column where all is plain, else row by row."""
    from accord.facts.mapping_columns import Columns

    lines = Lines(reading, mapping)
    columns = Columns(reading, mapping, lines.orders)
    for chunk in reading.table.chunks():
        if not columns.take(chunk):
            yield from _one_by_one(reading, lines, chunk)
    yield from _told(reading, mapping, lines.orders, columns.scale)


def _one_by_one(reading: Reading, lines: Lines, chunk: Chunk) -> Iterator[Piece]:
    for cells, number in zip(chunk.rows, chunk.numbers, strict=True):
        row = reading.row(cells, number)
        try:
            if any(cells):
                refuse_surplus(row)
                lines.add(row)
        except Unreadable as error:
            _break(lines.orders, text_of(row, lines.key), row)
            yield reject(row, error)


class Lines:
    """Gathers lines into orders, one by one."""

    def __init__(self, reading: Reading, mapping: Mapping) -> None:
        self.orders: dict[str, Order] = {}
        self.key = mapping.sources["order_id"]
        rest = {f: s for f, s in mapping.sources.items() if f not in ("amount", "ordered_at")}
        self._rest = Mapping(mapping.table, rest)
        self._currency = mapping.sources.get("currency")
        self._id = _step(reading, self.key, lambda row, name: row.need(name))
        self._when = _step(reading, mapping.sources["ordered_at"], lambda row, name: micros_of(row.time(name)))
        parts = [Source((column,)) for column in mapping.sources["amount"].columns]
        self._factors = [_step(reading, part, lambda row, name: row.amount(name)) for part in parts]

    def add(self, row: Row) -> None:
        """Take a line in. Raises ``Unreadable`` and ``Ask``; then nothing was taken."""
        key, when = self._id(row), self._when(row)
        factors = [factor(row) for factor in self._factors]
        order = self.orders.get(key)
        if order is None:
            values = values_of(row, self._rest)
            values["currency"] = row.reading.currency(text_of(row, self._currency))
            order = self.orders[key] = Order(row.number, values, when)
        else:
            self._check_currency(row, order)
        order.micros = min(order.micros, when)  # a further line may come earlier in time
        order.amount += prod(factors)
        order.takes_back |= min(factors) < 0

    def _check_currency(self, row: Row, order: Order) -> None:
        """A further line cannot be in another currency."""
        currency = text_of(row, self._currency)
        if currency and row.reading.currency(currency) != order.values.get("currency"):
            raise Unreadable("is not the currency of the order's first line", "currency", currency)


def micros_of(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _step(reading: Reading, source: Source, convert: Callable[[Row, str], T]) -> Callable[[Row], T]:
    (column,) = source.columns
    name = normal(column)
    return Step(reading, column, lambda row: convert(row, name)).of


def _break(orders: dict[str, Order], key: str, row: Row) -> None:
    if key:
        orders.setdefault(key, Order(row.number, {})).broken_at = row.number


def _told(reading: Reading, mapping: Mapping, orders: dict[str, Order], scale: int) -> Iterator[Piece]:
    whole: dict[str, Order] = {}
    for key, order in orders.items():
        if not order.broken_at and _is_huge(order, scale):
            yield Reject(order.number, "amount", str(_sum(order, scale)), "is too large to be true")
        elif not order.broken_at:
            whole[key] = order
        elif order.broken_at != order.number:
            reason = f"is an order of which row {order.broken_at} cannot be read"
            yield Reject(order.number, "order_id", key, reason)
    pairs, fractions = iter(whole.items()), 0
    while some := dict(islice(pairs, BATCH_ROWS)):
        batch, rounds = _batch(some, mapping, scale)
        fractions += rounds
        yield batch
    if fractions:
        reading.notes.append(f"{fractions:,} orders sum to fractions of a minor unit and are rounded half to even")


def _batch(orders: dict[str, Order], mapping: Mapping, scale: int) -> tuple[Batch, int]:
    """Some orders, and how many of their amounts had to be rounded."""
    told = list(orders.values())
    places = {currency: digits(currency) for currency in {o.values["currency"] for o in told}}
    minors = [_minor(o, places[o.values["currency"]], scale) for o in told]
    columns: dict[str, Any] = {name: [o.values.get(name) for o in told] for name in {*mapping.sources, "currency"}}
    columns["order_id"] = list(orders)
    columns["ordered_at"] = np.array([o.micros for o in told], dtype=np.int64).view("datetime64[us]")
    columns["amount_minor"] = [minor for minor, _ in minors]
    if "status" not in mapping.sources:
        columns["status"] = [_status(o, scale) for o in told]
    del columns["amount"]
    return Batch("orders", columns, [o.number for o in told]), sum(rounds for _, rounds in minors)


def _minor(order: Order, places: int, scale: int) -> tuple[int, bool]:
    """The amount in minor units, and whether it had to be rounded."""
    if not order.amount and scale <= places:
        return order.whole * 10 ** (places - scale), False
    exact = _sum(order, scale).scaleb(places)
    minor = rounded(exact, 0)
    return minor, minor != exact


def _sum(order: Order, scale: int) -> Decimal:
    return order.amount + Decimal(order.whole).scaleb(-scale)


def _is_huge(order: Order, scale: int) -> bool:
    """Whether the sum is beyond all money, and so perhaps beyond what a table holds."""
    some = abs(order.whole) > _MOST or (order.amount and abs(order.amount) > _MOST)
    return bool(some) and abs(_sum(order, scale)) > _MOST


def _status(order: Order, scale: int) -> str:
    total = _sum(order, scale) if order.amount else order.whole
    if total == 0:
        return "cancelled" if order.takes_back else "placed"
    return "placed" if total > 0 else "cancelled"
