from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from accord.facts.tables import TABLES
from accord.worlds import small
from accord.worlds.small.shop import MEAN_MINOR, rhythm, spaced
from tests.support import engine_of

WORLDS: list[Callable[..., small.Small]] = [
    small.outage_world,
    small.campaign_world,
    small.change_world,
    small.driver_world,
    small.load_world,
    small.promise_world,
    small.quiet_world,
    small.quiet_drivers,
    small.quiet_load,
]
named = pytest.mark.parametrize("world", WORLDS, ids=lambda w: w.__name__)


def of(world: Callable[..., small.Small], seed: int, **settings: Any) -> small.Small:
    return world(np.random.default_rng(seed), **settings)


@named
def test_the_same_chance_gives_the_same_tables(world: Callable[..., small.Small]) -> None:
    first, again, other = of(world, 1), of(world, 1), of(world, 2)
    for table, columns in first.tables.items():
        for name, values in columns.items():
            np.testing.assert_array_equal(values, again.tables[table][name])
    assert len(first.tables["orders"]["amount_minor"]) != len(other.tables["orders"]["amount_minor"])


@named
def test_tables_are_fact_tables(world: Callable[..., small.Small]) -> None:
    for table, columns in of(world, 3).tables.items():
        required = {c.name for c in TABLES[table].columns if not c.optional}
        assert required <= set(columns) <= set(TABLES[table].names)
        assert len({len(values) for values in columns.values()}) == 1


@named
def test_tables_load_into_an_engine(world: Callable[..., small.Small]) -> None:
    made = of(world, 4)
    found = engine_of(made.tables).query("select count(*) as n, sum(amount_minor) as amount from orders")
    assert int(found["n"][0]) == len(made.tables["orders"]["order_id"])
    assert int(found["amount"][0]) == made.tables["orders"]["amount_minor"].sum()


@named
def test_orders_lie_in_order_inside_the_world(world: Callable[..., small.Small]) -> None:
    made = of(world, 5)
    at = made.tables["orders"]["ordered_at"]
    assert (np.diff(at) >= np.timedelta64(0, "s")).all()
    assert at[0] < made.start < made.end
    assert 5_000 < len(at) < 35_000
    assert len(set(made.tables["orders"]["order_id"].tolist())) == len(at)


def test_an_outage_leaves_the_share_that_it_spares() -> None:
    kept = would_be = back = stopped = 0
    for seed in range(60):
        made = of(small.outage_world, seed, loss=0.8, recapture=0.0)
        told = made.truth["incidents"]
        at = made.tables["orders"]["ordered_at"]
        inside = [
            int(((at >= a) & (at < b)).sum())
            for a, b in zip(made.tables["incidents"]["started_at"], made.tables["incidents"]["ended_at"], strict=True)
        ]
        kept += sum(inside)
        would_be += sum(inside) + int(told["not_placed"].sum())
        again = of(small.outage_world, seed).truth
        back, stopped = back + again["came_back"], stopped + again["not_placed"]
    assert kept / would_be == pytest.approx(0.2, abs=0.02)
    assert back / stopped == pytest.approx(0.3, abs=0.03)


def test_what_an_outage_stopped_is_lost_or_came_back() -> None:
    for seed in range(20):
        told = of(small.outage_world, seed).truth
        for unit in ("", "_minor"):
            parts = told["incidents"]
            np.testing.assert_array_equal(parts[f"not_placed{unit}"], parts[f"came_back{unit}"] + parts[f"lost{unit}"])
            assert parts[f"lost{unit}"].sum() == told[f"lost{unit}"]


def test_search_stops_only_orders_of_the_web() -> None:
    made = of(small.outage_world, 3, service="search", loss=1.0, recapture=0.0, luck=0.0)
    orders = made.tables["orders"]
    incidents = made.tables["incidents"]
    inside = np.zeros(len(orders["ordered_at"]), dtype=bool)
    for a, b in zip(incidents["started_at"], incidents["ended_at"], strict=True):
        inside |= (orders["ordered_at"] >= a) & (orders["ordered_at"] < b)
    assert set(orders["segment"][inside].tolist()) == {"app"}


def test_campaigns_bring_their_lift_and_are_missed_afterwards() -> None:
    extra = expected = missing = ordinary = 0.0
    for seed in range(60):
        told = of(small.campaign_world, seed).truth["campaigns"]
        extra, expected = extra + told["extra"].sum(), expected + told["expected_extra"].sum()
        missing += told["missing"].sum()
        ordinary += 2 * 2 * 15_000 / 70
    assert extra == pytest.approx(expected, rel=0.03)
    assert missing / ordinary == pytest.approx(0.08, abs=0.01)


def test_no_lift_means_no_extra_order() -> None:
    assert of(small.campaign_world, 1, lift=0.0).truth["campaigns"]["extra"].sum() == 0


