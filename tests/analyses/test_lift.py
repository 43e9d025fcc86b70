"""What campaigns brought: what it must get right beside the common examination."""

from __future__ import annotations

import numpy as np
import pytest

from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.edited import changed, clauses, codes, found, interval, opens_right, with_rows

DAY = np.timedelta64(86_400, "s")


def two_campaigns(seed: int = 5, **settings: float) -> Small:
    return small.campaign_world(np.random.default_rng(seed), weeks=14, history_weeks=10, orders=30_000, **settings)


def test_campaigns_that_overlap_are_told_as_one_that_cannot_be_split() -> None:
    world = two_campaigns()
    plan = world.tables["campaigns"]
    again = with_rows(world, "campaigns", campaign_id=["C-9"], name=["Made-up 9"],
                      starts_at=[plan["starts_at"][0] + DAY // 2], ends_at=[plan["ends_at"][0]])  # fmt: skip
    findings = found("lift", again)
    assert len(findings) == 2
    [joint] = [f for f in findings if "not_separable" in codes(f)]
    told = joint.figure("campaign").value
    assert isinstance(told, str)
    assert set(told.split(" and ")) == {"Made-up 1", "Made-up 9"}
    assert "cannot be told apart" in joint.wordings["marketing"].body
    assert opens_right(again, findings)


def test_campaigns_one_after_the_other_are_told_apart() -> None:
    world = two_campaigns()
    plan = world.tables["campaigns"]
    after = with_rows(world, "campaigns", campaign_id=["C-9"], name=["Made-up 9"],
                      starts_at=[plan["ends_at"][0]], ends_at=[plan["ends_at"][0] + DAY])  # fmt: skip
    findings = found("lift", after)
    assert len(findings) == 3
    assert not any("not_separable" in codes(f) for f in findings)


def test_the_dip_afterwards_is_told_apart_from_what_it_brought() -> None:
    calm, dipped = two_campaigns(dip=0.0), two_campaigns(dip=0.6)
    for one, other in zip(found("lift", calm), found("lift", dipped), strict=True):
        assert interval(other, "followed").high < 0
        assert interval(other, "followed").mid < interval(one, "followed").mid
        assert interval(other, "brought").mid == pytest.approx(interval(one, "brought").mid, rel=0.25)


def test_costs_of_two_platforms_are_added() -> None:
    world = two_campaigns()
    costs = world.tables["campaign_results"]
    n = len(costs["day"])
    second = with_rows(world, "campaign_results", day=list(costs["day"]), campaign_id=list(costs["campaign_id"]),
                       channel=["google_ads"] * n, cost_minor=list(costs["cost_minor"] * 2),
                       currency=["EUR"] * n)  # fmt: skip
    for one, both in zip(found("lift", world), found("lift", second), strict=True):
        mine = costs["campaign_id"] == one.figure("campaign").value
        assert interval(one, "cost").mid == costs["cost_minor"][mine].sum()
        assert interval(both, "cost").mid == 3 * interval(one, "cost").mid


def test_costs_in_a_currency_without_a_rate_are_not_told() -> None:
    world = two_campaigns()
    n = len(world.tables["campaign_results"]["day"])
    foreign = changed(world, "campaign_results", currency=np.full(n, "USD", dtype=object))
    assert all("cost" not in {f.name for f in finding.figures} for finding in found("lift", foreign))


def test_costs_are_found_by_the_campaign_s_name_where_the_platform_has_other_ids() -> None:
    world = two_campaigns()
    renamed = changed(world, "campaigns", campaign_id=np.array(["C-1", "C-2"], dtype=object))
    before, after = ([interval(f, "cost").mid for f in found("lift", w)] for w in (world, renamed))
    assert before == after


def test_without_a_lift_no_amount_is_told() -> None:
    findings = found("lift", two_campaigns(lift=0.0, dip=0.0, seed=6))
    assert {f.verdict for f in findings} == {"No measurable effect"}
    assert all(f.amount is None for f in findings)


def test_an_outage_inside_a_campaign_neither_helps_nor_harms_it() -> None:
    world = two_campaigns()
    plan, orders = world.tables["campaigns"], world.tables["orders"]
    start = plan["starts_at"][0] + DAY // 2
    end = start + DAY // 4
    kept = (orders["ordered_at"] < start) | (orders["ordered_at"] >= end)
    stopped = Small({**world.tables, "orders": {c: v[kept] for c, v in orders.items()}}, world.start, world.end, {})
    told = with_rows(stopped, "incidents", incident_id=["I-1"], source_tool=["jira"], service=["checkout"],
                     started_at=[start], ended_at=[end], severity=["1"], planned=[False])  # fmt: skip
    known, unknown = (interval(found("lift", w)[0], "expected").mid for w in (told, stopped))
    assert known < unknown
    assert opens_right(told, found("lift", told))


def test_a_campaign_that_still_runs_is_told_up_to_where_the_facts_end() -> None:
    world = two_campaigns()
    ends = world.tables["campaigns"]["ends_at"].copy()
    ends[-1] = world.end + 30 * DAY
    last = found("lift", changed(world, "campaigns", ends_at=ends))[-1]
    assert last.period.end <= world.end.astype("datetime64[us]").item()


def test_a_campaign_before_the_period_is_not_told_again() -> None:
    world = two_campaigns()
    plan = world.tables["campaigns"]
    earlier = changed(world, "campaigns", starts_at=plan["starts_at"] - 35 * DAY, ends_at=plan["ends_at"] - 35 * DAY)
    assert found("lift", earlier) == []


def test_the_owner_of_a_campaign_is_named() -> None:
    owners = [{"subject": "campaign:Made-up 1", "marketing": "Brand lead", "it": "Shop lead"}]
    first = found("lift", two_campaigns(), charter=clauses(owners=owners))[0]
    assert (first.owner_marketing, first.owner_it) == ("Brand lead", "Shop lead")
