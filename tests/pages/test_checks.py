"""What is said of exports beside the findings."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from accord.cli import main

ORDERS = (
    "order_id,ordered_at,amount,currency\n"
    "A1,2026-04-03T10:00:00Z,12.50,EUR\nA2,2026-04-04T10:00:00Z,20.00,USD\nA3,2026-04-05T10:00:00Z,30.00,USD\n"
)
RATES = (
    "Date,USD,JPY,GBP,CHF,SEK,\n2026-04-03,1.1000,160.00,0.85,0.95,11.2,\n2026-04-02,1.1000,160.00,0.85,0.95,11.2,\n"
)
MAPPED = ("--as", "orders", "--map", "order_id=order_id,ordered_at=ordered_at,amount=amount,currency=currency")


def told(tmp_path: Path, *words: str) -> str:
    said = CliRunner().invoke(main, [*words, "--workspace", str(tmp_path / "w")])
    assert said.exit_code == 0, said.output
    return said.stdout


def test_orders_that_no_rate_can_count_are_told_until_rates_are_read(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS)
    told(tmp_path, "read", str(tmp_path / "orders.csv"), *MAPPED)
    checks = " ".join(json.loads(told(tmp_path, "brief", "--json"))["checks"])
    assert checks.startswith("Not counted: 2 orders in USD (US$50), for want of a rate to EUR.")
    (tmp_path / "eurofxref-hist.csv").write_text(RATES)
    told(tmp_path, "read", str(tmp_path / "eurofxref-hist.csv"))
    assert json.loads(told(tmp_path, "brief", "--json"))["checks"] == []
