"""The SQL that reduces a GA4 export to sessions and purchases while it streams through DuckDB.

Lines are read as text and taken apart by path, because that keeps the line of every event (``read_json`` skips
blank lines) and does not mind which of the export's many columns a property has.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MEMORY = "400MB"
LONGEST_LINE = 4_000_000

_LAST = "$.session_traffic_source_last_click"
_PATHS = {
    "name": "$.event_name",
    "moment": "$.event_timestamp",
    "day": "$.event_date",
    "visitor": "$.user_pseudo_id",
    "account": "$.user_id",
    "params": "$.event_params",
    "transaction_id": "$.ecommerce.transaction_id",
    "revenue": "$.ecommerce.purchase_revenue",
    "refund": "$.ecommerce.refund_value",
    "country": "$.geo.country",
    "device": "$.device.category",
    "cross_source": f"{_LAST}.cross_channel_campaign.source",
    "cross_medium": f"{_LAST}.cross_channel_campaign.medium",
    "manual_source": f"{_LAST}.manual_campaign.source",
    "manual_medium": f"{_LAST}.manual_campaign.medium",
    "last_campaign": f"{_LAST}.manual_campaign.campaign_name",
    "ads_campaign": f"{_LAST}.google_ads_campaign.campaign_name",
    "own_source": "$.collected_traffic_source.manual_source",
    "own_medium": "$.collected_traffic_source.manual_medium",
    "own_campaign": "$.collected_traffic_source.manual_campaign_name",
    "gclid": "$.collected_traffic_source.gclid",
    "first_source": "$.traffic_source.source",
    "first_medium": "$.traffic_source.medium",
}

_LINES = {
    "jsonl": "select row_number() over () as line, l from read_csv(?, columns = {'l': 'varchar'}, header = false,"
    " auto_detect = false, delim = '\x01', quote = '', escape = '', max_line_size = "
    f"{LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE})",
    "json": "select row_number() over () as line, cast(json as varchar) as l from read_json_objects(?)",
    "parquet": "select row_number() over () as line, cast(to_json(t) as varchar) as l from read_parquet(?) as t",
}

_PARAM = """
create macro param(params, wanted) as (
    with v as (select list_extract(json_extract(params, '$[*].value'),
                                   list_position(json_extract_string(params, '$[*].key'), wanted)) as j)
    select coalesce(j ->> 'string_value', j ->> 'int_value', j ->> 'double_value', j ->> 'float_value') from v
)
"""

_CHANNEL = """
case
    when cross_source is not null then cross_source || ' / ' || coalesce(cross_medium, '(none)')
    when manual_source is not null then manual_source || ' / ' || coalesce(manual_medium, '(none)')
    when ads_campaign is not null or gclid is not null then 'google / cpc'
    when own_source is not null then own_source || ' / ' || coalesce(own_medium, '(none)')
    when param(params, 'source') is not null
        then param(params, 'source') || ' / ' || coalesce(param(params, 'medium'), '(none)')
    when first_source is not null then first_source || ' / ' || coalesce(first_medium, '(none)')
    else '(direct) / (none)'
end
"""

_SEGMENT = {"country": "country", "device": "device"}


@contextmanager
def opened(path: Path, kind: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the view ``lines`` over the file; what does not fit is put on disk meanwhile.

    ``kind`` is jsonl, json or parquet. Raises ``duckdb.Error`` later, where the file is not of that kind.
    """
    import duckdb

    with TemporaryDirectory() as overflow, duckdb.connect(":memory:") as base:
        for setting, value in _settings(overflow).items():
            base.execute(f"set {setting} = '{value}'")
        base.execute(_PARAM)
        place = glob.escape(str(path)).replace("'", "''")
        base.execute(f"create view lines as {_LINES[kind].replace('?', chr(39) + place + chr(39), 1)}")
        yield base


def _settings(overflow: str) -> dict[str, str]:
    off = ("autoinstall_known_extensions", "autoload_known_extensions", "enable_progress_bar")
    never = dict.fromkeys(off, "false")
    return never | {"memory_limit": MEMORY, "threads": "2", "temp_directory": overflow.replace("'", "''")}


def keep(base: duckdb.DuckDBPyConnection, segment: str | None) -> None:
    """Make the small tables ``faults``, ``sessions`` and ``purchases``, in a few passes over the file.

    ``segment`` is country, device or None. Lines that do not hold the wanted event's name at all are passed over
    unparsed, which saves most of the time.
    """
    base.execute(_FAULTS)
    part = _SEGMENT.get(segment or "", "null")
    session = f"line, moment, visitor, param(params, 'ga_session_id') as session, {_CHANNEL} as channel"
    session += f", {part} as segment, coalesce(last_campaign, ads_campaign, own_campaign) as campaign"
    base.execute(f"create temp table starts as select {session} from {_events('session_start')}")
    base.execute(
        f"create temp table purchases as select {session}, name, account, revenue, refund, params,"
        " coalesce(transaction_id, param(params, 'transaction_id')) as transaction_id"
        f" from {_events('purchase', 'refund')}"
    )
    _keep_sessions(base, session)


_FAULTS = """
create temp table faults as
with looked as (select line, l, try(json_extract_string(l, ['$.event_name', '$.event_timestamp'])) as p
                from lines where trim(l) <> '')
select line, left(l, 80) as said, p is not null as is_json, line = (select max(line) from looked) as is_last
from looked where p is null or p[1] is null or try_cast(p[2] as bigint) is null
"""


def _events(*names: str) -> str:
    """The events of these names (all where none is given) that have a time, taken apart into columns."""
    hint = " or ".join(f"contains(l, '{name}')" for name in names) or "true"
    wanted = f"name in ({', '.join(repr(name) for name in names)})" if names else "name is not null"
    paths = ", ".join(f"'{p}'" for p in _PATHS.values())
    parts = ", ".join(f"p[{i}] as {name}" for i, name in enumerate(_PATHS, start=1))
    looked = f"select line, try(json_extract_string(l, [{paths}])) as p from lines where {hint}"
    columns = "* replace (try_cast(moment as bigint) as moment, try_cast(params as json) as params)"
    return f"(select {columns} from (select line, {parts} from ({looked})) where {wanted}) where moment is not null"


def _keep_sessions(base: duckdb.DuckDBPyConnection, session: str) -> None:
    """One row a session, at its first event; all events are looked at only where none says session_start."""
    if base.execute("select count(*) from starts").fetchall()[0][0]:
        source = "starts"
    else:
        source = f"(select {session} from {_events()} and param(params, 'ga_session_id') is not null)"
    base.execute(
        "create temp table sessions as select min(line) as line, min(moment) as moment, visitor, session,"
        f" arg_min(channel, moment) as channel, arg_min(segment, moment) as segment,"
        f" arg_min(campaign, moment) as campaign from {source}"
        " group by visitor, session, case when visitor is null or session is null then line end"
    )
