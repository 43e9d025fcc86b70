from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.reading import Ask
from tests.facts.readers.making import facts, read_here, rejects, table_of, written

HEADER = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Customer Email,Captured,order_id (metadata)"
).split(",")


def payment(number: int, **more: str) -> dict[str, str]:
    row = {
        "id": f"ch_{number}",
        "Created (UTC)": "2026-05-01 10:00",
        "Amount": "20.00",
        "Amount Refunded": "0.00",
        "Currency": "eur",
        "Converted Amount": "22.10",
        "Converted Currency": "usd",
        "Mode": "Live",
        "Status": "Paid",
        "Captured": "true",
    }
    return row | {name.replace("_", " "): value for name, value in more.items()}


def read(tmp_path: Path, *rows: dict[str, str]) -> list[dict[str, object]]:
    return facts(read_here(written(tmp_path, "payments.csv", table_of(HEADER, rows))), "payments")


def test_a_payment_is_told_in_the_currency_that_the_buyer_paid(tmp_path: Path) -> None:
    fact = read(tmp_path, payment(1) | {"order_id (metadata)": "#1001"})[0]
    assert (fact["amount_minor"], fact["currency"], fact["order_id"]) == (2000, "EUR", "#1001")
    assert (fact["paid_at"], fact["status"]) == (datetime(2026, 5, 1, 10), "paid")


def test_refunds_are_taken_off(tmp_path: Path) -> None:
    rows = [payment(1, Amount_Refunded="5.00"), payment(2, Amount_Refunded="20.00", Status="Refunded")]
    assert [(f["amount_minor"], f["status"]) for f in read(tmp_path, *rows)] == [(1500, "paid"), (0, "refunded")]


def test_a_failed_payment_paid_nothing(tmp_path: Path) -> None:
    assert [(f["amount_minor"], f["status"]) for f in read(tmp_path, payment(1, Status="Failed"))] == [(0, "failed")]


def test_test_payments_and_payments_not_captured_are_left_out_and_told(tmp_path: Path) -> None:
    rows = [payment(1, Mode="Test"), payment(2, Captured="false"), payment(3)]
    parsed = read_here(written(tmp_path, "payments.csv", table_of(HEADER, rows)))
    assert parsed.counts == {"payments": 1}
    assert parsed.notes == ("1 row left out: test payments", "1 row left out: payments not captured yet")


def test_a_status_that_nobody_knows_is_rejected(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "p.csv", table_of(HEADER, [payment(1), payment(2, Status="Frobbed")])))
    assert [(r["row"], r["column"], r["value"]) for r in rejects(parsed)] == [("3", "Status", "Frobbed")]


def test_the_newer_name_of_the_time_is_known(tmp_path: Path) -> None:
    header = [name.replace("Created (UTC)", "Created date (UTC)") for name in HEADER]
    rows = [payment(1) | {"Created date (UTC)": "2026-05-01 10:00:30"}]
    parsed = read_here(written(tmp_path, "payments.csv", table_of(header, rows)))
    assert parsed.first == datetime(2026, 5, 1, 10, 0, 30)


def test_a_file_saved_again_by_a_german_spreadsheet_is_read_alike(tmp_path: Path) -> None:
    rows = [payment(1, Amount="1.234,56", Amount_Refunded="0,00")]
    parsed = read_here(written(tmp_path, "payments.csv", table_of(HEADER, rows, ";"), "utf-8-sig"))
    assert (parsed.money, parsed.locale) == ({"EUR": 123456}, "de_DE")


def test_twelve_point_three_four_five_is_asked_about(tmp_path: Path) -> None:
    rows = [payment(1, Amount="12.345", Amount_Refunded="0", Currency="kwd")]
    with pytest.raises(Ask) as asked:
        read(tmp_path, *rows)
    assert (asked.value.setting, asked.value.row, asked.value.column) == ("locale", 2, "Amount")
