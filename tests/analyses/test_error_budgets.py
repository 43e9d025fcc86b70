"""What is left of the error budgets: what it must get right beside the common examination."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from accord.clauses.charter import Charter
from accord.units.period import local
from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.edited import changed, clauses, codes, found, interval, only, opens_right, with_rows

STEP, DAY = 300, np.timedelta64(86_400, "s")


def promise(zone: str = "UTC", **slo: Any) -> Charter:
    """One service with one objective: by default 99.9 % of requests in 28 rolling days."""
    told = {"name": "made-up", "target": 0.999, "window_days": 28, **slo}
    told = {name: value for name, value in told.items() if value is not None}
    service = {"name": "checkout", "carries": "orders", "severities": ["1"], "slos": [told]}
    return clauses(services=[service], organisation={"zone": zone})


def plain_world(bad_steps: int = 0, share: float = 1.0, day: int = 20) -> Small:
    """Every step asked a hundred times; ``bad_steps`` from a noon in the window fail for ``share`` of them."""
    made = small.promise_world(np.random.default_rng(2), orders=15_000, incidents=0)
    total = np.full(len(made.tables["availability"]["at"]), 100.0)
    good = total.copy()
    first = int((made.start + day * DAY + DAY // 2 - made.tables["availability"]["at"][0]).astype(int)) // STEP
    good[first : first + bad_steps] -= 100.0 * share
    return only(changed(made, "availability", total=total, good=good), "incidents", slice(0))


def test_by_occurrences_the_share_of_failed_requests_counts() -> None:
    [told] = found("error_budgets", plain_world(4, 0.5), charter=promise())
    steps = 28 * 86_400 / STEP
    assert interval(told, "good").mid == pytest.approx(1 - 2 / steps)
    assert interval(told, "spent").mid == pytest.approx(2 / steps / 0.001)


def test_by_timeslices_a_slice_is_bad_or_good() -> None:
    slo = {"budgeting": "timeslices", "slice_seconds": STEP, "slice_target": 0.9}
    [half] = found("error_budgets", plain_world(4, 0.5), charter=promise(**slo))
    [little] = found("error_budgets", plain_world(4, 0.05), charter=promise(**slo))
    steps = 28 * 86_400 / STEP
    assert interval(half, "spent").mid == pytest.approx(4 / steps / 0.001)
    assert interval(little, "spent").mid == 0


def test_by_ratio_timeslices_each_slice_counts_by_its_share_however_busy_it_was() -> None:
    world = plain_world(4, 0.5)
    rows = world.tables["availability"]
    busier = np.where(rows["good"] < rows["total"], 10, 1)
    heavy = changed(world, "availability", good=rows["good"] * busier, total=rows["total"] * busier)
    slo = {"budgeting": "ratio_timeslices", "slice_seconds": STEP}
    by_slices, by_requests = (
        interval(found("error_budgets", heavy, charter=c)[0], "spent").mid for c in (promise(**slo), promise())
    )
    assert by_slices == pytest.approx(2 / (28 * 86_400 / STEP) / 0.001)
    assert by_requests > 5 * by_slices


def test_a_rolling_window_forgets_what_a_longer_one_still_holds() -> None:
    world = plain_world(4, day=5)
    [week] = found("error_budgets", world, charter=promise(window_days=7))
    [month] = found("error_budgets", world, charter=promise(window_days=28))
    assert interval(week, "spent").mid == 0
    assert interval(month, "spent").mid > 0
    assert (month.period.end - month.period.start).days == 28


@pytest.mark.parametrize("calendar", ["week", "month", "quarter"])
def test_a_calendar_window_begins_with_the_local_calendar(calendar: str) -> None:
    world = plain_world(2)
    charter = promise(zone="Europe/Berlin", calendar=calendar, window_days=None)
    [told] = found("error_budgets", world, charter=charter, least_coverage=0.0)
    start = local(told.period.start, "Europe/Berlin")
    assert (start.hour, start.minute) == (0, 0)
    assert start.weekday() == 0 if calendar == "week" else start.day == 1
    assert calendar != "quarter" or start.month in (1, 4, 7, 10)
    assert told.period.end == world.end.astype("datetime64[us]").item()


def test_planned_maintenance_is_a_line_of_its_own_and_spends_nothing() -> None:
    world = plain_world(12)
    start = world.start + 20 * DAY + DAY // 2
    work = with_rows(world, "incidents", incident_id=["M-1"], source_tool=["jira"], service=["checkout"],
                     started_at=[start], ended_at=[start + 3600], severity=["1"], planned=[True])  # fmt: skip
    [surprise], [told] = (found("error_budgets", w, charter=promise()) for w in (world, work))
    assert interval(told, "spent").mid == 0
    assert interval(told, "planned_minutes").mid == pytest.approx(3600)
    assert interval(told, "planned_spent").mid == pytest.approx(interval(surprise, "spent").mid)
    assert interval(told, "failed_money").mid == 0
    assert interval(told, "planned_money").mid > 0
    assert "planned" in codes(told)
    assert "Planned maintenance" in told.wordings["it"].body


def test_without_measurements_incidents_stand_in_and_it_says_so() -> None:
    world = plain_world()
    start = world.start + 20 * DAY
    told = with_rows(only(world, "availability", slice(0)), "incidents", incident_id=["I-1", "I-2"],
                     source_tool=["jira"] * 2, service=["checkout"] * 2, started_at=[start, start + DAY],
                     ended_at=[start + 1800, start + DAY + 1800], severity=["1", "4"],
                     planned=[False, False])  # fmt: skip
    [finding] = found("error_budgets", told, charter=promise())
    assert "from_incidents" in codes(finding)
    assert interval(finding, "bad_minutes").mid == pytest.approx(1800)
    assert opens_right(told, [finding])


def test_a_failure_in_busy_hours_costs_more_than_the_same_at_night() -> None:
    noon = plain_world(6)
    rows = noon.tables["availability"]
    night = changed(noon, "availability", good=np.roll(rows["good"], -9 * 3600 // STEP))
    busy, quiet = (found("error_budgets", w, charter=promise())[0] for w in (noon, night))
    assert interval(busy, "spent").mid == interval(quiet, "spent").mid
    assert interval(busy, "failed_money").mid > 1.5 * interval(quiet, "failed_money").mid


def test_a_broken_promise_is_told_as_such() -> None:
    [told] = found("error_budgets", plain_world(60), charter=promise())
    assert told.kind == "counted"
    assert told.cell is None
    assert told.wordings["marketing"].title == "{service} failed more than we agreed"
    assert "held back releases" in told.ask


def test_what_burns_now_is_flagged_and_what_burnt_long_ago_is_not() -> None:
    world = plain_world()
    rows = world.tables["availability"]
    burning = rows["good"].copy()
    burning[-24:] = 0
    [now] = found("error_budgets", changed(world, "availability", good=burning), charter=promise())
    [past] = found("error_budgets", plain_world(24, day=3), charter=promise())
    assert "burning" in codes(now)
    assert "burning" not in codes(past)
    assert interval(past, "alert_0").mid >= 1


def test_a_window_that_is_hardly_measured_tells_nothing() -> None:
    world = plain_world()
    late = world.tables["availability"]["at"] >= world.end - 7 * DAY
    assert found("error_budgets", only(world, "availability", late), charter=promise()) == []
    [told] = found("error_budgets", only(world, "availability", late), charter=promise(), least_coverage=0.1)
    assert "not_all_measured" in codes(told)


def test_without_orders_the_budget_is_told_without_a_price() -> None:
    world = plain_world(4)
    bare = only(world, "orders", slice(0))
    [told] = found("error_budgets", bare, charter=promise())
    assert told.amount is None
    assert told.verdict.startswith("No price")
    assert interval(told, "spent").mid > 0


def test_a_service_without_an_objective_is_not_judged() -> None:
    charter = promise()
    bare = replace(charter, services=tuple(replace(s, slos=()) for s in charter.services))
    assert found("error_budgets", plain_world(), charter=bare) == []
