import numpy as np
import pytest

from accord.worlds.clashing import expected_minor
from accord.worlds.orders import STATUSES
from accord.worlds.retailer import Later, Settings, World
from tests.worlds.made import SMALL, VERSIONS, truth, written


@pytest.mark.parametrize("later", VERSIONS)
def test_what_was_wished_is_placed_or_lost(later: Later | None) -> None:
    total = truth(later)["totals"]
    for unit in ("orders", "minor"):
        assert total["wished"][unit] - total["lost"][unit] == total["placed"][unit]
        assert total["not_placed"][unit] == total["came_back"][unit] + total["lost"][unit]


@pytest.mark.parametrize("later", VERSIONS)
def test_incidents_add_up_to_the_whole_loss(later: Later | None) -> None:
    known = truth(later)
    for what in ("not_placed", "came_back", "lost"):
        for unit in ("orders", "minor"):
            assert sum(i[what][unit] for i in known["incidents"]) == known["totals"][what][unit]
    for i in known["incidents"]:
        assert i["lost"]["orders"] <= i["not_placed"]["orders"] <= i["would_be"]["orders"]


def test_campaigns_bring_and_pull_forward_what_was_drawn() -> None:
    world, known = World(SMALL), truth()
    extra = dict.fromkeys((c.campaign_id for c in world.campaigns), 0)
    pulled = dict(extra)
    for _, draw, _ in world.days(world.period()):
        kept = draw.wished.status != STATUSES.index("cancelled")
        for n, c in enumerate(world.campaigns):
            extra[c.campaign_id] += int((kept & (draw.wished.campaign == n)).sum())
            pulled[c.campaign_id] += int((kept & (draw.dip == n)).sum())
    for told in known["campaigns"]:
        assert told["extra"]["orders"] == extra[told["campaign_id"]]
        assert told["pulled_forward"]["orders"] == pulled[told["campaign_id"]]


def test_campaigns_bring_what_they_are_expected_to() -> None:
    from accord.worlds.spending import budgets

    world = World(Settings(orders=600_000, months=4, later_months=1))
    expected = sum(
        b.expected_orders for c, b in budgets(world).items() if c in {x.campaign_id for x in world.campaigns}
    )
    drawn = sum(int((d.wished.campaign >= 0).sum()) for v in VERSIONS[::2] for _, d, _ in world.days(world.period(v)))
    assert drawn == pytest.approx(expected, rel=0.05)


def test_months_add_up_to_the_totals() -> None:
    known = truth()
    assert sum(m["placed_minor"] for m in known["drivers"]["months"]) == known["totals"]["placed"]["minor"]
    assert sum(m["would_be_orders"] for m in known["drivers"]["months"]) == known["totals"]["wished"]["orders"]


def test_planted_shifts_show_in_the_last_month() -> None:
    world = World(Settings(orders=400_000, months=2, later_months=1))
    from accord.worlds.tally import Tally
    from accord.worlds.visits import visits

    tally = Tally(world, world.period())
    for day, draw, placed in world.days(world.period()):
        tally.add(day, draw, placed, visits(world, day, draw), ())
    before, after = tally.months["2025-11"], tally.months["2025-12"]
    converts = [(m[1] / m[0]).reshape(2, 4) for m in (before, after)]
    assert (converts[1] / converts[0])[0] == pytest.approx(0.93, rel=0.06)
    assert (converts[1] / converts[0])[1] == pytest.approx(1.0, rel=0.06)
    worth = [m[2].sum() / m[1].sum() for m in (before, after)]
    assert worth[1] / worth[0] == pytest.approx(1.03, abs=0.015)


def test_the_planted_clash_is_told_with_its_odds() -> None:
    (planted,) = [c for c in truth()["clashes"] if c["planted"]]
    assert planted["failure_probability"] == 0.12
    assert planted["at_risk_minor"] == pytest.approx(0.12 * planted["expected_sales_minor"], abs=1)
    assert 0 < planted["expected_extra_minor"] < planted["expected_sales_minor"]


def test_changes_fail_as_often_as_their_odds_say() -> None:
    made = failed = expected = 0.0
    for seed in range(30):
        for change in World(Settings(seed=seed)).changes:
            if not change.planted:
                made, failed, expected = made + 1, failed + change.failed, expected + change.fails
    assert made > 5_000
    assert failed == pytest.approx(expected, rel=0.12)


def test_a_kept_promise_costs_less_than_a_broken_one() -> None:
    assert written("kept") != written("broken")
    kept, broken = (
        sum(i["lost"]["minor"] for i in truth(v)["incidents"] if i["service"] == "checkout") for v in VERSIONS[1:]
    )
    assert kept < 0.5 * broken


def test_sales_expected_in_an_overlap_are_those_that_are_drawn() -> None:
    world = World(Settings(orders=3_000_000, months=2, later_months=1))
    campaign = world.campaigns[0]
    day = int((campaign.starts_at - world.midnights[0]) / np.timedelta64(1, "D")) + 1
    start, end = world.midnights[day], world.midnights[day + 1]
    extra, sold = expected_minor(world, campaign, start, end, ("web",))
    drawn = world.draw(day).wished
    web = drawn.segment == 0
    assert drawn.amount_minor[web].sum() == pytest.approx(sold, rel=0.2)
    ours = drawn.amount_minor[web & (drawn.campaign == 0)].sum()
    assert ours / drawn.amount_minor[web].sum() == pytest.approx(extra / sold, rel=0.03)
