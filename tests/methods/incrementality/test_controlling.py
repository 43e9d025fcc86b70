"""Which changes and stock-outs say that an activity's hours tell nothing of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter, Service
from accord.methods.incrementality.controlling import Told

PAID = Activity("Paid search", found_as=("search",), needs=("checkout",))
MAIL = Activity("Newsletter", found_as=("Spring letter",), needs=("checkout",))
CHARTER = Charter(services=(Service("checkout", carries="orders"), Service("crm")), activities=(PAID, MAIL))
AT = datetime(2026, 3, 2, 9)
NOW = datetime(2026, 6, 1)


def columns(names: str, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    cells = list(zip(*rows, strict=True)) or [()] * len(names.split())
    made = {name: np.array(cell, dtype=object) for name, cell in zip(names.split(), cells, strict=True)}
    times = ("started_at", "ended_at", "planned_start", "planned_end", "starts_at", "ends_at", "measured_at")
    return {n: c.astype("datetime64[us]") if n in times else c for n, c in made.items()}


def told(*, releases: list[tuple[Any, ...]] = [], stock_outs: list[tuple[Any, ...]] = []) -> Told:  # noqa: B006
    rows = {
        "incidents": columns("incident_id source_tool service started_at ended_at severity planned", []),
        "measured": columns("service measured_at seconds samples total failed worst", []),
        "releases": columns("service planned_start planned_end outcome", releases),
        "stock_outs": columns("stock_out_id started_at ended_at campaign_id", stock_outs),
        "campaigns": columns("campaign_id name channel", [("K1", "Lamps in spring", "search")]),
    }
    return Told(rows, CHARTER, NOW)


def hours(of: Told, activity: Activity) -> list[float]:
    return [float((c.end - c.start) / np.timedelta64(1, "h")) for c in of.controls(activity) if c.end is not None]


def release(service: str = "checkout", hours: float = 2, outcome: str = "successful", day: int = 0) -> tuple[Any, ...]:
    return service, AT + timedelta(days=day), AT + timedelta(days=day, hours=hours), outcome


def test_changes_of_a_needed_service_count_whatever_became_of_them() -> None:
    of = told(releases=[release(), release(outcome=""), release(outcome="unsuccessful"), release("crm")])
    assert hours(of, PAID) == [2.0, 2.0, 2.0]


def test_a_window_of_more_than_a_working_day_counts_only_where_the_change_failed() -> None:
    of = told(releases=[release(hours=9), release(hours=30, outcome="unsuccessful")])
    assert hours(of, PAID) == [30.0]


def test_changes_of_every_day_count_only_where_they_failed() -> None:
    daily = [release(hours=6, day=day) for day in range(80)]
    assert hours(told(releases=[*daily, release(outcome="unsuccessful")]), PAID) == [2.0]
    assert len(hours(told(releases=[release(day=day) for day in range(80)]), PAID)) == 80


def stock_out(campaign: str, ended: datetime | None = AT + timedelta(hours=5)) -> tuple[Any, ...]:
    return f"S {campaign}", AT, ended, campaign


def test_a_stock_out_counts_for_the_activity_whose_campaign_it_names() -> None:
    named = ["k1", "lamps in spring", "Spring letter", "nobody knows this"]
    of = told(stock_outs=[stock_out(name) for name in named])
    assert len(hours(of, PAID)) == 2
    assert len(hours(of, MAIL)) == 1


def test_a_stock_out_without_a_campaign_counts_for_all_and_an_open_one_until_now() -> None:
    of = told(stock_outs=[stock_out("", None)])
    for activity in (PAID, MAIL):
        assert hours(of, activity) == [(NOW - AT) / timedelta(hours=1)]
