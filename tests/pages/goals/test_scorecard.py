"""The scorecard says how each shared number stands and where it cannot tell; its tree stays readable when large."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from accord.clauses.charter import Charter, Organisation, Service
from accord.clauses.objectives import GuardRail, KeyResult, Metric, Objective, built_in
from accord.findings.format import Format
from accord.methods.forecasts import CannotTell
from accord.methods.metrics.moved import Moved
from accord.pages.goals import worked
from accord.pages.goals.scorecard import score_line, scorecard_of, value_change
from accord.pages.goals.tree import tree_of
from accord.pages.goals.values import wordings
from accord.pages.goals.worked import Goals
from tests.methods.metrics.test_shoppers_coverage import END, shop
from tests.support import engine_of

FORM = Format("en_IE", "UTC", "EUR")
OWNERS = ("Head of brand", "Head of platform")
REVENUE, SHOPPERS = built_in("revenue"), built_in("shoppers_who_could_buy")
assert REVENUE is not None
assert SHOPPERS is not None
WEIGHT = Metric("page_weight", "count", "down", drivers=("page_weight = pictures + scripts", "scripts: it"))
OBJECTIVES = (
    Objective(
        "Every shopper can buy",
        (
            KeyResult(SHOPPERS, 0.5, date(2026, 9, 30), *OWNERS, None, (GuardRail("revenue", 1e15, True),), "quarter"),
            KeyResult(REVENUE, 1.0, date(2026, 9, 30), *OWNERS),
            KeyResult(WEIGHT, None, None, *OWNERS),
        ),
    ),
)
CHARTER = Charter(
    Organisation(), (Service("checkout", "orders"), Service("app", "orders", "app")), objectives=OBJECTIVES
)


@pytest.fixture(scope="module")
def goals() -> Goals:
    """Half a year of a made-up shop, and a page weighed each month."""
    facts, _ = shop(np.random.default_rng(4))
    months = np.arange("2026-01", "2026-07", dtype="datetime64[M]").astype("datetime64[us]")
    names = np.repeat(np.array(["page_weight", "pictures", "scripts"], object), 6)
    values = {
        "metric": names,
        "measured_at": np.tile(months, 3),
        "value": np.concatenate([np.arange(6) + 9.0, np.full(6, 4.0), np.arange(6) + 5.0]),
        "source_tool": np.full(18, "made-up", object),
    }
    with closing(engine_of({**facts, "metric_values": values})) as engine:
        known: dict[str, Any] = {}
        told = {r.name: worked.standing(engine, CHARTER, r, END, known) for o in OBJECTIVES for r in o.key_results}
    return Goals(CHARTER, END, told)


def test_a_line_says_value_target_owners_and_guard_rails(goals: Goals) -> None:
    line = score_line(OBJECTIVES[0].key_results[0], goals, "marketing", FORM)
    assert line.standing == "ok"
    assert line.at == "Apr 2026 to Jun 2026"
    assert line.says.startswith("One in ")
    assert set(line.wordings) == {"marketing", "it", "finance"}
    assert "%" in line.wordings["it"]
    assert "€" in line.wordings["finance"]
    assert (line.owner_marketing, line.owner_it) == OWNERS
    assert [rail.broken for rail in line.rails] == [True]


def test_six_months_are_no_forecast_and_say_so(goals: Goals) -> None:
    line = score_line(OBJECTIVES[0].key_results[1], goals, "it", FORM)
    assert line.outlook.cannot == "6 months were measured; a forecast needs 12."
    assert isinstance(goals.standings["revenue"].forecast, CannotTell)


def test_what_moved_revenue_adds_up_to_the_cent(goals: Goals) -> None:
    told = goals.standings["revenue"].moved
    assert isinstance(told, Moved)
    values = goals.standings["revenue"].series.values
    assert told.root.effect == round(values[-1] - values[-2])
    assert sum(c.effect for c in told.root.children) == told.root.effect


def test_what_moved_a_metric_of_our_own_is_told_by_its_drivers(goals: Goals) -> None:
    told = goals.standings["page_weight"].moved
    assert isinstance(told, Moved)
    assert [(c.name, c.effect, c.dominant, c.holder) for c in told.root.children] == [
        ("pictures", 0.0, False, ""),
        ("scripts", 1.0, True, "it"),
    ]


def test_shoppers_who_could_buy_are_split_by_the_service_that_stopped_the_others(goals: Goals) -> None:
    one = goals.standings["shoppers_who_could_buy"]
    assert isinstance(one.moved, Moved)
    root = one.moved.root
    assert [c.name for c in root.children] == ["checkout", "app"]
    assert root.after == pytest.approx(one.value)
    assert root.effect == pytest.approx(round(root.after - root.before, 4))
    for service in root.children:
        assert np.sign(service.effect) in (0, np.sign(service.before - service.after))


def test_without_facts_nothing_is_made_up() -> None:
    line = score_line(OBJECTIVES[0].key_results[0], Goals(CHARTER, None, {}), "finance", FORM)
    assert (line.value, line.now, line.standing) == (None, "not measured", "")
    assert line.outlook.cannot == "No facts were read yet."


def test_the_sheet_holds_every_key_result_and_guard_rail(goals: Goals) -> None:
    page, branches = scorecard_of(goals, "it", FORM, ""), tree_of(goals, "revenue", "it", FORM, "")
    results, rails = page.sheet().tables
    assert (len(results.rows), len(rails.rows)) == (3, 1)
    assert page.lede == "2 of 2 targets are met today; 1 guard rail is broken."
    assert page.draft
    assert len(branches.sheet().tables[0].rows) == branches.nodes


def test_a_tree_of_two_hundred_nodes_opens_on_its_dominant_path_alone(goals: Goals) -> None:
    """Whoever opens it sees the first level and the dominant path, not two hundred lines."""
    from accord.clauses.driver_lines import parse
    from accord.methods.decomposition.branches import branches

    lines = ["all = " + " + ".join(f"group{n}" for n in range(14))]
    lines += [f"group{n} = " + " * ".join(f"part{n}x{m}" for m in range(13)) for n in range(14)]
    nodes = parse(lines)
    leaves = {name: 1.1 for name, node in nodes.items() if not node.parts}
    root = branches(nodes, "all", leaves, {**leaves, "part3x5": 1.4})
    one = goals.standings["revenue"]
    assert isinstance(one.moved, Moved)
    large = replace(one, moved=replace(one.moved, root=root))
    page = tree_of(replace(goals, standings={**goals.standings, "revenue": large}), "revenue", "it", FORM, "")
    assert page.nodes == 197
    seen = [n for n in page.every() if n.depth <= 1 or n.label.startswith("Part3x")]
    assert [n.name for n in page.every() if n.open and n.depth] == ["group3", "part3x5"]
    assert len(seen) == 15 + 13


def test_each_reader_has_its_own_words_and_the_clause_wins() -> None:
    assert SHOPPERS is not None
    told = wordings(SHOPPERS, 0.9995, 123_456.0, 1, FORM)
    assert told["marketing"] == "One in 2,000 shoppers could not buy."
    assert "99.95" in told["it"]
    assert told["finance"] == "€1,230 of orders were not placed."
    own = replace(SHOPPERS, says_marketing="{one_in} left, {value}")
    assert wordings(own, 0.9995, None, 1, FORM)["marketing"].startswith("one in 2,000 left, 99.95")


def test_whether_a_change_is_better_is_said_because_less_is_better_for_some_numbers(goals: Goals) -> None:
    lines = {r.metric: r for o in scorecard_of(goals, "it", FORM, "").objectives for r in o.results}
    one = goals.standings["shoppers_who_could_buy"].moved
    assert isinstance(one, Moved)
    way = "better" if one.root.effect > 0 else "worse"
    assert f"points, {way}, against" in lines["shoppers_who_could_buy"].moved
    assert "+1, worse, against" in lines["page_weight"].moved


def test_a_change_of_a_share_is_told_in_points() -> None:
    assert value_change(-0.0031, "share", FORM) == "\N{MINUS SIGN}0.31 points"