def test_past_changes_fail_by_their_odds_and_those_to_come_have_no_outcome() -> None:
    failed, likely = 0.0, 0.0
    for seed in range(40):
        made = of(small.change_world, seed)
        changes, odds = made.tables["changes"], made.truth["odds"]
        known = dict(zip(zip(odds["service"], odds["kind"], strict=True), odds["probability"], strict=True))
        past = changes["planned_start"] < made.start
        assert set(changes["outcome"][~past].tolist()) == {None}
        failed += (changes["outcome"][past] == "unsuccessful").sum()
        likely += sum(known[s, k] for s, k in zip(changes["service"][past], changes["kind"][past], strict=True))
    assert failed == pytest.approx(likely, rel=0.1)


def test_a_clash_is_priced_by_all_that_is_sold_in_it() -> None:
    made = of(small.change_world, 8)
    clash, campaign = made.truth["clashes"], made.tables["campaigns"]
    np.testing.assert_allclose(clash["at_risk_minor"], clash["sold_minor"] * clash["probability"])
    assert (campaign["starts_at"] <= clash["starts_at"]).all()
    assert (clash["ends_at"] <= campaign["ends_at"]).all()
    share = clash["expected_minor"] / campaign["forecast_minor"]
    assert ((share > 0.02) & (share < 0.9)).all()


def test_effects_of_drivers_add_up_to_the_change_that_is_seen() -> None:
    seen, told = 0.0, 0.0
    for seed in range(30):
        made = of(small.driver_world, seed)
        orders = made.tables["orders"]
        later = orders["ordered_at"] >= made.start
        seen += orders["amount_minor"][later].sum() - orders["amount_minor"][~later].sum()
        told += made.truth["change_minor"]
        assert sum(e.sum() for e in made.truth["effects"].values()) == pytest.approx(made.truth["change_minor"])
    assert seen == pytest.approx(told, rel=0.05)


def test_a_single_driver_explains_the_whole_change() -> None:
    moved = {"visits": (1.2,) * 4, "conversion": (1.0,) * 4, "order_value": (1.0,) * 4}
    told = of(small.driver_world, 1, moved=moved).truth
    assert told["effects"]["visits"].sum() == pytest.approx(0.2 * 8_000 * MEAN_MINOR)
    assert told["effects"]["conversion"].sum() == told["effects"]["order_value"].sum() == 0


def test_strain_and_incidents_come_as_often_as_planned() -> None:
    bad = expected = inside = extra = rescues = 0.0
    for seed in range(80):
        made = of(small.load_world, seed)
        told = made.truth["campaigns"]
        bad, expected = bad + told["extra_bad"].sum(), expected + told["expected_extra_bad"].sum()
        inside, extra = inside + told["incidents"].sum(), extra + told["expected_extra_incidents"].sum()
        rescues += told["emergency_changes"].sum()
        assert (made.tables["availability"]["good"] <= made.tables["availability"]["total"]).all()
        assert told["emergency_changes"].sum() == len(made.tables["changes"]["change_id"])
    assert bad == pytest.approx(expected, rel=0.05)
    assert inside == pytest.approx(extra * 6 / 5, rel=0.2)
    assert rescues / 240 == pytest.approx(1.0, abs=0.2)


def test_quiet_worlds_have_no_effect() -> None:
    for seed in range(10):
        made = of(small.quiet_world, seed)
        assert (made.truth["lost"], made.truth["extra"]) == (0, 0)
        assert of(small.quiet_drivers, seed).truth["change_minor"] == 0
        assert of(small.quiet_load, seed).truth["campaigns"]["extra_bad"].sum() == 0


def test_orders_flow_through_incidents_of_a_quiet_world() -> None:
    inside = expected = 0.0
    for seed in range(60):
        made = of(small.quiet_world, seed)
        at = made.tables["orders"]["ordered_at"]
        spans = zip(made.tables["incidents"]["started_at"], made.tables["incidents"]["ended_at"], strict=True)
        inside += sum(int(((at >= a) & (at < b)).sum()) for a, b in spans)
        minutes = made.tables["incidents"]["ended_at"] - made.tables["incidents"]["started_at"]
        expected += float(minutes.sum() / np.timedelta64(1, "m")) * 15_000 / 100_800
    assert inside == pytest.approx(expected, rel=0.15)


def test_the_rhythm_of_a_week_has_mean_one_and_an_evening_peak() -> None:
    week = rhythm(1)
    assert week.mean() == pytest.approx(1.0)
    assert 19 * 60 <= int(week[:1440].argmax()) <= 21 * 60


@pytest.mark.parametrize("seed", range(20))
def test_stretches_keep_their_distance(seed: int) -> None:
    lengths = np.array([30, 200, 60, 90])
    starts = spaced(np.random.default_rng(seed), lengths, 100, 2_000, 120)
    assert starts[0] >= 100
    assert ((starts + lengths)[:-1] + 120 <= starts[1:]).all()
    assert (starts + lengths)[-1] <= 2_000


def test_stretches_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        spaced(np.random.default_rng(0), np.array([500, 500, 500]), 0, 1_000, 10)


def test_clauses_carry_the_orders_that_worlds_stop() -> None:
    told = small.clauses()
    assert [s["carries"] for s in told["services"]] == ["orders", "orders"]
    assert "made up" in told["organisation"]["name"]
