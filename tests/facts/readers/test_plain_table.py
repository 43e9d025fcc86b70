"""Tables with our own column names: recognised unasked, and never guessed at where a cell leaves two readings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.child import most_certain
from accord.facts.limits import DEFAULT
from accord.facts.parse_discovery import reader_named
from accord.facts.reading import Ask, BadFile, Given
from accord.facts.sniff import sample_of
from accord.facts.tables import TABLES, Type
from tests.facts.readers.making import KEY, facts, read_here, rejects, written

GIVEN = Given(zone="Europe/Berlin", hash_key=KEY)
CELLS = {Type.TEXT: "x", Type.INTEGER: "60", Type.REAL: "1.5", Type.TIME: "2026-07-01T10:00:00Z",
         Type.DAY: "2026-07-01", Type.YES_NO: "no"}  # fmt: skip
OWN = {"metric_values": "metric_values"}
"""Tables that have a reader of their own for these very names."""
SPECIAL = {"currency": "EUR", "status": "placed", "kind": "opex", "ends_at": "2026-07-02T10:00:00Z", "base": "EUR"}


def recognised(path: Path) -> str:
    reader = most_certain(sample_of(path, DEFAULT))
    return reader.name if reader else ""


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_fact_table_is_known_by_its_own_column_names(table: str, tmp_path: Path) -> None:
    columns = TABLES[table].columns
    special = SPECIAL | ({"status": "paid"} if table == "payments" else {})
    row = ",".join(special.get(c.name, CELLS[c.type]) for c in columns)
    path = written(tmp_path, "t.csv", f"{','.join(c.name for c in columns)}\n{row}\n")
    parsed = read_here(path, GIVEN)
    assert (parsed.reader, parsed.counts, parsed.rejected) == (OWN.get(table, "plain_table"), {table: 1}, 0)
    minor = [c.name for c in columns if c.name.endswith("_minor")]
    assert {facts(parsed, table)[0][name] for name in minor} <= {60}, "minor units are taken as they are"


@pytest.mark.parametrize(
    "header",
    [
        "order_id,ordered_at,amount,currency",
        "Order ID;Order date;Amount;Currency",
        "orderId\tOrder Number2\torderedAt\tAmount\tCurrency code",
        "ORDER NO,ORDER DATE,ORDER TOTAL,CURRENCY",
    ],
)
def test_a_plain_table_of_orders_is_read_without_a_mapping(header: str, tmp_path: Path) -> None:
    sign = next(s for s in ",;\t" if s in header)
    cells = (
        ["A1", "B1", "2026-07-01 10:00", "12.50", "EUR"] if sign == "\t" else ["A1", "2026-07-01 10:00", "12.50", "EUR"]
    )
    parsed = read_here(written(tmp_path, "o.csv", f"{header}\n{sign.join(cells)}\n"), GIVEN)
    (order,) = facts(parsed, "orders")
    assert (order["order_id"], order["ordered_at"], order["amount_minor"]) == ("A1", datetime(2026, 7, 1, 8), 1250)
    assert (order["currency"], order["status"]) == ("EUR", "placed")


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("date,account,cost_center,vendor,amount,currency,description,opex_capex", "ledger"),
        ("Payment ID,Paid at,Amount,Currency,Status,Order ID", "payments"),
        ("hour,visits,channel", "visits"),
        ("date,platform,campaign,spend,currency,clicks", "campaign_results"),
        ("kind,title,starts_at,ends_at,side", "calendar"),
        ("campaign_id,name,starts_at,ends_at,budget_minor,currency", "campaigns"),
    ],
)
def test_names_that_mean_the_same_are_known_too(header: str, table: str, tmp_path: Path) -> None:
    sample = sample_of(written(tmp_path, "t.csv", f"{header}\n{'x,' * header.count(',')}x\n"), DEFAULT)
    (fit,) = [reader_named("plain_table").recognise(sample)]
    assert fit >= 0.5
    assert recognised(sample.path) == "plain_table"


@pytest.mark.parametrize(
    "header",
    [
        "InvoiceNo,Description,Quantity,InvoiceDate,UnitPrice,CustomerID",
        "order_id,amount,currency",
        "Order No,Order Date,Total,Customer Email",
        "order_id,Order ID,ordered_at,amount",
        "date,vendor,amount,a,b,c,d,e",
        "title,start,end",
    ],
)
def test_whatever_leaves_room_for_doubt_is_left_to_a_mapping(header: str, tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", f"{header}\n{'x,' * header.count(',')}x\n")
    assert recognised(path) != "plain_table"


def test_a_campaign_plan_stays_one(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "campaign_id,name,starts_at,ends_at,budget\n1,Spring,2026-07-01,2026-07-02,5\n")
    assert recognised(path) == "campaign_plan"


@pytest.mark.parametrize(
    ("row", "setting"),
    [
        ("A1,03/04/2026 10:00,5.00,EUR", "day_first"),
        ('A1,2026-07-01T10:00Z,"12,345",EUR', "locale"),
        ("A1,2026-07-01 10:00,5.00,EUR", "zone"),
        ("A1,2026-07-01T10:00Z,5.00,", "currency"),
    ],
)
def test_two_readings_are_asked_about_as_everywhere(row: str, setting: str, tmp_path: Path) -> None:
    path = written(tmp_path, "o.csv", f"order_id,ordered_at,amount,currency\n{row}\n")
    with pytest.raises(Ask) as asked:
        read_here(path, Given(hash_key=KEY))
    assert asked.value.setting == setting


def test_lines_of_an_order_are_not_taken_for_orders(tmp_path: Path) -> None:
    lines = "A1,2026-07-01T10:00Z,5.00,EUR\nA2,2026-07-01T10:00Z,6.00,EUR\nA1,2026-07-01T10:00Z,7.00,EUR\n"
    path = written(tmp_path, "o.csv", f"order_id,ordered_at,amount,currency\n{lines}")
    with pytest.raises(BadFile, match=r"order A1 stands above.* --as orders --map") as bad:
        read_here(path, GIVEN)
    assert bad.value.row == 4
    mapping = {"as": "orders", "map": bad.value.mend.partition("--map ")[2].strip("'")}
    parsed = read_here(path, Given(zone="UTC", hash_key=KEY, options=mapping), "mapped")
    assert parsed.money == {"EUR": 1800}


def test_a_row_that_cannot_be_read_is_rejected_alone(tmp_path: Path) -> None:
    rows = "A1,2026-07-01T10:00Z,5.00,EUR\nA2,someday,6.00,EUR\n"
    parsed = read_here(written(tmp_path, "o.csv", f"order_id,ordered_at,amount,currency\n{rows}"), GIVEN)
    assert parsed.counts == {"orders": 1}
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("3", "ordered_at")]


def test_a_stock_out_keeps_its_number_when_its_end_becomes_known(tmp_path: Path) -> None:
    header, row = "Item,Out of stock since,Back in stock,Campaign\n", "Lamp,2026-03-03T15:00:00Z,{},Spring\n"
    ends = ("", "2026-03-04T09:00:00Z")
    open_, over = (
        facts(read_here(written(tmp_path, f"{n}.csv", header + row.format(end)), GIVEN), "stock_outs")[0]
        for n, end in enumerate(ends)
    )
    assert open_["stock_out_id"] == over["stock_out_id"]
    assert (open_["ended_at"], over["ended_at"]) == (None, datetime(2026, 3, 4, 9))
    assert (over["item"], over["campaign_id"]) == ("Lamp", "Spring")


def test_a_stock_out_with_a_number_of_its_own_keeps_it_however_often_it_stands_there(tmp_path: Path) -> None:
    text = "stock_out_id,item,started_at,ended_at\n" + "S1,Lamp,2026-03-03T15:00:00Z,\n" * 2
    told = facts(read_here(written(tmp_path, "s.csv", text), GIVEN), "stock_outs")
    assert {row["stock_out_id"] for row in told} == {"S1"}


def test_two_items_out_of_stock_at_once_are_two(tmp_path: Path) -> None:
    text = "item,started_at\nLamp,2026-03-03T15:00:00Z\nStool,2026-03-03T15:00:00Z\n"
    told = facts(read_here(written(tmp_path, "s.csv", text), GIVEN), "stock_outs")
    assert len({row["stock_out_id"] for row in told}) == 2
