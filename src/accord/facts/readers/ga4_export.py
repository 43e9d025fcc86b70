"""GA4's daily export from BigQuery (tables ``events_YYYYMMDD``), as JSON lines or Parquet: visits, orders, and the
same as touches and conversions of each visitor.

Columns by the vendor's schema of the BigQuery export. Times in it are microseconds of UTC, so no zone is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.facts.convert_text import person_key
from accord.facts.readers import ga4_sql
from accord.facts.readers.gathering import Gathered, from_epoch, minor_units
from accord.facts.readers.json_documents import objects
from accord.facts.reading import Ask, BadFile, Given, Note, Piece, Reader, Reject, Sample, Understood

if TYPE_CHECKING:
    import duckdb

HOUR = 3600
MARKS = ("event_name", "event_timestamp", "event_params")
UNSET = ("(not set)", "")
CUT = "The last line is no whole event: the file is cut short"


class Ga4Export:
    """Visits by hour and channel (and orders) of the days in the file; late events come with the day's next export."""

    name = "ga4_export"
    title = "Google Analytics 4 export (BigQuery)"
    side: str | None = "marketing"
    tables: tuple[str, ...] = ("visits", "orders", "touches", "conversions")
    version = 3
    how_to_get = "In BigQuery: export each table events_YYYYMMDD of the property to storage, as JSON or Parquet."

    def recognise(self, sample: Sample) -> float:
        """The three columns that every event of the export has."""
        if sample.kind == "parquet":
            return 0.95 if set(MARKS) <= _parquet_columns(sample.path) else 0.0
        if sample.kind == "json" and sample.data is not None:
            whole = sample.data if isinstance(sample.data, list) else [sample.data]
            return 0.95 if any(set(MARKS) <= item.keys() for _, item in objects(whole)) else 0.0
        is_text = sample.kind in ("json", "jsonl")
        return 0.95 if is_text and all(re.search(rf'"{m}"\s*:', sample.text) for m in MARKS) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield the tables, rejected lines and notes. Raises ``Ask`` for the currency where events carry none."""
        import duckdb

        if sample.kind != "parquet" and not sample.encoding.startswith(("utf-8", "utf_8", "ascii")):
            raise BadFile(f"The file is {sample.encoding}", "BigQuery writes UTF-8: export it again.")
        try:
            with ga4_sql.opened(path, sample.kind) as base:
                ga4_sql.keep(base, given.options.get("segment"))
                yield from _pieces(base, path, given)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:200]
            raise BadFile(f"The export cannot be read ({reason})", "Export it again.") from error


READER: Reader = Ga4Export()


def _parquet_columns(path: Path) -> set[str]:
    import glob

    import duckdb

    try:
        with duckdb.connect(":memory:") as base:
            rows = base.execute("select name from parquet_schema(?)", [glob.escape(str(path))]).fetchall()
    except duckdb.Error:
        return set()  # not Parquet, or cut short: another reader, or reading it, will say so
    return {name for (name,) in rows}


def _pieces(base: duckdb.DuckDBPyConnection, path: Path, given: Given) -> Iterator[Piece]:
    intraday = "intraday" in path.name
    yield Understood(preliminary=intraday)
    faults = list(_faults(base))
    _ask_for_currency(base, given)
    yield from faults
    yield from _visits(base)
    yield from _touches(base, given)
    yield from _orders(base, given)
    if intraday:
        yield Note("This is an intraday table: read the day's own table once it is there, it replaces this one.")


def _faults(base: duckdb.DuckDBPyConnection) -> Iterator[Reject]:
    for line, said, is_json, is_last in base.execute("select * from faults order by line").fetchall():
        if is_last and not is_json:
            raise BadFile(CUT, "Fetch or export it again.", line)
        reason = "no event with a name and a time in microseconds" if is_json else "not JSON"
        yield Reject(line, "event_timestamp" if is_json else "", said, reason)


def _ask_for_currency(base: duckdb.DuckDBPyConnection, given: Given) -> None:
    without = "select min(line) from purchases where name = 'purchase' and param(params, 'currency') is null"
    line = base.execute(without).fetchall()[0][0]
    if line is not None and given.currency is None:
        question = "A purchase does not say its currency. In which currency is it?"
        raise Ask("currency", question, (), "--currency", line, "event_params.currency")


def _visits(base: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
    """Every hour from the first to the last, for every channel: no visit in an hour is a measured 0."""
    rows = base.execute(
        f"with s as (select moment // 1000000 // {HOUR} as hour, channel, segment, line from sessions),"
        " hours as (select unnest(range(min(hour), max(hour) + 1)) as hour from s),"
        " kinds as (select channel, segment, min(line) as first from s group by all),"
        " counted as (select hour, channel, segment, count(*) as n, min(line) as line from s group by all)"
        " select h.hour, k.channel, k.segment, coalesce(c.n, 0), coalesce(c.line, k.first)"
        " from hours h cross join kinds k left join counted c on c.hour = h.hour and c.channel = k.channel"
        " and c.segment is not distinct from k.segment order by 1, 2, 3"
    )
    visits = Gathered("visits")
    while found := rows.fetchmany(10_000):
        for hour, channel, segment, n, line in found:
            start = _time(hour * HOUR)
            visits.add(line, bin_start=start, bin_seconds=HOUR, channel=channel, segment=segment, visits=n)
        yield from visits.full()
    yield from visits.rest()
    if not base.execute("select count(*) from starts").fetchall()[0][0]:
        yield Note("No event says session_start: a visit is counted at the first event of its ga_session_id.")


def _time(seconds: float) -> Any:
    try:
        return from_epoch(seconds)
    except ValueError as error:
        mend = "event_timestamp is in microseconds since 1970."
        raise BadFile("A time lies outside the calendar", mend, column="event_timestamp") from error


_TOUCHES = """
select line, moment, visitor, session, channel, nullif(campaign, '(not set)') from sessions
where visitor is not null order by moment, line
"""


def _touches(base: duckdb.DuckDBPyConnection, given: Given) -> Iterator[Piece]:
    """One touch a visit of a visitor who can be told from others; the day's next export replaces it by its id."""
    touches, rows = Gathered("touches"), base.execute(_TOUCHES)
    while found := rows.fetchmany(10_000) if given.hash_key else []:
        for line, at, visitor, session, channel, campaign in found:
            touches.add(
                line,
                touch_id=person_key(given.hash_key, f"{visitor} {session or at}"),
                source_tool="ga4",
                visitor_key=person_key(given.hash_key, visitor),
                touched_at=_time(at / 1_000_000),
                channel=channel,
                campaign_id=campaign,
            )
        yield from touches.full()
    yield from touches.rest()


