"""Two shops, two ad accounts: what adds, what replaces, and what is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from accord.facts.importing import read
from accord.facts.rebuild import rebuild
from accord.facts.report import FileReport, Report
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.workspace.folder import Workspace
from tests.facts.made_exports import NOW
from tests.facts.readers.making import written

ADS = "Campaign report\n{above}Day,Campaign,Currency code,{account}Impr.,Clicks,Cost\n"
MAPPED = Answers(zone="UTC", currency="EUR", options={"as": "orders", "map": "order_id=No,ordered_at=At,amount=Sum"})
MAPPED_TOO = Answers(
    zone="UTC", currency="EUR", options={"as": "orders", "map": "order_id=Number,ordered_at=At,amount=Sum"}
)


def take(workspace: Workspace, *paths: Path, flags: Answers | None = None, **more: Any) -> Report:
    flags = flags or Answers()
    reader = "mapped" if "map" in flags.options else None
    return read(workspace, paths, now=NOW, flags=flags | Answers(reader=reader), **more)


def only(report: Report) -> FileReport:
    (file,) = report.files
    return file


def of(account: str, answers: Answers | None = None) -> Answers:
    return Answers(options={"account": account}) | (answers or Answers())


def rows(workspace: Workspace, table: str, columns: str) -> list[tuple[Any, ...]]:
    files = [str(f) for f in Store(workspace).files(table)]
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from read_parquet($1) order by all", [files]).fetchall()


def ads(folder: Path, name: str, cost: int, account: str = "", above: str = "", campaign: str = "Brand") -> Path:
    head = ADS.format(above=f"{above}\n" if above else "", account="Customer ID," if account else "")
    cell = f"{account}," if account else ""
    return written(folder, name, f"{head}2026-09-01,{campaign},EUR,{cell}100,10,{cost}.00\n")


def sales(folder: Path, name: str, *amounts: int, header: str = "No,At,Sum") -> Path:
    lines = [f"{1001 + n},2026-07-{n + 1:02d} 09:00,{amount}.00" for n, amount in enumerate(amounts)]
    return written(folder, name, "\n".join([header, *lines]) + "\n")


def test_two_ad_accounts_add_and_a_day_told_again_replaces_itself(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, ads(tmp_path, "a.csv", 10, "111-222-3333"), ads(tmp_path, "b.csv", 20, "444-555-6666"))
    again = only(take(workspace, ads(tmp_path, "c.csv", 12, "1112223333", campaign="Brand new")))
    assert (again.tables["campaign_results"].new, again.tables["campaign_results"].gone) == (1, 1)
    assert rows(workspace, "campaign_results", "account, campaign_id, cost_minor") == [
        ("111-222-3333", "Brand new", 1200),
        ("444-555-6666", "Brand", 2000),
    ]


@pytest.mark.parametrize("above", ["Account: Made-up Shoes", "Customer ID: 111-222-3333", "111-222-3333"])
def test_the_account_may_stand_above_the_header(workspace: Workspace, tmp_path: Path, above: str) -> None:
    take(workspace, ads(tmp_path, "a.csv", 10, above=above))
    take(workspace, ads(tmp_path, "b.csv", 20))
    told = rows(workspace, "campaign_results", "account, cost_minor")
    assert told == [(above.rpartition(": ")[2], 1000), (None, 2000)]


def test_an_account_that_the_file_does_not_name_can_be_told(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, ads(tmp_path, "a.csv", 10), flags=of("Shoes"))
    take(workspace, ads(tmp_path, "b.csv", 20), flags=of("Hats"))
    assert rows(workspace, "campaign_results", "account, cost_minor") == [("Hats", 2000), ("Shoes", 1000)]
    asks = only(take(workspace, ads(tmp_path, "c.csv", 30)))
    assert asks.question is not None
    assert (asks.question.flag, asks.question.choices) == ("--shop", ("Hats", "Shoes"))


def test_a_header_of_one_account_is_remembered_as_its(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, ads(tmp_path, "a.csv", 10), flags=of("Shoes"))
    assert only(take(workspace, ads(tmp_path, "b.csv", 11))).account == "Shoes"
    assert rows(workspace, "campaign_results", "account, cost_minor") == [("Shoes", 1100)]


def test_two_shops_of_one_header_add_when_each_has_its_name(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, sales(tmp_path, "a.csv", 10, 20), flags=of("Shoes", MAPPED))
    take(workspace, sales(tmp_path, "b.csv", 30, 40), flags=of("Hats"))
    assert rows(workspace, "orders", "amount_minor") == [(1000,), (2000,), (3000,), (4000,)]
    later = only(take(workspace, sales(tmp_path, "c.csv", 30, 45, 50), flags=of("Hats")))
    assert (later.new, later.changed, later.same) == (1, 1, 1)
    assert rows(workspace, "orders", "amount_minor") == [(1000,), (2000,), (3000,), (4500,), (5000,)]
    assert [told.outcome for told in rebuild(workspace)] == ["equal"] * 3
    assert len(rows(workspace, "orders", "*")) == 5


def test_the_same_file_stays_the_same_whatever_its_shop(workspace: Workspace, tmp_path: Path) -> None:
    path = sales(tmp_path, "a.csv", 10, 20)
    take(workspace, path, flags=of("Shoes", MAPPED))
    assert only(take(workspace, path)).status == "here already"
    renamed = only(take(workspace, path, flags=of("Hats")))
    assert (renamed.status, renamed.replaces) == ("read", True)
    assert rows(workspace, "orders", "amount_minor") == [(1000,), (2000,)]


def test_the_next_export_of_a_mapped_shop_replaces_as_before(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, sales(tmp_path, "a.csv", 10, 20), flags=MAPPED)
    later = only(take(workspace, sales(tmp_path, "b.csv", 10, 25, 30)))
    assert (later.new, later.changed, later.same) == (1, 1, 1)


def test_equal_numbers_under_another_header_are_asked_about(workspace: Workspace, tmp_path: Path) -> None:
    first, second = sales(tmp_path, "a.csv", 10, 20), sales(tmp_path, "b.csv", 30, header="Number,At,Sum")
    take(workspace, first, flags=MAPPED)
    asks = only(take(workspace, second, flags=MAPPED_TOO))
    assert asks.status == "asks"
    assert asks.error is not None
    assert "1 row has the order_id of rows of a.csv" in asks.error
    assert rows(workspace, "orders", "amount_minor") == [(1000,), (2000,)], "nothing was stored of it"
    take(workspace, second, flags=of("Hats"))
    assert rows(workspace, "orders", "amount_minor") == [(1000,), (2000,), (3000,)]
    take(workspace, first, flags=of("Hats"))
    take(workspace, sales(tmp_path, "c.csv", 30, 40, header="Number,At,Sum"))
    assert rows(workspace, "orders", "amount_minor") == [(3000,), (4000,)], "one shop under both headers"


def test_a_strict_call_stores_nothing_when_a_file_asks_whose_it_is(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, sales(tmp_path, "a.csv", 10), flags=MAPPED)
    before = workspace.manifest.read_bytes()
    second = sales(tmp_path, "b.csv", 30, header="Number,At,Sum")
    report = take(workspace, second, flags=MAPPED_TOO, strict=True)
    assert (report.committed, workspace.manifest.read_bytes()) == (False, before)


def test_two_shopify_shops_with_equal_numbers_add_when_each_has_its_name(workspace: Workspace, tmp_path: Path) -> None:
    header = "Name,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem quantity\n"
    for shop, total in (("Shoes", "10.00"), ("Hats", "20.00")):
        line = f"#1001,paid,EUR,{total},2026-01-05 10:00:00 +0100,Lamp,1\n"
        take(workspace, written(tmp_path, f"{shop}.csv", header + line), flags=of(shop))
    assert rows(workspace, "orders", "order_id, amount_minor") == [("#1001", 1000), ("#1001", 2000)]
