"""Where two exports tell the same, a clause names which counts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.engines.files import literal
from accord.facts.parse_discovery import reader_named
from accord.facts.store import Store
from accord.facts.tables import TABLES

PREFERENCE: dict[str, tuple[str, ...]] = {
    "orders": ("shopify_orders", "mapped", "plain_table", "ga4_export"),
    "changes": ("servicenow_change", "jira", "plain_table"),
}
"""Which reader counts where no clause says so; told as a note, so that somebody settles it."""

ONE_SOURCE = frozenset({"orders", "changes"})
"""Tables in which two exports tell the same rows. In all others every export adds its own."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that count, by table, and what was assumed in choosing them."""

    files: dict[str, list[Path]]
    readers: dict[str, str]
    notes: tuple[str, ...]


def chosen(store: Store, record: Mapping[str, str]) -> Chosen:
    """The files of every table that analyses see.

    ``record`` is the clause: table to reader. Where it is silent and several readers fill a table of which one must
    count, the usual one counts and a note says so.
    """
    files: dict[str, list[Path]] = {}
    readers: dict[str, str] = {}
    notes: list[str] = []
    for table in TABLES:
        told = store.readers(table)
        if table == "orders" and record.get(table) in store.readers("payments"):
            readers[table] = record[table]
            files[table] = [_orders_from_payments(store, record[table])]
            continue
        counts = _counts(table, told, record)
        files[table] = store.files(table, counts)
        if counts is not None:
            readers[table] = counts
            if len(told) > 1 and table not in record:
                others = ", ".join(reader_named(r).title for r in told if r != counts)
                notes.append(
                    f"{table.capitalize()} come from {reader_named(counts).title}; {others} is only checked. "
                    f"Settle it under 'record' in charter.yaml."
                )
    return Chosen(files, readers, tuple(notes))


def _counts(table: str, told: tuple[str, ...], record: Mapping[str, str]) -> str | None:
    if table not in ONE_SOURCE or not told:
        return None
    named = record.get(table)
    if named in told:
        return named
    return next((r for r in PREFERENCE.get(table, ()) if r in told), told[0])


def _orders_from_payments(store: Store, reader: str) -> Path:
    """Payments as orders, where the clause makes a payment export the record: failed ones left out.

    Written once a snapshot into the workspace's ``derived`` folder, which may be deleted at any time.
    """
    target = store.workspace.root / "derived" / f"orders-{reader}-{store.snapshot_id()}.parquet"
    if target.exists():
        return target
    import duckdb

    target.parent.mkdir(mode=0o700, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    files = ", ".join(literal(str(f)) for f in store.files("payments", reader))
    with duckdb.connect() as connection:
        connection.execute(
            f"copy ({_PAYMENTS_AS_ORDERS.format(files=files)}) to {literal(str(partial))} (format parquet)"
        )
    partial.rename(target)
    return target


_PAYMENTS_AS_ORDERS = """
    select coalesce(order_id, payment_id) as order_id, min(paid_at) as ordered_at,
           cast(sum(amount_minor) as bigint) as amount_minor, currency,
           cast(null as varchar) as customer_key, cast(null as varchar) as channel,
           cast(null as varchar) as campaign_id, cast(null as varchar) as segment,
           case when bool_and(status = 'refunded') then 'refunded' else 'placed' end as status,
           min(source_id) as source_id, min(row_number) as row_number
    from read_parquet([{files}])
    where status <> 'failed'
    group by coalesce(order_id, payment_id), currency
"""
