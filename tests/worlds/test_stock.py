"""What ran out of stock in the made-up world: while a campaign sold it, and no order is missing."""

from __future__ import annotations

from pathlib import Path

from accord.worlds import stock
from accord.worlds.exports import stock_outs
from accord.worlds.retailer import Settings, World
from tests.worlds.made import rows, written

YEAR = World(Settings(orders=2_000, visits_days=0))


def sold_out() -> list[stock.StockOut]:
    return list(stock.plan(YEAR.campaigns, YEAR.rng("stock")))


def test_each_lies_within_its_campaign() -> None:
    by_id = {c.campaign_id: c for c in YEAR.campaigns}
    assert sold_out()
    for one in sold_out():
        campaign = by_id[one.campaign_id]
        assert campaign.starts_at < one.started_at < one.ended_at <= campaign.ends_at


def test_an_end_that_is_not_known_yet_is_left_out(tmp_path: Path) -> None:
    first, path = sold_out()[0], tmp_path / "stock_outs.csv"
    for now, known in ((first.started_at, ""), (first.ended_at, f"{first.ended_at}Z")):
        stock_outs.write(path, [first], now)
        assert [row["ended_at"] for row in rows(path)] == [known]


def test_the_small_world_has_a_sheet_of_what_its_campaigns_ran_out_of() -> None:
    assert [r["campaign_id"] for r in rows(written() / "marketing" / "stock_outs.csv")] == ["Winter Sale 2601"]
