"""What outages cost: what it must get right beside the common examination."""

from __future__ import annotations

import numpy as np
import pytest

from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.edited import changed, clauses, codes, found, interval, only, opens_right, with_rows

MINUTES = np.timedelta64(60, "s")
CARRYING = [
    {"name": "checkout", "carries": "orders", "severities": ["1"]},
    {"name": "payments", "carries": "orders", "severities": ["1"]},
]


def one_outage(seed: int = 3, **settings: float) -> Small:
    """A world with five outages of four hours, so that what came back can be told; the last one is looked at."""
    return small.outage_world(np.random.default_rng(seed), shortest=240, longest=241, orders=30_000, **settings)


def last_outage(world: Small) -> tuple[np.datetime64, np.datetime64]:
    told = world.tables["incidents"]
    return told["started_at"][-1], told["ended_at"][-1]


def also_told(world: Small, **columns: object) -> Small:
    """One more incident, by default a second tool's word on the last outage."""
    start, end = last_outage(world)
    row = {"incident_id": "INC-7", "source_tool": "servicenow", "service": "checkout", "started_at": start,
           "ended_at": end, "severity": "1", "title": "Cannot pay (made up)", "planned": False, **columns}  # fmt: skip
    return with_rows(world, "incidents", **{name: [value] for name, value in row.items()})


def test_overlapping_outages_of_two_services_share_their_loss_to_the_cent() -> None:
    world = one_outage()
    start, end = last_outage(world)
    first = changed(
        world, "incidents", ended_at=np.append(world.tables["incidents"]["ended_at"][:-1], end - 60 * MINUTES)
    )
    both = also_told(first, service="payments", started_at=start + 60 * MINUTES, ended_at=end)
    whole = found("outages", world, charter=clauses(services=CARRYING))[-1]
    parts = found("outages", both, charter=clauses(services=CARRYING))[-2:]
    assert {p.figure("service").value for p in parts} == {"checkout", "payments"}
    assert all("overlaps" in codes(p) for p in parts)
    for figure in ("observed", "lost", "not_placed", "expected"):
        assert sum(interval(p, figure).mid for p in parts) == pytest.approx(interval(whole, figure).mid, abs=1e-6)
    assert whole.amount
    assert sum(p.amount.interval.mid for p in parts if p.amount) == whole.amount.interval.mid
    assert opens_right(both, parts)


def test_one_outage_told_by_three_tools_is_one_finding_that_keeps_all_three() -> None:
    world = one_outage()
    start, _ = last_outage(world)
    twice = also_told(world, started_at=start + 5 * MINUTES)
    thrice = also_told(twice, incident_id="OPS-12", source_tool="jira", ended_at=start + 200 * MINUTES)
    findings = found("outages", thrice)
    assert len(findings) == len(found("outages", world))
    told = findings[-1].figure("incidents").value
    assert isinstance(told, str)
    assert set(told.split(", ")) == {"made-up-8", "INC-7", "OPS-12"}
    assert findings[-1].evidence[1].rows == 3
    assert opens_right(thrice, findings)


def test_the_tool_of_record_says_when_the_outage_was() -> None:
    world = one_outage()
    start, end = last_outage(world)
    two = also_told(world, started_at=start + 30 * MINUTES, ended_at=end + 30 * MINUTES)
    [said] = found("outages", two, charter=clauses(record={"incidents": "servicenow"}))[-1:]
    assert said.period.start == (start + 30 * MINUTES).astype("datetime64[us]").item()
    assert said.period.end == (end + 30 * MINUTES).astype("datetime64[us]").item()


def test_an_incident_below_the_agreed_severity_is_not_priced_and_takes_no_share() -> None:
    world = one_outage()
    start, end = last_outage(world)
    minor = also_told(world, service="payments", severity="4", started_at=start - 600 * MINUTES, ended_at=end)
    without, beside = (found("outages", w, charter=clauses(services=CARRYING)) for w in (world, minor))
    assert [f.amount for f in beside] == [f.amount for f in without]


def test_planned_work_is_not_priced() -> None:
    world = one_outage()
    planned = changed(world, "incidents", planned=np.ones(8, dtype=bool))
    assert found("outages", planned) == []


def test_without_a_service_that_carries_orders_there_is_nothing_to_price() -> None:
    assert found("outages", one_outage(), charter=clauses(services=[])) == []
    assert found("outages", one_outage(), charter=clauses(services=[{"name": "checkout"}])) == []


def test_a_special_day_of_the_clauses_or_of_the_calendar_is_said() -> None:
    world = one_outage()
    day = last_outage(world)[0].astype("datetime64[D]")
    rules = clauses(calendar={"special_days": [day.item()]})
    sale = with_rows(world, "calendar", entry_id=["sale"], kind=["sale"], title=["Made-up sale"],
                     starts_at=[day.astype("datetime64[s]")], ends_at=[(day + 1).astype("datetime64[s]")])  # fmt: skip
    plain, by_clause, by_calendar = (
        found("outages", w, charter=c)[-1] for w, c in ((world, clauses()), (world, rules), (sale, clauses()))
    )
    special = {"special_day", "special_day_alone"}
    assert not codes(plain) & special
    assert codes(by_clause) & special
    assert codes(by_calendar) & special


