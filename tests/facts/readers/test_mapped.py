"""The mapped reader on real files: totals checked against the standard library alone."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from pathlib import Path

import pytest

from accord.facts.parse import Parsed, parse
from accord.facts.reading import Ask, BadFile, Given
from tests.facts.readers.making import KEY, facts, read_here, shared

UNCLEAR = "Spend-Transactions-with-descriptions-CO-1-11_May_2010.csv"
"""Of this file no date says whether the day comes first."""
DATELESS = "expenditure-over-500-apr-jun-2014.csv"
"""Of this one every date is 00:00:00."""
CENT = Decimal("0.01")


def ledger(mapping: str, **more: object) -> Given:
    return Given(currency="GBP", hash_key=KEY, options={"as": "ledger", "map": mapping}, **more)  # type: ignore[arg-type]


def rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows, by nothing but the standard library."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return [name.strip() for name in header], [row for row in rows if any(row)]


def amounts_of(path: Path, date_column: str, amount_column: str) -> list[Decimal]:
    """Amounts of the rows that have a date with slashes and a number with commas in their places."""
    header, rows = rows_of(path)
    when, amount = header.index(date_column), header.index(amount_column)
    return [
        value
        for row in rows
        if re.fullmatch(r"\d+/\d+/\d+", row[when].strip()) and (value := _decimal(row[amount])) is not None
    ]


def _decimal(text: str) -> Decimal | None:
    if not re.fullmatch(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", text.strip()):
        return None
    try:
        return Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None


def check(parsed: Parsed, amounts: list[Decimal], rows: int) -> None:
    assert parsed.counts["ledger"] == len(amounts)
    assert parsed.money == {"GBP": int(sum(amounts) * 100)}
    assert parsed.counts["ledger"] + parsed.rejected == rows


def test_invoice_lines_of_a_real_shop_become_its_orders(tmp_path: Path) -> None:
    path = shared("uci_online_retail/online_retail_all_days.csv.gz")
    sums: dict[str, Decimal] = defaultdict(Decimal)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            sums[line["InvoiceNo"]] += Decimal(line["Quantity"]) * Decimal(line["UnitPrice"])
    mapping = (
        "ordered_at=InvoiceDate,order_id=InvoiceNo,amount=Quantity*UnitPrice,customer_key=CustomerID,segment=Country"
    )
    given = Given(zone="Europe/London", currency="GBP", hash_key=KEY, options={"as": "orders", "map": mapping})
    (parsed,) = parse(path, given, tmp_path, reader="mapped")
    told = {fact["order_id"]: fact for fact in facts(parsed, "orders")}
    assert {key: fact["amount_minor"] for key, fact in told.items()} == {
        key: int(total.quantize(CENT, ROUND_HALF_EVEN) * 100) for key, total in sums.items()
    }
    assert (parsed.rejected, parsed.rows_read) == (0, 541_909)
    assert all(fact["status"] == "cancelled" for key, fact in told.items() if key.startswith("C"))
    assert all(
        (fact["status"] == "placed") == (fact["amount_minor"] > 0) for fact in told.values() if fact["amount_minor"]
    )


def test_every_cabinet_office_file_is_read_whatever_its_header(tmp_path: Path) -> None:
    folder = shared("uk_spend25k_cabinet_office/files")
    paths, headers = sorted(folder.glob("*.csv")), set()
    for path in paths:
        header, rows = rows_of(path)
        headers.add(tuple(header))
        amount = next(name for name in header if name.startswith("Amount"))
        mapping = f'booked_on=Date,vendor=Supplier,amount="{amount}",entry_id="Transaction Number"'
        if path.name == UNCLEAR:
            with pytest.raises(Ask, match="day first or the month first"):
                read_here(path, ledger(mapping), "mapped", tmp_path)
        settled = ledger(mapping, day_first=True if path.name == UNCLEAR else None)
        parsed = read_here(path, settled, "mapped", tmp_path)
        check(parsed, amounts_of(path, "Date", amount), len(rows))
    assert len(paths) == 70
    assert len(headers) >= 25


def test_every_oxford_quarter_is_read_and_the_one_without_dates_refused(tmp_path: Path) -> None:
    for path in sorted(shared("oxford_spend_500/data").glob("*.csv")):
        header, rows = rows_of(path)
        by_name = {name.casefold().replace("_", " "): name for name in header}
        kind = by_name.get("type") or by_name.get("caporrev") or by_name["capital or revenue"]
        names = [by_name[name] for name in ("paid date", "supplier name", "amount", "trans no")] + [kind]
        fields = ("booked_on", "vendor", "amount", "entry_id", "kind")
        mapping = ",".join(f'{field}="{name}"' for field, name in zip(fields, names, strict=True))
        if path.name == DATELESS:
            with pytest.raises(BadFile, match="row 2, column Paid Date"):
                read_here(path, ledger(mapping), "mapped", tmp_path)
            continue
        parsed = read_here(path, ledger(mapping), "mapped", tmp_path)
        check(parsed, amounts_of(path, names[0], names[2]), len(rows))
        assert {fact["kind"] for fact in facts(parsed, "ledger")} <= {"opex", "capex", None}
        assert any(fact["kind"] == "capex" for fact in facts(parsed, "ledger"))


def test_purchase_card_bookings_without_numbers_are_read(tmp_path: Path) -> None:
    path = shared("uk_home_office_card_2020/cleaned_spend.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parsed = read_here(path, ledger("booked_on=Date,amount=Amount,vendor=Supplier"), "mapped", tmp_path)
    told = facts(parsed, "ledger")
    assert parsed.money == {"GBP": int(sum(Decimal(row["Amount"]) for row in rows) * 100)}
    assert len({fact["entry_id"] for fact in told}) == len(told) == len(rows)
    assert [str(fact["booked_on"]) for fact in told] == [row["Date"] for row in rows]


@pytest.mark.parametrize("name", ["google_ads_campaign_stats_data.csv", "facebook_ads_basic_ad_data.csv"])
def test_an_ad_platforms_raw_table_can_be_mapped(name: str, tmp_path: Path) -> None:
    path = shared(f"ad_platform_exports_fivetran/integration_tests/seeds/{name}")
    cost, key = ("cost_micros", "id") if name.startswith("google") else ("spend", "ad_id")
    mapping = f"day=date,campaign_id={key},channel='raw',cost={cost},impressions=impressions"
    given = Given(currency="USD", options={"as": "campaign_results", "map": mapping})
    parsed = read_here(path, given, "mapped", tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert parsed.money == {"USD": int(sum(Decimal(row[cost]) for row in rows) * 100)}
