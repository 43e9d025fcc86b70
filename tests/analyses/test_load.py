"""What campaigns asked of the systems: what it must get right beside the common examination."""

from __future__ import annotations

import numpy as np
import pytest

from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.edited import changed, clauses, codes, found, interval, only, opens_right, with_rows

DAY = np.timedelta64(86_400, "s")


def strained(seed: int = 3, **settings: float) -> Small:
    return small.load_world(np.random.default_rng(seed), **settings)


def test_a_strain_that_is_felt_is_priced() -> None:
    [told] = found("load", strained(strain=0.05, hazard=1.0, weekly_incidents=0.0))
    truth = 3 * 3 * 1440 * 0.05 * 60
    assert told.amount
    assert interval(told, "extra_minutes").low <= truth <= interval(told, "extra_minutes").high
    assert told.cell == "marketing_cost_it"


def test_campaigns_told_late_or_never_are_counted() -> None:
    world = strained()
    starts = world.tables["campaigns"]["starts_at"]
    told = np.array([starts[0] - 20 * DAY, starts[1] - 2 * DAY, np.datetime64("NaT")])
    [finding] = found("load", changed(world, "campaigns", announced_at=told))
    assert interval(finding, "late").mid == 2
    assert interval(finding, "campaigns").mid == 3
    assert interval(finding, "told").mid == pytest.approx(11 * 86_400)
    [patient] = found("load", changed(world, "campaigns", announced_at=told), least_days=1)
    assert interval(patient, "late").mid == 1


def test_emergency_changes_count_for_the_campaign_that_they_name() -> None:
    world = strained(rescues=0.0)
    at = world.tables["campaigns"]["starts_at"][0] + DAY
    asked = with_rows(
        world,
        "changes",
        change_id=["by-id", "by-title", "by-reason", "other", "normal"],
        service=["checkout"] * 5,
        planned_start=[at] * 5,
        planned_end=[at + 3600] * 5,
        kind=["emergency"] * 4 + ["normal"],
        title=["x", "More room for MADE-UP 2", "x", "Expired certificate (made up)", "Made-up 1"],
        reason=["x", "x", "Traffic of made-up 3", "x", "x"],
        campaign_id=["Made-up 1", None, None, None, "Made-up 1"],
    )
    [told] = found("load", asked)
    assert interval(told, "emergencies").mid == 3
    assert told.breakdown is not None
    assert [row[2] for row in told.breakdown.rows] == [1, 1, 1]
    assert opens_right(asked, [told])


def test_a_name_inside_a_longer_word_or_too_short_to_tell_is_no_mention() -> None:
    world = strained(rescues=0.0)
    short = changed(world, "campaigns", campaign_id=np.array(["12", "C-20", ""], object),
                    name=np.array(["Sale", "May", "Spring"], object))  # fmt: skip
    at = world.tables["campaigns"]["starts_at"][0] + DAY
    asked = with_rows(short, "changes", change_id=["a", "b", "c"], service=["checkout"] * 3, planned_start=[at] * 3,
                      planned_end=[at + 3600] * 3, kind=["emergency"] * 3,
                      title=["Priority 12, wholesale", "Maybe C-201", "The SALE brings load"],
                      reason=["x"] * 3, campaign_id=[None] * 3)  # fmt: skip
    [told] = found("load", asked)
    assert told.breakdown is not None
    assert {row[0]: row[2] for row in told.breakdown.rows} == {"Sale": 1, "May": 0, "Spring": 0}


def test_incidents_stand_in_where_nothing_was_measured() -> None:
    world = only(strained(hazard=40.0, weekly_incidents=1.0), "availability", slice(0))
    [told] = found("load", world)
    assert interval(told, "incidents").mid > interval(told, "usual_incidents").mid
    assert interval(told, "failed_minutes").mid > 0


def test_without_campaigns_there_is_nothing_to_tell() -> None:
    assert found("load", only(strained(), "campaigns", slice(0))) == []


def test_without_any_record_of_failures_there_is_nothing_to_tell() -> None:
    world = only(only(strained(), "availability", slice(0)), "incidents", slice(0))
    assert found("load", world) == []


def test_without_like_hours_it_cannot_tell() -> None:
    world = strained()
    always = with_rows(world, "campaigns", campaign_id=["C-9"], name=["All year (made up)"],
                       starts_at=[world.start - 200 * DAY], ends_at=[world.end + DAY])  # fmt: skip
    [told] = found("load", always)
    assert told.amount is None
    assert told.verdict.startswith("Cannot tell")
    assert told.grid is None


def test_campaigns_without_like_hours_are_left_out_and_it_says_so() -> None:
    world = strained(strain=0.05, campaigns=2)
    starts = np.array([world.start + 3 * DAY, world.end - 20 * DAY])
    long = changed(world, "campaigns", starts_at=starts, ends_at=np.array([starts[0] + 3 * DAY, world.end]))
    [told] = found("load", long, weeks=1)
    assert "unmatched" in codes(told)


def test_planned_work_during_a_campaign_is_not_its_fault() -> None:
    world = strained(strain=0.05, weekly_incidents=0.0)
    runs = world.tables["campaigns"]
    planned = with_rows(world, "incidents", incident_id=["M-1", "M-2", "M-3"], source_tool=["jira"] * 3,
                        service=["checkout"] * 3, started_at=list(runs["starts_at"]),
                        ended_at=list(runs["ends_at"]), severity=["1"] * 3, planned=[True] * 3)  # fmt: skip
    [told] = found("load", planned)
    assert interval(told, "failed_minutes").mid == 0
    assert told.amount is None


def test_without_a_service_that_carries_orders_there_is_nothing_to_tell() -> None:
    assert found("load", strained(), charter=clauses(services=[{"name": "checkout"}])) == []


def test_settings_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="give 1 to 12"):
        found("load", strained(), weeks=0)
    with pytest.raises(ValueError, match="give 0 to 90"):
        found("load", strained(), least_days=-1)