def test_an_outage_that_still_lasts_is_priced_up_to_the_end_of_the_facts() -> None:
    world = one_outage()
    start, _ = last_outage(world)
    cut = only(world, "orders", world.tables["orders"]["ordered_at"] < start + 240 * MINUTES)
    ends = world.tables["incidents"]["ended_at"].copy()
    ends[-1] = np.datetime64("NaT")
    still = changed(cut, "incidents", ended_at=ends)
    [last] = [f for f in found("outages", still) if "still_open" in codes(f)]
    assert last.period.start == start.astype("datetime64[us]").item()
    assert opens_right(still, [last])


def test_a_service_of_one_segment_is_priced_on_that_segment_alone() -> None:
    world = one_outage(service="search")
    findings = found("outages", world)
    assert len(findings) == 8
    assert all(f.claims[0].scope == "web" and f.breakdown is None for f in findings)
    assert opens_right(world, findings)


def test_a_service_of_all_segments_shows_each_of_them() -> None:
    findings = found("outages", one_outage())
    for finding in findings:
        assert finding.breakdown is not None
        assert {row[0] for row in finding.breakdown.rows} == {"web", "app"}
        seen = sum(row[1] for row in finding.breakdown.rows)
        assert seen == interval(finding, "observed").mid


def test_the_campaign_that_ran_is_named_with_the_part_of_its_forecast_that_is_gone() -> None:
    world = one_outage()
    start, end = last_outage(world)
    planned = with_rows(world, "campaigns", campaign_id=["C-1", "C-2"], name=["Spring (made up)", "Small (made up)"],
                        starts_at=[start - 600 * MINUTES] * 2, ends_at=[end + 600 * MINUTES] * 2,
                        forecast_minor=[2_000_000, 1_000], currency=["EUR", "EUR"])  # fmt: skip
    last = found("outages", planned)[-1]
    assert last.amount
    assert last.figure("campaign").value == "Spring (made up)"
    assert interval(last, "forecast_share").mid == pytest.approx(last.amount.interval.mid / 2_000_000)
    assert "{forecast_share}" in last.wordings["marketing"].body
    assert opens_right(planned, [last])


def test_currencies_stay_apart_without_rates_and_are_added_with_them() -> None:
    world = one_outage()
    n = len(world.tables["orders"]["order_id"])
    mixed = changed(world, "orders", currency=np.where(np.arange(n) % 2, "EUR", "USD").astype(object))
    apart = found("outages", mixed)
    assert {f.subject.rsplit(":", 1)[1] for f in apart} == {"EUR", "USD"}
    assert opens_right(mixed, apart)
    days = np.arange(world.tables["orders"]["ordered_at"][0].astype("datetime64[D]"), np.datetime64("2027-01-01"))
    rated = with_rows(mixed, "rates", day=list(days), currency=["USD"] * len(days), per_base=[2.0] * len(days),
                      base=["EUR"] * len(days))  # fmt: skip
    joined = found("outages", rated)
    assert {f.subject.rsplit(":", 1)[1] for f in joined} == {"EUR"}
    assert opens_right(rated, joined)
    one = interval(found("outages", world)[-1], "expected").mid
    assert interval(joined[-1], "expected").mid == pytest.approx(one, rel=0.02)


def test_orders_without_a_rate_on_their_day_still_open_to_their_rows() -> None:
    world = one_outage()
    n = len(world.tables["orders"]["order_id"])
    mixed = changed(world, "orders", currency=np.where(np.arange(n) % 2, "EUR", "USD").astype(object))
    last = last_outage(world)[0].astype("datetime64[D]")
    late = with_rows(mixed, "rates", day=[last], currency=["USD"], per_base=[2.0], base=["EUR"])
    findings = found("outages", late)
    assert {f.subject.rsplit(":", 1)[1] for f in findings} == {"EUR", "USD"}
    assert opens_right(late, findings)


def test_margin_stands_beside_revenue_only_where_a_clause_gives_it() -> None:
    world = one_outage()
    last = found("outages", world)[-1]
    assert last.amount
    assert interval(last, "margin_lost").mid == pytest.approx(0.4 * last.amount.interval.mid)
    without = found("outages", world, charter=clauses(organisation={"margin": None}))[-1]
    assert "margin_lost" not in {f.name for f in without.figures}


def test_an_outage_that_recurs_costs_while_one_waits_and_a_single_one_does_not() -> None:
    world = one_outage()
    assert found("outages", world)[-1].waiting.weekly.mid > 0
    single = only(world, "incidents", slice(-1, None))
    assert [f.waiting.weekly.mid for f in found("outages", single)] == [0]


def test_a_recapture_time_out_of_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="give 1 to 72"):
        found("outages", one_outage(), recapture_hours=100)
