"""Shopify orders: one row a line item, the order's own figures only on its first row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from mmap import ACCESS_READ, mmap
from typing import Any

import numpy as np

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.convert_text import all_filled, any_deceit, person_key
from accord.facts.convert_times import utc_of_offsets
from accord.facts.reading import Batch, Piece
from accord.facts.tabular import Chunk, Field
from accord.facts.tabular_reader import Fact, Reading, Row, Rows, TabularReader, reject
from accord.units.money import digits

_CANCELLED = frozenset({"voided", "expired"})
_TAG = re.compile(r"^\s*utm_(campaign|medium|source)\s*:\s*(\S.*?)\s*$", re.IGNORECASE | re.MULTILINE)
_ROWS_AT_ONCE = 1_000  # so many rows stay in the processor's cache; more take half as long again
DIRECT = "(direct) / (none)"
_LINE = "line items of the order above them, whose total counts once"


class ShopifyOrders(TabularReader):
    """Orders; the customer's e-mail becomes a keyed hash and is kept nowhere else."""

    name = "shopify_orders"
    title = "Shopify orders"
    side = "marketing"
    tables = ("orders",)
    how_to_get = "Shopify admin: Orders, Export, plain CSV"
    fixed_locale = "en_US"
    fields = (
        Field("order", ("Name",), needed=True),
        Field("email", ("Email",)),
        Field("financial", ("Financial Status",), needed=True),
        Field("currency", ("Currency",), needed=True),
        Field("total", ("Total",), needed=True),
        Field("created", ("Created at",), needed=True),
        Field("line", ("Lineitem name", "Lineitem quantity"), needed=True),
        Field("cancelled", ("Cancelled at",)),
        Field("source", ("Source",)),
        Field("notes", ("Note Attributes",)),
    )

    def pieces(self, reading: Reading) -> Iterator[Piece]:
        """Chunk by chunk by column where all is plain, row by row where anything is not."""
        seen: set[str] = set()
        reading.extra["untagged"] = DIRECT if _tags_links(reading) else ""
        for chunk in reading.table.chunks(_ROWS_AT_ONCE):
            heads = _heads(chunk)
            batch = _batch(reading, chunk, heads, seen)
            if batch is None:
                yield from self._one_by_one(reading, chunk, seen)
            else:
                reading.left_out[_LINE] += len(chunk.rows) - len(heads)
                yield batch

    def _one_by_one(self, reading: Reading, chunk: Chunk, seen: set[str]) -> Iterator[Piece]:
        gathered = Rows()
        for cells, number in zip(chunk.rows, chunk.numbers, strict=True):
            row = reading.row(cells, number)
            try:
                _refuse_line(row, seen)
                facts = self.facts_of(row)
                seen.add(row.need("order"))
                for fact in facts:
                    yield from gathered.add(fact, number)
            except Unreadable as error:
                yield reject(row, error)
            except LeftOut as error:
                reading.left_out[error.why] += 1
        yield from gathered.rest()

    def facts(self, row: Row) -> Iterable[Fact]:
        currency = row.reading.currency(row.need("currency"))
        tags = tags_in(row.text("notes"))
        yield (
            "orders",
            {
                "order_id": row.need("order"),
                "ordered_at": row.time("created"),
                "amount_minor": row.money("total", currency),
                "currency": currency,
                "customer_key": row.reading.person(row.text("email")),
                "channel": channel_of(tags) or row.reading.extra["untagged"] or row.text("source"),
                "campaign_id": tags.get("campaign"),
                "segment": row.text("source"),
                "status": status_of(row.text("financial"), bool(row.text("cancelled"))),
            },
        )


def status_of(financial: str, cancelled: bool) -> str:
    """A partly refunded order stays placed: its total is what was ordered."""
    financial = financial.strip().casefold()
    if cancelled or financial in _CANCELLED:
        return "cancelled"
    return "refunded" if financial == "refunded" else "placed"


def tags_in(notes: str) -> dict[str, str]:
    """Campaign, medium and source of the link that the buyer came by, where the shop keeps them as note attributes."""
    return {name.casefold(): value for name, value in _TAG.findall(notes)} if notes else {}


def channel_of(tags: dict[str, str]) -> str:
    """Source and medium as GA4 writes them, so that visits and orders of a channel meet; '' without both."""
    if "medium" not in tags and "source" not in tags:
        return ""
    return f"{tags.get('source', '(not set)')} / {tags.get('medium', '(none)')}"


