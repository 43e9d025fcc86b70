"""Made-up exports for tests of the store, and a parser for them that needs no child process.

An export is a JSON document: ``reader``, ``table``, ``rows`` (dicts of the table's columns; ISO texts for times)
and what the file asks for (``needs_zone``) or is refused for (``broken``). Row n stands on line n.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from accord.facts.convert_text import person_key
from accord.facts.limits import DEFAULT, Limits
from accord.facts.parse import Parsed
from accord.facts.reading import Ask, BadFile, Given, Offer
from accord.facts.tables import PROVENANCE, TABLES

NOW = datetime(2026, 3, 1, 8, 0)
Row = dict[str, Any]


def write(path: Path, rows: Sequence[Row], table: str = "orders", reader: str = "made_shop", **extra: Any) -> Path:
    """Write an export; ``extra`` is any of the document's other fields."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"table": table, "reader": reader, "rows": rows, **extra}))
    return path


def order(number: int, amount: int = 1000, status: str = "placed", minute: int | None = None, **more: Any) -> Row:
    """An order; ``email`` in ``more`` becomes its customer key."""
    at = datetime(2026, 1, 1) + timedelta(minutes=number if minute is None else minute)
    return {
        "order_id": f"N{number}",
        "ordered_at": at.isoformat(),
        "amount_minor": amount,
        "currency": "EUR",
        "status": status,
        **more,
    }


def orders(numbers: Iterable[int], **more: Any) -> list[Row]:
    return [order(n, **more) for n in numbers]


def result(day: int, campaign: str, cost: int, channel: str = "search") -> Row:
    """A campaign's day in an ad platform."""
    return {
        "day": f"2026-01-{day:02d}",
        "campaign_id": campaign,
        "channel": channel,
        "cost_minor": cost,
        "currency": "EUR",
    }


def parse(
    path: Path,
    given: Given,
    out: Path,
    *,
    reader: str | None = None,
    limits: Limits = DEFAULT,
    progress: Callable[[int, int], None] | None = None,
) -> list[Parsed]:
    """The parser of made-up exports, with the contract of ``accord.facts.parse.parse``."""
    out.mkdir(parents=True, exist_ok=True)
    data = path.read_bytes()
    export = json.loads(data)
    if export.get("broken"):
        raise BadFile(export["broken"], "Export it again", row=3, file=path.name)
    if export.get("needs_zone") and not given.zone:
        raise Ask("zone", "In which time zone are its times?", (), "--timezone", 2, "at", "03:00", path.name)
    if progress:
        progress(len(data), len(data))
    return [_parsed(path, export, hashlib.sha256(data).hexdigest(), given, out)]


def _parsed(path: Path, export: Mapping[str, Any], source_id: str, given: Given, out: Path) -> Parsed:
    table, rows = export["table"], export["rows"]
    tables = {table: _parquet(out / f"{table}.parquet", table, rows, source_id, given)} if rows else {}
    rejects = export.get("rejects", [])
    times = sorted(datetime.fromisoformat(r[TABLES[table].time]) for r in rows)
    return Parsed(
        source=path,
        member="",
        source_id=source_id,
        reader=export["reader"],
        reader_version=1,
        fingerprint=export.get("fingerprint", f"made-{table}"),
        tables=tables,
        counts={table: len(rows)} if rows else {},
        rejects=_rejects(out / "rejects.csv", rejects) if rejects else None,
        rejected=len(rejects),
        rows_read=len(rows) + len(rejects),
        notes=tuple(export.get("notes", ())),
        offers=tuple(Offer("services", o) for o in export.get("offers", ())),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        money={"EUR": sum(r.get("amount_minor", r.get("cost_minor", 0)) for r in rows)},
        zone=given.zone if export.get("needs_zone") else None,
        locale=given.locale,
        encoding="utf-8",
        columns_matched=tuple((n.upper(), n) for n in TABLES[table].names),
        columns_left=(),
    )


def _parquet(path: Path, table: str, rows: Sequence[Row], source_id: str, given: Given) -> Path:
    columns = (*TABLES[table].columns, *PROVENANCE)
    with duckdb.connect() as connection:
        connection.execute(f"create table t ({', '.join(f'{c.name} {c.type.value}' for c in columns)})")
        values = [_values(row, at, source_id, given, [c.name for c in columns]) for at, row in enumerate(rows, start=1)]
        connection.executemany(f"insert into t values ({', '.join('?' * len(columns))})", values)
        connection.execute(f"copy t to '{path}' (format parquet)")
    return path


def _values(row: Row, at: int, source_id: str, given: Given, names: Sequence[str]) -> list[Any]:
    told = dict(row) | {"source_id": source_id, "row_number": row.get("line", at)}
    if "email" in row:
        told["customer_key"] = person_key(given.hash_key, row["email"])
    if given.zone == "Made/Later" and "ordered_at" in row:
        told["ordered_at"] = (datetime.fromisoformat(row["ordered_at"]) + timedelta(hours=1)).isoformat()
    return [told.get(name) for name in names]


def _rejects(path: Path, rejects: Sequence[Sequence[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("row", "column", "value", "reason"), *rejects])
    return path
