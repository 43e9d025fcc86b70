"""Small fact tables, made up, with what the engines must treat alike: missing values, odd text, gaps, zeros."""

from __future__ import annotations

from pathlib import Path

import duckdb

from accord.engines.base import Schema
from accord.facts.tables import PROVENANCE, TABLES

SCHEMA: Schema = {t.name: {c.name: c.type.value for c in (*t.columns, *PROVENANCE)} for t in TABLES.values()}

ROWS = {
    "orders": """
        select 'o' || i as order_id, timestamp '2026-01-01' + to_seconds(i * 517 + i * 7919 % 400) as ordered_at,
               (i * 7919 % 9001)::bigint - 300 as amount_minor, if(i % 50 = 0, 'USD', 'EUR') as currency,
               if(i % 3 = 0, null, 'c' || i * 7919 % 400) as customer_key,
               ['web', 'app', null][i % 3 + 1] as channel, if(i % 9 = 0, 'k1', null) as campaign_id,
               ['DE', 'de', 'a b', 'éa', null][i * 31 % 7 % 5 + 1] as segment,
               ['placed', 'placed', 'cancelled'][i * 17 % 5 % 3 + 1] as status
        from range({many}) as r(i)""",
    "visits": """
        select timestamp '2026-01-01' + to_hours(i) as bin_start, 3600::bigint as bin_seconds,
               ['web', null][i % 2 + 1] as channel, null::varchar as segment, 50 + i % 24 as visits
        from range({hours}) as r(i)""",
    "rates": """
        select date '2026-01-01' + i::integer as day, 'USD' as currency, 1.05 + i / 1000 as per_base, 'EUR' as base
        from range(25) as r(i)""",
    "campaigns": """
        select 'k' || i as campaign_id, 'It''s "number" ' || i || e'\\n\\t\\\\' as name, 'mail' as channel,
               timestamp '2026-01-10' + to_hours(i * 60) as starts_at,
               timestamp '2026-01-12' + to_hours(i * 60) as ends_at,
               i * 100000 as budget_minor, if(i = 2, null, 5000000) as forecast_minor, 'EUR' as currency,
               null as owner, timestamp '2026-01-05' as announced_at, null::timestamp as capacity_checked_at
        from range(4) as r(i)""",
    "campaign_results": """
        select date '2026-01-10' + (i // 2)::integer as day, 'k' || i % 2 as campaign_id, 'ads' as channel,
               null::varchar as account,
               1000 + i as cost_minor, 'EUR' as currency, i * 1000 as impressions, if(i % 4 = 0, null, i) as clicks,
               if(i % 5 = 0, null, i / 3) as conversions
        from range(20) as r(i)""",
    "incidents": """
        select 'i' || i as incident_id, ['pager', 'desk'][i % 2 + 1] as source_tool, 's' || i % 3 as service,
               timestamp '2026-01-03 10:00:00' + to_hours(i * 29) as started_at,
               if(i = 11, null, timestamp '2026-01-03 10:40:00' + to_minutes(i * (29 * 60 + 45))) as ended_at,
               [null, '1', '2', '3'][i % 4 + 1] as severity, null as title, i % 4 = 0 as planned, null as change_id
        from range(20) as r(i)""",
    "availability": """
        select 's' || i % 3 as service, timestamp '2026-01-01' + to_hours(i) as "at", 3600::bigint as seconds,
               if(i = 5, 0, 1000 - i % 7) * 1.1 as good, if(i = 5, 0, 1000) * 1.1 as total
        from range({hours}) as r(i)""",
    "changes": """
        select 'c' || i as change_id, 's' || i % 3 as service,
               timestamp '2026-01-02' + to_hours(i * 7) as planned_start,
               timestamp '2026-01-02 02:30:00' + to_hours(i * 7) as planned_end,
               ['standard', 'normal', 'emergency'][i % 3 + 1] as kind,
               ['successful', 'successful', 'unsuccessful', null][i % 4 + 1] as outcome, 'change ' || i as title,
               null as reason, null as campaign_id
        from range(60) as r(i)""",
    "calendar": """
        select 'e' || i as entry_id, ['freeze', 'sale', 'maintenance'][i % 3 + 1] as kind, 'entry ' || i as title,
               timestamp '2026-01-04' + to_hours(i * 50) as starts_at,
               timestamp '2026-01-05' + to_hours(i * 50) as ends_at,
               ['marketing', 'it', null][i % 3 + 1] as side
        from range(9) as r(i)""",
    "ledger": """
        select 'l' || i as entry_id, date '2026-01-01' + i::integer as booked_on, null as side, null as cost_centre,
               'vendor ' || i % 3 as vendor, null as account, '' as description, 100 - i * 10 as amount_minor,
               'EUR' as currency, null as kind, null as initiative
        from range(30) as r(i)""",
}
"""A table's rows by DuckDB's words; ``payments`` has no file at all."""


def write(folder: Path, *, many: int = 4000, hours: int = 720) -> dict[str, list[Path]]:
    """The tables as Parquet; orders in two files."""
    return {table: _table(folder, table, sql.format(many=many, hours=hours)) for table, sql in ROWS.items()}


def _table(folder: Path, table: str, sql: str) -> list[Path]:
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in SCHEMA[table].items())
    numbered = f"select *, 'made up' as source_id, row_number() over () as row_number from ({sql})"
    parts = ("row_number % 2 = 0", "row_number % 2 = 1") if table == "orders" else ("true",)
    paths = [folder / f"{table}-{n}.parquet" for n in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        duckdb.execute(f"copy (select {columns} from ({numbered}) where {part}) to '{path}' (format parquet)")
    return paths