def _tags_links(reading: Reading) -> bool:
    """Whether the shop keeps the tags of links: then an order without a tag came directly."""
    table = reading.table
    if "notes" not in table.header.places:
        return False
    if table.sample.kind == "csv" and "16" not in table.sample.encoding:
        with table.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
            return text.find(b"utm_") >= 0
    return any("utm_" in note for chunk in table.chunks() for note in chunk.column("notes"))


def _heads(chunk: Chunk) -> list[int]:
    """Rows that begin an order: further line items leave total and time blank."""
    totals, created = chunk.column("total"), chunk.column("created")
    return [at for at, (total, time) in enumerate(zip(totals, created, strict=True)) if total or time]


def _refuse_line(row: Row, seen: set[str]) -> None:
    order, head = row.need("order"), bool(row.text("total") or row.text("created"))
    if order in seen and head:
        raise Unreadable("stands twice in the file with figures of its own", row.column("order"), order)
    if order in seen:
        raise LeftOut(_LINE)
    if not head:
        raise Unreadable("is a line item of an order whose first row is missing", row.column("order"), order)


def _batch(reading: Reading, chunk: Chunk, heads: list[int], seen: set[str]) -> Batch | None:
    """The chunk's orders at once; None where a row needs a closer look."""
    taken = {name: _at(chunk, name, heads) for name in chunk.header.places if name != "line"}
    currencies = set(taken["currency"])
    orders = set(taken["order"])
    if len(currencies) != 1 or len(orders) < len(heads) or not _plain(chunk, taken, orders, seen):
        return None
    currency = currencies.pop()
    times = utc_of_offsets(taken["created"])
    amounts = reading.numbers.minors(taken["total"], digits(currency))
    if times is None or amounts is None or not re.fullmatch("[A-Z]{3}", currency):
        return None
    seen |= orders
    numbers = np.array(chunk.numbers, dtype=np.int64)[heads]
    return Batch("orders", _columns(reading, taken, times, amounts, currency), numbers)


def _plain(chunk: Chunk, taken: dict[str, list[str]], orders: set[str], seen: set[str]) -> bool:
    """Whether no row is wider than the header, no text deceives, no order comes twice, each line has its order."""
    if any(map(len(chunk.header.names).__lt__, map(len, chunk.rows))):
        return False
    if "" in orders or not seen.isdisjoint(orders):
        return False
    if any(any_deceit(taken[name]) for name in ("order", "source", "notes", "email") if name in taken):
        return False
    return seen.issuperset(set(chunk.column("order")) - orders)


def _at(chunk: Chunk, name: str, heads: list[int]) -> list[str]:
    """The first filled of a field's columns, for the given rows."""
    rows = chunk.rows if len(heads) == len(chunk.rows) else [chunk.rows[at] for at in heads]
    columns = [all_filled([row[place] for row in rows]) for place in chunk.header.places[name]]
    if len(columns) == 1 or "" not in columns[0]:
        return columns[0]
    return [next(filter(None, values), "") for values in zip(*columns, strict=True)]


def _columns(reading: Reading, taken: dict[str, list[str]], times: Any, amounts: Any, currency: str) -> dict[str, Any]:
    key, rows = reading.given.hash_key, len(times)
    blank = [""] * rows
    pairs = zip(taken["financial"], map(bool, taken.get("cancelled", blank)), strict=True)
    sources, direct = taken.get("source", blank), reading.extra["untagged"]
    notes = taken.get("notes", blank)
    tags = {note: tags_in(note) for note in set(notes)}
    channels = {note: channel_of(found) for note, found in tags.items()}
    states = {pair: status_of(*pair) for pair in set(zip(taken["financial"], map(bool, taken.get("cancelled", blank))))}
    return {
        "order_id": taken["order"],
        "ordered_at": times,
        "amount_minor": amounts,
        "currency": [currency] * rows,
        "customer_key": [person_key(key, mail) if mail else None for mail in taken.get("email", blank)],
        "channel": [channels[note] or direct or source for note, source in zip(notes, sources, strict=True)],
        "campaign_id": [tags[note].get("campaign") for note in notes],
        "segment": sources,
        "status": [states[pair] for pair in pairs],
    }


READER = ShopifyOrders()
