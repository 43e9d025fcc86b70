"""What each activity brings: what it must get right beside the common examination."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import yaml

from accord.analyses.discovery import load
from accord.clauses import yaml_io
from accord.clauses.charter import Charter
from accord.findings.finding import Finding
from accord.worlds import small
from accord.worlds.small import Small
from accord.worlds.small.activities import Made, TellsIt
from tests.analyses.edited import changed, codes, interval, only, with_rows
from tests.analyses.sitting import ask

RIGHT = {6.0: "crucial", 1.8: "secondary", 0.4: "nice-to-have"}


def busy(seed: int = 3, **more: Any) -> Small:
    made: dict[str, Any] = {"weeks": 26, "history_weeks": 12, "orders": 60_000} | more
    return small.activity_world(np.random.default_rng(seed), **made)


def found(world: Small, charter: Charter | None = None) -> list[Finding]:
    more = {"charter": charter} if charter else {}
    return ask(load("activities"), world, seed=1, draws=50, **more)


def classes(findings: list[Finding]) -> dict[str, str]:
    grid = next(f for f in findings if f.subject == "classes").breakdown
    assert grid is not None
    return {row[0]: row[2] for row in grid.rows}


def charter(*lines: dict[str, Any]) -> Charter:
    return yaml_io.load(yaml.safe_dump({**small.clauses(), "activities": list(lines)}))


def test_classes_are_those_of_the_true_returns() -> None:
    told = classes(found(busy()))
    assert {name: told[name] for name in ("search", "social", "email")} == {
        "search": "crucial",
        "social": "secondary",
        "email": "nice-to-have",
    }


def test_what_nobody_has_studied_is_to_be_tested_first_and_has_no_class() -> None:
    world = busy(experiments=())
    findings = found(world)
    assert classes(findings)["display"] == "not known"
    (test,) = [f for f in findings if f.subject.startswith("test:")]
    assert test.subject == "test:display"
    assert test.amount is not None
    assert test.amount.interval.mid < 30 * 20_000, "a test is never worth more than the month costs"


def test_attribution_changes_no_class() -> None:
    world = busy()
    assert classes(found(only(world, "touches", slice(1)))) == classes(found(world))


def test_thresholds_are_those_of_the_charter() -> None:
    agreed = charter({"name": "Paid search", "found_as": ["search"], "crucial": 500, "secondary": 400})
    assert classes(found(busy(), agreed))["Paid search"] == "nice-to-have"


def test_an_activity_of_it_is_classed_by_the_outages_of_what_it_keeps_up() -> None:
    agreed = charter({"name": "Keeping the checkout up", "side": "it", "found_as": ["checkout"], "cost_a_month": 500})
    world = busy(outages=3)
    assert classes(found(world, agreed))["Keeping the checkout up"] == "crucial"


def test_what_it_switches_on_and_off_again_is_classed_by_what_it_brought() -> None:
    ratios = [switched_on(seed) for seed in range(3)]
    assert abs(np.mean(ratios)) < 0.15


def switched_on(seed: int) -> float:
    """How far the return of IT's activity lies from the truth, of which no platform tells the cost."""
    world = busy(seed, activities=(Made("social", 0.3, 6.0, 3),), visitors=20, experiments=())
    plan = world.tables["campaigns"]
    days = float((plan["ends_at"] - plan["starts_at"]).sum() / np.timedelta64(1, "D"))
    month = int(plan["budget_minor"].sum() / days * 30)
    line = {"name": "Faster pages", "side": "it", "found_as": ["social"], "cost_a_month": f"{month / 100:.2f}"}
    told = found(only(world, "campaign_results", slice(0)), charter(line))
    return ratio(told, "Faster pages") / 6.0 - 1


def row(findings: list[Finding], activity: str) -> tuple[Any, ...]:
    grid = next(f for f in findings if f.subject == "classes").breakdown
    assert grid is not None
    return next(tuple(r) for r in grid.rows if r[0] == activity)


def needing(*needs: str) -> Charter:
    return charter({"name": "Paid search", "found_as": ["search"], "needs": list(needs)})


def with_outage(world: Small, service: str, *, days_before: int = 0) -> Small:
    """The service is down for an evening on the first day of search's campaigns, or before; orders stay as they are."""
    plan = world.tables["campaigns"]
    starts = plan["starts_at"][plan["channel"] == "search"] + np.timedelta64(15 - 24 * days_before, "h")
    told: dict[str, Any] = {
        "incident_id": [f"made-up {service} {i}" for i in range(len(starts))],
        "source_tool": ["made-up"] * len(starts),
        "service": [service] * len(starts),
        "severity": ["1"] * len(starts),
        "started_at": starts.tolist(),
        "ended_at": (starts + np.timedelta64(8, "h")).tolist(),
        "planned": [False] * len(starts),
    }
    return with_rows(world, "incidents", **told)


def test_an_outage_of_a_service_that_the_activity_does_not_need_changes_nothing() -> None:
    world = busy(outages=1)
    struck = with_outage(world, "search")
    assert row(found(struck, needing("checkout")), "Paid search") == row(
        found(world, needing("checkout")), "Paid search"
    )
    for agreed in (needing("search"), needing()):
        assert row(found(struck, agreed), "Paid search") != row(found(world, agreed), "Paid search")


