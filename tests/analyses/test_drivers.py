"""What moved revenue: what it must get right beside the common examination."""

from __future__ import annotations

import numpy as np
import pytest

from accord.findings.finding import Finding
from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.edited import changed, found, interval, opens_right, with_rows

WEEK = np.timedelta64(7, "D")


def moved(seed: int = 4, **factors: tuple[float, ...]) -> Small:
    same = {"visits": (1.0,) * 4, "conversion": (1.0,) * 4, "order_value": (1.0,) * 4}
    return small.driver_world(np.random.default_rng(seed), moved={**same, **factors})


def without_visits(world: Small) -> Small:
    return Small({"orders": world.tables["orders"]}, world.start, world.end, world.truth)


def parts(finding: Finding) -> list[float]:
    return [interval(finding, f.name).mid for f in finding.figures if f.name.startswith("by_")]


@pytest.mark.parametrize("method", ["lmdi", "shapley"])
@pytest.mark.parametrize("seen", [True, False], ids=["with visits", "without visits"])
def test_the_parts_add_up_to_the_change_to_the_cent(method: str, seen: bool) -> None:
    world = small.driver_world(np.random.default_rng(4))
    [told] = found("drivers", world if seen else without_visits(world), method=method)
    orders = world.tables["orders"]
    later = orders["ordered_at"] >= world.start
    change = int(orders["amount_minor"][later].sum()) - int(orders["amount_minor"][~later].sum())
    assert told.amount
    assert sum(parts(told)) == told.amount.interval.mid == change
    assert told.breakdown is not None
    assert sum(sum(row[1:]) for row in told.breakdown.rows) == change


def test_visits_that_rise_alone_are_named() -> None:
    [told] = found("drivers", moved(visits=(1.4,) * 4))
    assert told.figure("dominant").value == "visits"
    assert interval(told, "by_visits").low > 0
    assert interval(told, "by_conversion").low < 0 < interval(told, "by_conversion").high


def test_a_higher_order_value_is_named_without_visits_too() -> None:
    [told] = found("drivers", without_visits(moved(order_value=(1.3,) * 4)))
    assert told.figure("dominant").value == "the order value"
    assert "by_visits" not in {f.name for f in told.figures}


def test_a_shift_between_channels_is_told_apart_as_mix() -> None:
    # Email converts best: as many visits as before, more of them by email.
    visits = (0.8, 0.8, 2.85, 0.8)
    [told] = found("drivers", moved(visits=visits))
    assert told.figure("dominant").value == "the mix of channels"
    assert interval(told, "by_mix").low > 0


def test_a_change_within_chance_has_a_verdict_and_no_amount() -> None:
    [told] = found("drivers", moved(seed=1))
    assert told.amount is None
    assert told.verdict == "No more than chance"
    assert "dominant" not in told.playback


def test_the_same_weeks_a_year_before_can_be_compared() -> None:
    world = moved(visits=(1.4,) * 4)
    tables = {}
    for table, column in (("orders", "ordered_at"), ("visits", "bin_start")):
        at = world.tables[table][column]
        early = at < world.start
        tables[table] = {**world.tables[table], column: np.where(early, at - 48 * WEEK, at)}
    year_apart = Small(tables, world.start, world.end, world.truth)
    assert found("drivers", year_apart) == []
    [told] = found("drivers", year_apart, compare="year")
    assert told.amount
    assert told.subject == "revenue:year"
    assert told.amount == found("drivers", world)[0].amount
    assert opens_right(year_apart, [told])


def test_less_than_two_weeks_tell_nothing() -> None:
    short = small.driver_world(np.random.default_rng(4), period_weeks=1)
    assert found("drivers", short) == []


def test_a_period_that_the_exports_do_not_cover_tells_nothing() -> None:
    world = small.driver_world(np.random.default_rng(4))
    late = world.tables["orders"]["ordered_at"] >= world.start - 1 * WEEK
    cut = {c: v[late] for c, v in world.tables["orders"].items()}
    assert found("drivers", Small({**world.tables, "orders": cut}, world.start, world.end, {})) == []


def test_orders_of_another_currency_count_where_there_is_a_rate() -> None:
    world = without_visits(moved(order_value=(1.3,) * 4))
    n = len(world.tables["orders"]["order_id"])
    mixed = changed(world, "orders", currency=np.where(np.arange(n) % 2, "EUR", "USD").astype(object))
    days = np.arange(world.start.astype("datetime64[D]") - 40, world.end.astype("datetime64[D]"))
    rated = with_rows(mixed, "rates", day=list(days), currency=["USD"] * len(days), per_base=[1.0] * len(days),
                      base=["EUR"] * len(days))  # fmt: skip
    [half], [whole] = found("drivers", mixed), found("drivers", rated)
    assert interval(whole, "after").mid == interval(found("drivers", world)[0], "after").mid
    assert interval(half, "after").mid < interval(whole, "after").mid
    assert opens_right(mixed, [half])
    assert opens_right(rated, [whole])


def test_a_formula_of_one_s_own_is_used() -> None:
    [told] = found("drivers", moved(visits=(1.4,) * 4), tree="revenue = orders * order_value", by="none")
    assert {f.name for f in told.figures if f.name.startswith("by_")} == {"by_orders", "by_order_value"}


def test_a_formula_that_needs_what_no_export_brings_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="there are: orders, revenue, visits"):
        found("drivers", moved(), tree="revenue = baskets * order_value")


def test_settings_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="give one of"):
        found("drivers", moved(), by="weekday")
