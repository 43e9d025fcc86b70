"""Where plans clash: what it must get right beside the common examination."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from accord.clauses.charter import CalendarRules, Charter
from accord.findings.finding import Finding
from accord.units.period import local
from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.edited import changed, clauses, codes, found, interval, only, opens_right, with_rows

HOUR, DAY = np.timedelta64(3_600, "s"), np.timedelta64(86_400, "s")


def planned(seed: int = 2, **settings: float) -> Small:
    return small.change_world(np.random.default_rng(seed), **settings)


def entry(world: Small, kind: str, start: np.datetime64, end: np.datetime64) -> Small:
    return with_rows(world, "calendar", entry_id=[f"made-up {kind}"], kind=[kind], title=[f"A {kind} (made up)"],
                     starts_at=[start], ends_at=[end], side=["it"])  # fmt: skip


def one_change(world: Small, start: np.datetime64, end: np.datetime64, **columns: object) -> Small:
    """One more change that is still to come."""
    row = {"change_id": "CHG-X", "service": "checkout", "planned_start": start, "planned_end": end, "kind": "normal",
           "title": "Another change (made up)", **columns}  # fmt: skip
    return with_rows(world, "changes", **{name: [value] for name, value in row.items()})


def clashing(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if not f.subject.startswith("unchecked")]


def without_campaigns(world: Small) -> Small:
    return only(world, "campaigns", slice(0))


def at(moment: object) -> np.datetime64:
    assert isinstance(moment, datetime)
    return np.datetime64(moment, "s")


def test_slots_on_offer_meet_no_campaign_sale_or_freeze_and_are_cheaper() -> None:
    world = planned()
    start = world.start + 8 * DAY
    busy = entry(entry(world, "freeze", start, start + 6 * DAY), "sale", start + 7 * DAY, start + 9 * DAY)
    closed = [(world.tables["campaigns"]["starts_at"], world.tables["campaigns"]["ends_at"]),
              (busy.tables["calendar"]["starts_at"], busy.tables["calendar"]["ends_at"])]  # fmt: skip
    findings = clashing(found("clashes", busy, slots=10))
    assert findings
    for finding in findings:
        assert finding.grid is not None
        now, *offers = finding.grid.rows
        length = np.timedelta64(3 * 3_600, "s")
        for slot, risk, low, high in offers:
            begin = at(slot)
            for starts, ends in closed:
                assert not ((starts < begin + length) & (ends > begin)).any()
            assert low <= risk <= high
            assert risk < now[1]
        assert [row[1] for row in offers] == sorted(row[1] for row in offers)
        assert finding.figure("slot").value == offers[0][0]


def test_slots_begin_in_the_agreed_local_hours() -> None:
    rules = clauses(organisation={"zone": "Europe/Berlin"}, calendar={"slot_hours": [9, 16]})
    for finding in clashing(found("clashes", planned(), charter=rules)):
        assert finding.grid is not None
        for slot, *_ in finding.grid.rows[1:]:
            assert 9 <= local(slot, "Europe/Berlin").hour < 16


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_in_the_week_of_the_clock_change_clashes_are_those_of_a_minute_grid(zone: str) -> None:
    # Clocks change on 8 March in New York, 29 March in Berlin and 5 April on Lord Howe Island.
    rng, minute = np.random.default_rng(8), np.timedelta64(60, "s")
    first = np.datetime64({"Am": "2026-03-05", "Eu": "2026-03-26", "Au": "2026-04-02"}[zone[:2]], "s")
    starts = first + rng.integers(0, 5 * 1440, (2, 15)) * minute
    ends = starts + rng.integers(30, 600, (2, 15)) * minute
    names = [[f"{side}{i}" for i in range(15)] for side in "CX"]
    world = with_rows(without_campaigns(planned()), "campaigns", campaign_id=names[0], name=names[0],
                      starts_at=list(starts[0]), ends_at=list(ends[0]))  # fmt: skip
    world = with_rows(world, "changes", change_id=names[1], service=names[1], kind=["normal"] * 15, title=names[1],
                      planned_start=list(starts[1]), planned_end=list(ends[1]))  # fmt: skip
    told = clashing(found("clashes", world, charter=clauses(organisation={"zone": zone}), horizon_days=200))
    minutes = [
        [set(np.arange(*span, minute).astype(np.int64).tolist()) for span in zip(*side, strict=True)]
        for side in zip(starts, ends, strict=True)
    ]
    truth = {
        (f"C{i}:X{j}", len(a & b) * 60) for i, a in enumerate(minutes[0]) for j, b in enumerate(minutes[1]) if a & b
    }
    assert {(f.subject, interval(f, "overlap").mid) for f in told} == truth
    assert len(truth) > 10


def test_a_change_that_begins_when_a_campaign_ends_does_not_meet_it() -> None:
    world = planned()
    end = world.tables["campaigns"]["ends_at"][-1]
    quiet = one_change(world, end, end + HOUR, service="search")
    meets = one_change(world, end - np.timedelta64(60, "s"), end + HOUR, service="search")
    before, after = ({f.subject for f in clashing(found("clashes", w))} for w in (quiet, meets))
    assert not any("CHG-X" in subject for subject in before)
    assert [s for s in after if "CHG-X" in s] == ["Made-up 2:CHG-X"]


def test_clashes_below_the_agreed_price_pass() -> None:
    world = planned()
    amounts = sorted(f.amount.interval.mid for f in clashing(found("clashes", world)) if f.amount)
    least = int((amounts[0] + amounts[-1]) / 2)
    rules = replace(clauses(), calendar=CalendarRules(pass_below_minor=least))
    kept = clashing(found("clashes", world, charter=rules))
    assert [f.amount.interval.mid for f in kept if f.amount] == [a for a in amounts if a >= least]
    assert 0 < len(kept) < len(amounts)


def test_campaigns_that_nobody_checked_for_load_are_told() -> None:
    world = planned()
    unchecked = changed(world, "campaigns", capacity_checked_at=np.array(["NaT", "2026-01-01"], dtype="datetime64[s]"))
    told = [f for f in found("clashes", unchecked) if f.subject.startswith("unchecked")]
    assert [f.figure("campaign").value for f in told] == ["Made-up 1"]
    assert told[0].amount is None
    assert told[0].verdict
    assert opens_right(unchecked, told)
    assert not [f for f in found("clashes", world) if f.subject.startswith("unchecked")]


def test_a_change_in_a_freeze_is_told_with_the_campaign_and_says_so() -> None:
    world = planned()
    frozen = entry(world, "freeze", world.start - DAY, world.end)
    told = clashing(found("clashes", frozen))
    assert {f.subject for f in told} == {f.subject for f in clashing(found("clashes", world))}
    assert all("in_a_freeze" in codes(f) for f in told)


def test_a_change_in_a_freeze_without_a_campaign_is_a_clash_of_its_own() -> None:
    world = without_campaigns(planned())
    told = clashing(found("clashes", entry(world, "freeze", world.start, world.end)))
    assert len(told) == 2
    assert all(f.subject.startswith("made-up freeze:") and f.amount for f in told)


def test_maintenance_in_a_sale_is_told_without_a_price() -> None:
    world = without_campaigns(planned())
    start = world.start + 3 * DAY
    both = entry(entry(world, "sale", start, start + DAY), "maintenance", start + HOUR, start + 3 * HOUR)
    [told] = [f for f in clashing(found("clashes", both)) if "maintenance" in f.subject]
    assert told.amount is None
    assert told.verdict.startswith("No price")
    assert opens_right(both, [told])


def test_two_changes_of_one_service_clash_and_of_two_services_do_not() -> None:
    world = without_campaigns(planned())
    start = world.tables["changes"]["planned_start"][-1]
    same = one_change(world, start + HOUR, start + 4 * HOUR)
    other = one_change(world, start + HOUR, start + 4 * HOUR, service="search")
    assert [len(clashing(found("clashes", w))) for w in (world, same, other)] == [0, 1, 0]


@pytest.mark.parametrize("outcome", ["successful", "unsuccessful", "cancelled"])
def test_a_change_that_is_over_or_called_off_meets_nothing(outcome: str) -> None:
    world = planned()
    outcomes = world.tables["changes"]["outcome"].copy()
    outcomes[-2:] = outcome
    assert clashing(found("clashes", changed(world, "changes", outcome=outcomes))) == []


def test_a_service_that_fails_more_often_puts_more_at_risk() -> None:
    world = planned()
    changes = world.tables["changes"]
    past = changes["planned_start"] < world.start
    mine = past & (changes["service"] == "checkout") & (changes["kind"] == "normal")

    def failing(share: float) -> Small:
        outcomes = changes["outcome"].copy()
        outcomes[mine] = np.where(np.arange(mine.sum()) < share * mine.sum(), "unsuccessful", "successful")
        return changed(world, "changes", outcome=outcomes)

    careful, careless = (clashing(found("clashes", failing(share)))[0] for share in (0.0, 0.5))
    assert interval(careless, "chance").low > interval(careful, "chance").high
    assert careful.amount
    assert careless.amount
    assert careless.amount.interval.mid > 3 * careful.amount.interval.mid


def test_few_past_changes_are_flagged() -> None:
    world = planned()
    changes = world.tables["changes"]
    few = only(world, "changes", (changes["planned_start"] >= world.start) | (np.arange(len(changes["kind"])) < 5))
    assert all("few_changes" in codes(f) for f in clashing(found("clashes", few)))


def test_a_service_of_one_segment_puts_only_that_segment_at_risk() -> None:
    web: Charter = clauses(services=[{"name": "checkout", "carries": "orders", "segment": "web"}])
    world = planned()
    whole, part = (clashing(found("clashes", world, charter=c))[0] for c in (clauses(), web))
    assert interval(part, "exposed").mid == pytest.approx(0.6 * interval(whole, "exposed").mid, rel=0.05)


def test_a_service_under_another_name_of_its_clause_is_the_same_service() -> None:
    named = clauses(services=[{"name": "shop", "aliases": ["checkout"], "carries": "orders"}])
    told = clashing(found("clashes", planned(), charter=named))
    assert told
    assert all(f.figure("service").value == "shop" and f.amount for f in told)


def test_beyond_the_horizon_nothing_is_told() -> None:
    assert clashing(found("clashes", planned(), horizon_days=1)) == []


def test_settings_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="give 1 to 1100"):
        found("clashes", planned(), horizon_days=0)
    with pytest.raises(ValueError, match="give 0 to 10"):
        found("clashes", planned(), slots=11)
