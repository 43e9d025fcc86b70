"""A table whose columns are named as those of a fact table: ``order_id,ordered_at,amount,currency``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from accord.facts.mapping import Mapping, Source, fields_of
from accord.facts.mapping_facts import FactColumns, micros_list
from accord.facts.mapping_orders import micros_of
from accord.facts.mapping_suggest import bare
from accord.facts.mapping_values import NUMBERED_BY_US, Keys, filled_in
from accord.facts.mapping_words import SECONDS
from accord.facts.readers.mapped import Mapped, begun, one_by_one, understood
from accord.facts.reading import BadFile, Batch, Given, Piece, Sample
from accord.facts.tables import PROVENANCE, TABLES, Table
from accord.facts.tabular_reader import Reading, Row

_ALSO: dict[str, dict[str, str]] = {
    "orders": {
        "order_id": "ordernumber orderno ordernr",
        "ordered_at": "orderdate ordertime orderdatetime orderedon",
        "amount": "orderamount ordertotal ordervalue totalamount",
        "currency": "currencycode ordercurrency",
        "customer_key": "customerid",
        "status": "orderstatus",
    },
    "payments": {
        "payment_id": "paymentnumber paymentno",
        "paid_at": "paymentdate paymenttime paidon",
        "amount": "paymentamount amountpaid",
        "currency": "currencycode",
        "status": "paymentstatus",
        "order_id": "ordernumber orderno",
    },
    "visits": {"bin_start": "hour hourstart", "visits": "sessions"},
    "campaigns": {"campaign_id": "campaignkey", "currency": "currencycode"},
    "campaign_results": {
        "day": "date",
        "campaign_id": "campaign campaignname",
        "channel": "platform",
        "account": "accountname adaccount",
        "cost": "spend amountspent",
        "currency": "currencycode",
    },
    "incidents": {"started_at": "startedon starttime", "ended_at": "endedon endtime"},
    "changes": {"kind": "changetype"},
    "stock_outs": {
        "stock_out_id": "stockoutnumber",
        "item": "sku product article soldout",
        "started_at": "outofstockfrom outofstocksince soldoutat soldoutsince",
        "ended_at": "outofstockuntil backinstock backinstockat restockedat",
        "campaign_id": "campaign",
    },
    "calendar": {"starts_at": "startsat start", "ends_at": "endsat end"},
    "ledger": {
        "booked_on": "bookingdate postingdate date",
        "vendor": "vendorname suppliername",
        "cost_centre": "costcenter",
        "currency": "currencycode",
        "kind": "opexcapex",
    },
    "rates": {"day": "date", "currency": "currencycode"},
}
"""Other names of the same thing, as ``bare`` writes them; whatever leaves room for doubt is left to a mapping."""

_OWN_READER = ("metric_values",)
"""Tables whose names a reader of their own takes, which knows more of what their cells may hold."""

_NEEDED = {"orders": ("order_id",), "rates": ("currency",)}
"""What a mapping may do without, and a table that is taken unasked may not."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a header fits a table: by which mapping, how many columns it leaves, whether the names are ours."""

    mapping: Mapping
    left: int
    own_names: bool

    @property
    def certainty(self) -> float:
        """Many exports have an amount and a date: where names are only like ours, most columns must be a table's."""
        matched = len(self.mapping.columns)
        if self.own_names:
            return 0.9 if not self.left else 0.7
        return 0.5 if matched >= self.left else 0.0