def test_an_outage_of_what_the_activity_needs_is_no_failure_of_the_activity() -> None:
    world = next(w for w in map(struck_by_luck, range(20)) if w.truth["hidden"][0].startswith("search"))
    controlled, blind = (ratio(found(world, needing(name)), "Paid search") for name in ("checkout", "search"))
    assert blind < controlled
    assert abs(controlled - 6.0) < 1.5


@pytest.mark.parametrize("table", ["availability", "changes", "stock_outs"])
def test_hours_that_no_incident_tells_are_no_failure_of_the_activity(table: TellsIt) -> None:
    true, blind = errors(table, range(3))
    assert abs(true) < 0.2
    assert blind < true - 0.2


@pytest.mark.soak
@pytest.mark.parametrize("table", ["availability", "changes", "stock_outs"])
def test_what_no_incident_tells_biases_by_less_than_a_tenth(table: TellsIt) -> None:
    true, blind = errors(table, range(100, 200))
    assert abs(true) < 0.10
    assert blind < -0.25


def errors(table: TellsIt, seeds: range) -> tuple[float, float]:
    """The mean relative error of a campaign that was struck, told with what ``table`` says and without it."""
    off: dict[bool, list[float]] = {True: [], False: []}
    for seed in seeds:
        world = one_campaign(seed, table)
        blind = replace(world, tables={name: t for name, t in world.tables.items() if name != table})
        for known, told in ((True, world), (False, blind)):
            off[known].append(ratio(found(told), "search") / 6.0 - 1)
    return float(np.mean(off[True])), float(np.mean(off[False]))


def one_campaign(seed: int, table: TellsIt) -> Small:
    return busy(seed, activities=(Made("search", 0.3, 6.0, 1),), outages=1, told_by=table, visitors=20, experiments=())


def test_a_stretch_below_target_and_a_stock_out_stand_among_the_evidence() -> None:
    slow, sold_out = (classes_of(one_campaign(1, table)).evidence for table in ("availability", "stock_outs"))
    assert [(e.table, e.rows) for e in slow if e.table == "availability"] == [("availability", 8 * 12)]
    assert [(e.table, e.rows) for e in sold_out if e.table == "stock_outs"] == [("stock_outs", 1)]


def classes_of(world: Small) -> Finding:
    return next(f for f in found(world) if f.subject == "classes")


def struck_by_luck(seed: int) -> Small:
    return busy(seed, outages=1)


def ratio(findings: list[Finding], activity: str) -> float:
    return float(row(findings, activity)[4])


def test_an_outage_of_a_page_that_one_activity_alone_needs_tells_what_it_brings() -> None:
    services = [*small.clauses()["services"], {"name": "landing page"}]
    line = {"name": "display", "needs": ["landing page"]}
    agreed = yaml_io.load(yaml.safe_dump({**small.clauses(), "services": services, "activities": [line]}))
    world = busy(experiments=())
    apart = row(found(with_outage(world, "landing page", days_before=2), agreed), "display")
    assert apart[5] < 0 < apart[6], "not one order was lost with the page"
    assert "outages" in apart[9]
    inside = row(found(with_outage(world, "landing page"), agreed), "display")
    assert "outages" not in inside[9], "a campaign of another ran at the same time"


def test_a_class_that_rests_on_one_study_says_so() -> None:
    world = busy(experiments=(("display", 9.0, 1.0),))
    findings = found(world)
    assert classes(findings)["display"] == "crucial"
    assert "few_studies" in codes(findings[0])


def test_moving_money_brings_no_more_than_its_largest_return() -> None:
    findings = found(busy(11))
    (budget,) = [f for f in findings if f.subject == "budget"]
    assert budget.amount is not None
    assert budget.amount.interval.high <= 12 * interval(budget, "budget").mid
    assert budget.figure("source").value == "email"


def runs(seeds: range) -> tuple[list[bool], list[bool]]:
    """Whether each class that was told is right, and whether splitting one activity leaves the others' classes."""
    right, same = [], []
    for seed in seeds:
        ratios = np.random.default_rng([seed, 5]).permutation([6.0, 1.8, 0.4])
        made = tuple(Made(n, 0.3, float(r), 4) for n, r in zip(("search", "social", "email"), ratios, strict=True))
        world = busy(seed, activities=made, outages=1, weeks=34, history_weeks=16)
        told = classes(found(world))
        right += [told[m.channel] == RIGHT[m.ratio] for m in made if told[m.channel] != "not known"]
        after = classes(found(split(world, "search")))
        same += [told[name] == after[name] for name in ("social", "email")]
    return right, same


def split(world: Small, activity: str) -> Small:
    """Every other campaign of an activity becomes one of a second activity."""
    plan = world.tables["campaigns"]
    mine = np.flatnonzero(plan["channel"] == activity)
    channel = plan["channel"].copy()
    channel[mine[::2]] = "other " + activity
    return changed(world, "campaigns", channel=channel)


def test_classes_are_right_and_stay_when_another_activity_is_split() -> None:
    right, same = runs(range(4))
    assert np.mean(right) >= 0.9
    assert np.mean(same) >= 0.95


@pytest.mark.soak
def test_classes_are_right_in_90_of_100_and_stay_in_95_of_100() -> None:
    right, same = runs(range(100, 300))
    assert np.mean(right) >= 0.9
    assert np.mean(same) >= 0.95
