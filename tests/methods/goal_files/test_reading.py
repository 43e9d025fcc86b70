"""Goals of other tools: what they say plainly is taken, the rest is listed with the reason, and nothing is guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from accord.facts.limits import Limits
from accord.methods.goal_files import BadGoals, taken_from
from accord.methods.goal_files.apart import read_here
from accord.methods.goal_files.prose import Target, target_of
from tests.support import shared

VERDICTS = Path(__file__).parent / "handbook_verdicts.csv"
"""By hand: what each target of the handbook says, by file and place; empty where a reader cannot know."""

OKRS = """Objective,Key Result,Owner,Start Value,Target Value,Unit,Due Date
Grow,Raise NPS,Ada,30,45,number,2026-12-31
,Cut lead time,Bo,40,"1,020",days,2026-12-31
,Halve the churn,Bo,8%,4%,%,2026-12-31
,Be loved,Bo,,10,number,2026-12-31
,Answer fast,Bo,,< 4 hours,,
"""

DBT = """
semantic_models:
  - name: orders
    measures:
      - {name: order_count, agg: count}
      - {name: order_total, agg: sum}
metrics:
  - {name: orders, label: Orders, type: simple, type_params: {measure: order_count}, meta: {direction: up}}
  - {name: large_orders, type: simple, type_params: {measure: {name: order_count}}, meta: {direction: up}}
  - {name: large_share, type: ratio, type_params: {numerator: large_orders, denominator: orders}, meta: {direction: up}}
  - {name: so_far, type: cumulative, type_params: {measure: order_total}, config: {meta: {unit: money, direction: up}}}
  - {name: sales, type: derived, type_params: {expr: orders * order_value}, meta: {unit: money, direction: up}}
  - {name: total, type: simple, type_params: {measure: order_total}, meta: {direction: up}}
  - {name: more, type: simple, type_params: {measure: order_count}}
"""

OPENSLO = """
apiVersion: openslo/v1
kind: SLO
metadata: {name: checkout-availability}
spec:
  service: checkout
  budgetingMethod: Occurrences
  objectives: [{target: 0.9995}]
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: odd}
spec: {service: search, budgetingMethod: Sometimes, objectives: [{target: 0.99}]}
"""


def test_okrs_are_taken_with_the_way_that_their_start_tells() -> None:
    got = read_here(OKRS.encode(), "okrs.csv")
    told = [(e.objective, e.metric, e.unit, e.direction, e.target, e.by, e.start) for e in got.entries]
    assert told == [
        ("Grow", "raise_nps", "count", "up", "45", "2026-12-31", "30"),
        ("Grow", "cut_lead_time", "days", "up", "1020", "2026-12-31", "40"),
        ("Grow", "halve_the_churn", "share", "down", "4 %", "2026-12-31", "8 %"),
        ("Grow", "answer_fast", "hours", "down", "4", "", ""),
    ]
    assert got.unsaid == (
        (
            "line 5: Be loved",
            "it does not say whether more or less is better: a start value tells, or a column Direction",
        ),
    )


def test_dbt_metrics_are_taken_where_they_say_unit_and_direction() -> None:
    got = read_here(DBT.encode(), "metrics.yml")
    assert [(e.metric, e.unit, e.drivers) for e in got.entries] == [
        ("orders", "count", ()),
        ("large_orders", "count", ()),
        ("large_share", "share", ()),
        ("so_far", "money", ()),
        ("sales", "money", ("sales = orders * order_value",)),
    ]
    assert [what for what, _ in got.unsaid] == ["total", "more"]
    assert "config.meta.unit" in got.unsaid[0][1]
    assert "config.meta.direction" in got.unsaid[1][1]


def test_objectives_of_services_become_their_availability() -> None:
    got = read_here(OPENSLO.encode(), "slos.yaml")
    [entry] = got.entries
    assert (entry.metric, entry.source, entry.service) == ("availability_checkout", "availability", "checkout")
    assert float(entry.target.removesuffix(" %")) == 99.95
    assert got.unsaid == (("odd", "expected is Occurrences, Timeslices or RatioTimeslices"),)


@pytest.mark.parametrize(
    ("told", "target"),
    [
        ("< 30 days", Target("30", "days", "down")),
        ("at least 95%", Target("95 %", "share", "up")),
        ("more than $2M", Target("2000000.00", "money", "up")),
        ("Below 15 minutes", Target("0.25", "hours", "down")),
        ("At or above 5 MRs per month", Target("5", "count", "up")),
        ("≥ 1,250 sign-ups", Target("1250", "count", "up")),
        ("The target for this metric is at most 2 weeks", Target("14", "days", "down")),
    ],
)
def test_a_plain_target_in_prose_is_read(told: str, target: Target) -> None:
    assert target_of(told) == target


@pytest.mark.parametrize(
    "told",
    ["95%", "between 3 and 5 days", "at or within 5% of plan", "less than 10% are over 14 days", "below 2500ms", "TBD",
     "< 5% change", "at least 120%", "", "better than last year", "at or below 10:1", "above 5 or more"],
)  # fmt: skip
def test_a_target_that_is_not_wholly_understood_is_not_read(told: str) -> None:
    assert isinstance(target_of(told), str)


def test_the_handbooks_targets_are_read_as_a_person_reads_them() -> None:
    folder = shared("gitlab_handbook_2022", "data", "performance_indicators")
    with VERDICTS.open(encoding="utf-8") as file:
        verdicts = list(csv.DictReader(file))
    rows = {p.name: yaml.safe_load(p.read_text(encoding="utf-8")) for p in folder.glob("*.yml")}
    wrong = []
    for verdict in verdicts:
        said = target_of(rows[verdict["file"]][int(verdict["place"])]["target"])
        told = (said.value, said.unit, said.direction) if isinstance(said, Target) else ("", "", "")
        if told != (verdict["target"], verdict["unit"], verdict["direction"]):
            wrong.append((verdict, told))
    assert len(verdicts) >= 60
    assert wrong == []


def test_the_whole_handbook_is_read_and_what_is_left_has_a_reason() -> None:
    files = sorted(shared("gitlab_handbook_2022", "data", "performance_indicators").glob("*.yml"))
    got = [read_here(file.read_bytes(), file.name) for file in files]
    assert (sum(len(g.entries) for g in got), sum(len(g.unsaid) for g in got)) == (81, 148)
    assert all(why for g in got for _, why in g.unsaid)


@pytest.mark.parametrize(
    ("raw", "file", "says"),
    [
        (b"a,b\n1,2\n", "okrs.csv", "line 1"),
        (b"a: [", "metrics.yml", "not YAML"),
        (b"a: 1", "metrics.yml", "no goals are known"),
        (b"\xff\xfe", "metrics.yml", "not UTF-8"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\n" + b"".join(b"c%d: &c%d [*%s, *%s]\n" % (n, n, p, p) for n, p in
         [(0, b"b"), *((k, b"c%d" % (k - 1)) for k in range(1, 24))]), "bomb.yml", "bomb.yml"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_says_so_and_how_to_mend_it(raw: bytes, file: str, says: str) -> None:
    with pytest.raises(BadGoals, match=says):
        read_here(raw, file)


def test_a_file_is_read_apart_and_within_its_limits() -> None:
    assert taken_from(OKRS.encode(), "okrs.csv") == read_here(OKRS.encode(), "okrs.csv")
    with pytest.raises(BadGoals, match="line 1"):
        taken_from(b"a,b\n", "okrs.csv")
    with pytest.raises(BadGoals, match="longer than"):
        taken_from(OKRS.encode(), "okrs.csv", Limits(memory_bytes=10**9, seconds=0.001))
