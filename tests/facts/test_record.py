"""Where two exports tell the same, a clause names which counts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from accord.facts.importing import read
from accord.facts.record import chosen
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.workspace.folder import Workspace

STRIPE = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,"
    "Customer Description,Customer Email,Captured,Card ID\n"
)


def _payment(number: int, amount: str, status: str) -> str:
    return (
        f"ch_{number},made up,Payment complete.,2026-05-0{number} 10:00,{amount},0.00,eur,{amount},0.00,0.30,0.00,eur,"
        f"Live,{status},SHOP,cus_{number},,a@example.com,true,card_{number}\n"
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three payments, one failed, and one order told by a plain table."""
    made = Workspace(tmp_path / "ws").create()
    (tmp_path / "payments.csv").write_text(
        STRIPE + _payment(1, "10.00", "Paid") + _payment(2, "20.50", "Paid") + _payment(3, "99.00", "Failed")
    )
    (tmp_path / "orders.csv").write_text("number,placed,total\nA1,2026-05-01 09:00:00,10.00\n")
    now = datetime(2026, 6, 1)
    assert not read(made, [tmp_path / "payments.csv"], now=now).refused
    flags = Answers(
        zone="UTC", currency="EUR", locale="en_US", reader="mapped",
        options={"as": "orders", "map": "order_id=number,ordered_at=placed,amount=total"},
    )  # fmt: skip
    report = read(made, [tmp_path / "orders.csv"], now=now, flags=flags)
    assert not report.refused, report.refused
    assert not report.questions, report.questions
    return made


def test_orders_count_by_default_and_payments_are_kept_apart(workspace: Workspace) -> None:
    told = chosen(Store(workspace), {})
    assert told.readers["orders"] == "mapped"
    assert len(told.files["orders"]) == 1


def test_a_clause_makes_payments_the_record_of_orders(workspace: Workspace) -> None:
    told = chosen(Store(workspace), {"orders": "stripe_payments"})
    [file] = told.files["orders"]
    with duckdb.connect() as connection:
        found = connection.execute(f"select count(*), sum(amount_minor) from read_parquet('{file}')").fetchone()
    assert found == (2, 3050)
    assert chosen(Store(workspace), {"orders": "stripe_payments"}).files["orders"] == [file]