class PlainTable(Mapped):
    """Reads a table of facts without a mapping. What its cells leave open (dates, numbers, zone) is asked as always."""

    name = "plain_table"
    title = "Table with our column names"
    tables: ClassVar[tuple[str, ...]] = tuple(TABLES)
    how_to_get = "A table with the column names of its page in docs/facts/"

    def recognise(self, sample: Sample) -> float:
        """0.9 where all columns are a fact table's own, less where names are only like them or others stand beside."""
        fit = _fit(sample)
        return fit.certainty if fit else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Raises ``BadFile`` where one order stands on several rows that differ: they are lines, and a mapping sums."""
        fit = _fit(sample)
        if fit is None:
            raise BadFile("no line names the columns of a fact table", "docs/facts/ has a page for each", row=1)
        reading = begun(fit.mapping, path, sample, given)
        yield understood(reading, fit.mapping)
        yield from _rows(reading, fit.mapping)
        yield from reading.closing_notes()


READER = PlainTable()


def _fit(sample: Sample) -> Fit | None:
    """The best fit of the first line that fits any table."""
    for row in sample.rows:
        fits = [
            fit
            for table in TABLES.values()
            if table.name not in _OWN_READER and (fit := _of(table, row)) is not None and fit.certainty > 0
        ]
        if fits:
            return max(fits, key=lambda fit: (fit.certainty, len(fit.mapping.columns)))
    return None


def _of(table: Table, row: Sequence[str]) -> Fit | None:
    """None where a needed column is not there, or one stands there twice."""
    by_bare: dict[str, str] = {}
    for cell in row:
        if bare(cell) in by_bare:
            return None
        if cell.strip():
            by_bare[bare(cell)] = cell.strip()
    found = {field: name for field in fields_of(table) if (name := _name(table, field, by_bare))}
    sources = {field: Source((by_bare[name],)) for field, name in found.items()}
    sources = {f: s for f, s in sources.items() if f.endswith("_minor") or f"{f}_minor" not in sources}
    if table.name == "visits" and "bin_seconds" not in found and found.get("bin_start") in SECONDS:
        sources["bin_seconds"] = Source(fixed=str(SECONDS[found["bin_start"]]))
    if table.name == "campaigns" and not any(field.endswith("_minor") for field in sources):
        return None  # the campaign plan's reader knows it, and that a last day counts whole
    if not all(_is_there(table, column.name, sources) for column in table.columns if not column.optional):
        return None
    mapping = Mapping(table, sources)
    ours = {bare(c.name) for c in PROVENANCE}
    left = len(by_bare.keys() - {bare(c) for c in mapping.columns} - ours)
    return Fit(mapping, left, all(name == bare(field) for field, name in found.items()))


def _name(table: Table, field: str, by_bare: dict[str, str]) -> str:
    names = (bare(field), *_ALSO.get(table.name, {}).get(field, "").split())
    return next((name for name in names if name in by_bare), "")


def _is_there(table: Table, column: str, sources: dict[str, Source]) -> bool:
    if column in sources or column.removesuffix("_minor") in sources:
        return True
    return filled_in(table, table.column(column)) and column not in _NEEDED.get(table.name, ())


def _rows(reading: Reading, mapping: Mapping) -> Iterator[Piece]:
    """A row is a fact: only a booking may stand on several, which then are told apart."""
    orders, keys, columns = _Orders(mapping), Keys(mapping), FactColumns(reading, mapping)
    table = mapping.table.name

    def complete(row: Row, values: dict[str, Any]) -> None:
        if table == "orders":
            orders.add(row, values)
        elif table == "ledger" or not values.get(NUMBERED_BY_US.get(table, "")):
            keys.complete(values)

    is_numbered = table == "ledger" or NUMBERED_BY_US.get(table, "") not in ("", *map(str, mapping.sources))
    for chunk in reading.table.chunks():
        batch = None if is_numbered else columns.take(chunk)
        if batch is None or (table == "orders" and not orders.take(batch)):
            yield from one_by_one(reading, mapping, chunk, complete)
        else:
            yield batch


class _Orders:
    """The orders so far, to tell a further line of one from a later word on it."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._seen: dict[str, int] = {}

    def take(self, batch: Batch) -> bool:
        """Take in orders that are all new; else none, and False."""
        ids, columns = batch.columns["order_id"], batch.columns
        if len(set(ids)) < len(ids) or not self._seen.keys().isdisjoint(ids):
            return False
        told = zip(micros_list(columns["ordered_at"]), list(columns["amount_minor"]), columns["currency"], strict=True)
        self._seen.update(zip(ids, map(hash, told), strict=True))
        return True

    def add(self, row: Row, values: dict[str, Any]) -> None:
        """A later row of an order may tell its new status; another time or amount makes it a line of the order."""
        said = hash((micros_of(values["ordered_at"]), values["amount_minor"], values["currency"]))
        if self._seen.setdefault(values["order_id"], said) == said:
            return
        is_major = "amount" in self._mapping.sources
        mapped = f"read it with --as orders --map {shlex.quote(str(self._mapping))}"
        raise BadFile(
            f"order {values['order_id']} stands above with another time or amount",
            f"If rows are lines of orders, {mapped if is_major else 'give each order one row'}",
            row.number,
            row.column("order_id"),
        )
