from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.convert_numbers import Numbers
from accord.facts.convert_times import Times
from accord.facts.parse import recognise
from accord.facts.readers.shopify_orders import READER
from accord.facts.reading import Batch, Given, Piece, Reject, Sample
from accord.facts.tabular import Table
from accord.facts.tabular_reader import Reading
from tests.facts.readers.making import KEY, facts, read_here, read_one, rejects, table_of, written

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Total,Discount Code,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Billing Country,Shipping Country,Note Attributes,Cancelled at,"
    "Refunded Amount,Id,Source"
).split(",")


def order(number: int, **more: str) -> dict[str, str]:
    row = {
        "Name": f"#{number}",
        "Email": "Buyer@Example.com",
        "Financial Status": "paid",
        "Currency": "EUR",
        "Total": "49.90",
        "Created at": "2026-05-01 10:00:00 +0200",
        "Lineitem name": "Made-up mug",
        "Source": "web",
    }
    return row | {name.replace("_", " "): value for name, value in more.items()}


def line(number: int) -> dict[str, str]:
    return {"Name": f"#{number}", "Email": "Buyer@Example.com", "Lineitem name": "Made-up tea"}


def test_an_order_of_three_line_items_counts_once(tmp_path: Path) -> None:
    rows = [order(1001), line(1001), line(1001), order(1002, Total="10.00")]
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, rows)))
    assert parsed.counts == {"orders": 2}
    assert parsed.money == {"EUR": 5990}
    assert [fact["row_number"] for fact in facts(parsed, "orders")] == [2, 5]
    assert any("2 rows left out" in note for note in parsed.notes)


def test_the_offset_is_taken_to_utc(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, [order(1)])))
    assert facts(parsed, "orders")[0]["ordered_at"] == datetime(2026, 5, 1, 8)


def test_the_buyer_is_a_keyed_hash_and_nothing_else(tmp_path: Path) -> None:
    rows = [order(1), order(2, Email="buyer@example.com "), order(3, Email="another@example.com")]
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, rows)))
    first, same, other = (fact["customer_key"] for fact in facts(parsed, "orders"))
    assert first == same != other
    assert b"xample" not in parsed.tables["orders"].read_bytes()
    elsewhere = read_one(parsed.source, Given(hash_key=b"another key"))
    assert facts(elsewhere, "orders")[0]["customer_key"] != first


def test_cancelled_and_refunded_orders_say_so(tmp_path: Path) -> None:
    rows = [
        order(1, Cancelled_at="2026-05-02 09:00:00 +0200"),
        order(2, Financial_Status="refunded"),
        order(3, Financial_Status="partially_refunded"),
        order(4, Financial_Status="voided"),
    ]
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, rows)))
    assert [fact["status"] for fact in facts(parsed, "orders")] == ["cancelled", "refunded", "placed", "cancelled"]


def test_a_tagged_link_gives_channel_and_campaign_and_other_orders_came_directly(tmp_path: Path) -> None:
    tagged = order(
        1, Source="app", Note_Attributes="gift: no\nutm_source: news\nutm_medium: email\nutm_campaign: spring"
    )
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, [tagged, order(2)])))
    told = [(fact["channel"], fact["segment"], fact["campaign_id"]) for fact in facts(parsed, "orders")]
    assert told == [("news / email", "app", "spring"), ("(direct) / (none)", "web", None)]


def test_without_tagged_links_the_source_is_the_channel(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, [order(1, Source="pos")])))
    assert facts(parsed, "orders")[0]["channel"] == "pos"


def test_an_unreadable_total_is_rejected_with_its_row_and_column(tmp_path: Path) -> None:
    rows = [order(1), order(2, Total="1e400"), order(3, Total="49,90"), line(4)]
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, rows)))
    assert parsed.counts == {"orders": 1}
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("3", "Total"), ("4", "Total"), ("5", "Name")]


def test_older_exports_with_fewer_columns_are_known_too(tmp_path: Path) -> None:
    header = [name for name in HEADER if name not in ("Source", "Id", "Note Attributes", "Cancelled at")]
    path = written(tmp_path, "orders.csv", table_of(header, [order(1)]))
    assert recognise(path) == [("", "shopify_orders", 1.0)]
    assert read_one(path).counts == {"orders": 1}


def test_yen_have_no_decimals(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, [order(1, Currency="JPY", Total="4990")])))
    assert parsed.money == {"JPY": 4990}


def test_an_order_told_twice_is_not_counted_twice(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "orders.csv", table_of(HEADER, [order(1), order(2), order(1)])))
    assert parsed.money == {"EUR": 9980}
    assert rejects(parsed)[0]["row"] == "4"


CELLS = st.fixed_dictionaries(
    {
        "Email": st.sampled_from(["", "a@example.com", " b@example.com"]),
        "Financial Status": st.sampled_from(["paid", "refunded", "voided", "Pending"]),
        "Currency": st.sampled_from(["EUR", "EUR", "EUR", "JPY", "eur"]),
        "Total": st.one_of(st.decimals(0, 9999, places=2).map(str), st.sampled_from(["", "12", "1,234.50", "x"])),
        "Created at": st.one_of(
            st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(
                lambda t: t.strftime("%Y-%m-%d %H:%M:%S +0530")
            ),
            st.sampled_from(
                [
                    "2026-02-30 10:00:00 +0000",
                    "2026-05-01 10:00:00 -0330",
                    "2026-05-01T10:00:00Z",
                    "",
                    "2026-05-01 10:00:00 +9999",
                    "2026-05-01 10:00:00 +0260",
                ]
            ),
        ),
        "Cancelled at": st.sampled_from(["", "", "2026-05-01"]),
        "Source": st.sampled_from(["web", "--", " pos "]),
        "Note Attributes": st.sampled_from(["", "utm_campaign: x", "a: b\nutm_medium: email\nutm_campaign: x"]),
    }
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(CELLS, min_size=1, max_size=8))
def test_reading_by_column_equals_reading_by_row(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("shop") / "orders.csv"
    path.write_text(table_of(HEADER, [row | {"Name": f"#{at}"} for at, row in enumerate(rows)]), encoding="utf-8")
    table = _table(path)
    reading = _reading(table)
    by_column = _flat(READER.pieces(reading))
    by_row = _flat(READER._one_by_one(reading, next(iter(table.chunks())), set()))
    assert by_column == by_row


def _table(path: Path) -> Table:
    sample = Sample(path, "csv", b"", rows=(tuple(HEADER),))
    header = READER.header(sample)
    assert header is not None
    return Table(path, sample, header)


def _reading(table: Table) -> Reading:
    return Reading(table, Given(hash_key=KEY), Numbers("en_US"), Times(False, "UTC"))


def _flat(pieces: Iterable[Piece]) -> tuple[list[object], list[object]]:
    taken: list[object] = []
    refused: list[object] = []
    for piece in pieces:
        if isinstance(piece, Batch):
            columns = [_plain(values, len(piece.row_numbers)) for values in piece.columns.values()]
            taken += zip(*columns, strict=True)
        elif isinstance(piece, Reject):
            refused.append(piece)
    return taken, refused


def _plain(values: Any, rows: int) -> list[object]:
    if values is None:
        return [None] * rows
    if isinstance(values, np.ndarray):
        values = (values.astype("datetime64[us]") if values.dtype.kind == "M" else values).tolist()
    return [None if value == "" else value for value in values]