_PURCHASES = """
select p.line, p.moment, nullif(p.transaction_id, '(not set)'),
       coalesce(p.revenue, param(p.params, 'value')), param(p.params, 'currency'), coalesce(p.account, p.visitor),
       coalesce(s.channel, p.channel), p.campaign, coalesce(s.segment, p.segment),
       r.transaction_id is not null and coalesce(r.refund, p.revenue) is not distinct from p.revenue, p.visitor
from (select * from purchases where name = 'purchase') p
left join (select visitor, session, min(channel) as channel, min(segment) as segment from sessions
           where session is not null group by all) s on s.visitor = p.visitor and s.session = p.session
left join (select transaction_id, max(coalesce(refund, param(params, 'value'))) as refund from purchases
           where name = 'refund' group by transaction_id) r on r.transaction_id = p.transaction_id
order by p.moment, p.line
"""


def _orders(base: duckdb.DuckDBPyConnection, given: Given) -> Iterator[Piece]:
    orders, goals, seen, again = Gathered("orders"), Gathered("conversions"), set[str](), 0
    rows = base.execute(_PURCHASES)
    while found := rows.fetchmany(10_000):
        for row in found:
            if row[2] in seen:
                again += 1
            else:
                yield from _order(orders, goals, row, given)
                seen.add(row[2] or "")
        yield from orders.full()
        yield from goals.full()
    yield from orders.rest()
    yield from goals.rest()
    if again:
        yield Note(f"{again} repeated purchase events of one transaction left out: the first one counts.")


def _order(orders: Gathered, goals: Gathered, row: tuple[Any, ...], given: Given) -> Iterator[Reject]:
    line, at, number, amount, currency, person, channel, campaign, segment, refunded, visitor = row
    if number is None:
        yield Reject(line, "ecommerce.transaction_id", "", "a purchase without a number cannot be told from others")
        return
    currency = currency or given.currency or ""
    try:
        if not re.fullmatch("[A-Z]{3}", currency):
            raise ValueError(f"its currency {currency} is no ISO 4217 code")
        minor = minor_units(amount or "nothing", currency)
    except ValueError as error:
        yield Reject(line, "ecommerce.purchase_revenue", amount or "", str(error))
        return
    orders.add(
        line,
        order_id=number,
        ordered_at=_time(at / 1_000_000),
        amount_minor=minor,
        currency=currency,
        customer_key=_keyed(person, given),
        channel=channel,
        campaign_id=campaign,
        segment=segment,
        status="refunded" if refunded else "placed",
    )
    goals.add(
        line,
        conversion_id=number,
        goal="purchase",
        source_tool="ga4",
        visitor_key=_keyed(visitor, given),
        converted_at=_time(at / 1_000_000),
        order_id=number,
        value_minor=minor,
        currency=currency,
    )


def _keyed(person: str | None, given: Given) -> str | None:
    return person_key(given.hash_key, person) if person and given.hash_key else None
