"""From rows to activities: whose cost it is, which campaigns tell a return, and what attribution describes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter
from accord.methods.incrementality import gathering
from accord.methods.incrementality.described import described
from accord.methods.incrementality.gathering import Costs

CHARTER = Charter(activities=(Activity("Paid search", found_as=("search", "google / search")), Activity("Brand")))
MAY = np.datetime64("2026-05-01")


def texts(*values: str) -> Any:
    return np.array(values, dtype=object)


def plan(*budgets: float) -> dict[str, Any]:
    n = len(budgets)
    return {
        "campaign_id": texts(*(f"C{i}" for i in range(n))),
        "name": texts(*(f"Spring {i}" for i in range(n))),
        "channel": texts(*("search",) * n),
        "starts_at": MAY.astype("datetime64[us]") + np.arange(n) * np.timedelta64(10, "D"),
        "ends_at": MAY.astype("datetime64[us]") + np.arange(n) * np.timedelta64(10, "D") + np.timedelta64(2, "D"),
        "budget_minor": np.array(budgets),
        "currency": texts(*("EUR",) * n),
    }


def costs(campaigns: dict[str, Any], *rows: tuple[int, str, str, float]) -> Costs:
    table = {
        "day": np.array([MAY + day for day, *_ in rows]),
        "campaign_id": texts(*(r[1] for r in rows)),
        "channel": texts(*(r[2] for r in rows)),
        "cost_minor": np.array([r[3] for r in rows]),
    }
    return gathering.costs_of(table, campaigns, CHARTER, lambda t: (t["cost_minor"], np.ones(len(rows), bool)))


def test_a_cost_is_of_the_narrowest_name_that_the_charter_knows_else_of_the_channel() -> None:
    found = costs(plan(100.0), (0, "C0", "google_ads", 60.0), (0, "brand", "google_ads", 5.0), (1, "x", "meta", 7.0))
    assert found.activity.tolist() == ["Paid search", "Brand", "meta"]
    assert found.of_campaign("c0", "Paid search") == 60.0


def test_months_end_with_the_last_day_of_all_costs() -> None:
    found = costs(plan(1.0), *((day, "C0", "google_ads", 1.0) for day in range(40)), (64, "x", "meta", 1.0))
    assert found.months("Paid search").tolist() == [30.0, 5.0]
    assert found.months("nobody").tolist() == [0.0, 0.0]


def test_a_campaign_whose_cost_is_mostly_unknown_tells_no_return() -> None:
    campaigns = plan(100.0, 100.0, float("nan"))
    found = costs(campaigns, (0, "C0", "google_ads", 60.0), (10, "C1", "google_ads", 40.0), (20, "C2", "a", 30.0))
    told = list(gathering.starts(campaigns, CHARTER, found, np.datetime64("2026-07-01")))
    assert [c.cost for c in told] == [60.0, 0.0, 30.0]


def test_what_it_switches_on_for_a_while_costs_its_share_of_the_month() -> None:
    faster = Charter(activities=(Activity("Faster pages", "it", found_as=("search",), cost_a_month_minor=3_000),))
    campaigns = plan(float("nan"), 100.0)
    found = costs(campaigns)
    told = list(gathering.starts(campaigns, faster, found, np.datetime64("2026-05-12T12:00:00", "us")))
    assert [(c.activity, c.cost) for c in told] == [("Faster pages", 200.0), ("Faster pages", 0.0)], "one is not over"


def test_results_are_read_with_their_confidence_and_without_width_not_at_all() -> None:
    rows = {
        "experiment_id": texts("one", "two"),
        "activity": texts("SEARCH", "search"),
        "method": texts("geo", "model"),
        "ratio": np.array([2.0, 2.0]),
        "ratio_low": np.array([1.0, 2.0]),
        "ratio_high": np.array([3.0, 2.0]),
        "confidence": np.array([0.95, 0.9]),
    }
    (study,) = gathering.imported(rows, CHARTER)
    assert (study.activity, study.kind) == ("Paid search", "experiment")
    assert study.spread == pytest.approx(1 / 1.95996, rel=1e-4)


def test_channels_of_one_activity_count_together_in_what_is_described() -> None:
    at = np.datetime64("2026-05-01T10:00", "us")
    rows = {
        "channels": {"channel": texts("google / search", "mail", "search"), "code": np.arange(3)},
        "moments": {
            "visitor": np.array([1, 1, 1, 2, 2]),
            "moment": at + np.array([0, 60, 120, 0, 60]) * np.timedelta64(60, "s"),
            "code": np.array([0, 2, -1, 1, -1]),
        },
    }
    found = described(rows, 30, 7, 0, 50, CHARTER, np.random.default_rng(1))
    assert found is not None
    assert found.orders == 2
    assert found.shares["shapley"] == {"Paid search": 0.5, "mail": 0.5}
    assert found.of("removal_1", "Paid search") == pytest.approx(0.5)


def test_nothing_is_described_where_no_journey_reached_the_goal() -> None:
    nothing = np.zeros(0, np.int64)
    rows = {
        "channels": {"channel": texts(), "code": nothing},
        "moments": {"visitor": nothing, "moment": nothing.astype("datetime64[us]"), "code": nothing},
    }
    assert described(rows, 30, 7, 0, 50, CHARTER, np.random.default_rng(1)) is None
