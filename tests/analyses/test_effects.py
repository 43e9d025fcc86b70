"""Did the promise pay? Measured by the analysis that found the loss, over the time before and the time after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from accord.analyses.base import Analysis
from accord.analyses.discovery import discover, load
from accord.analyses.effects import Decided, Measured, before, measure, subject_of
from accord.analyses.run import run
from accord.units.interval import Interval
from accord.units.period import Period
from accord.worlds import small
from tests.analyses.promised import Promised, ask, by_chance, facts, shop, until, weeks, without
from tests.analyses.sitting import CHARTER, moment
from tests.analyses.sitting import ask as sit
from tests.analyses.worlds import SITTINGS


@cache
def kept() -> Promised:
    return shop(1, after=1)


@cache
def unchanged() -> Promised:
    return shop(2, after=10)


@cache
def of_kept() -> Measured:
    return ask(kept())


@cache
def of_unchanged() -> Measured:
    return ask(unchanged())


def test_a_promise_that_nine_of_ten_outages_stay_away_is_kept() -> None:
    found = of_kept()
    assert found.effect is not None
    assert found.before.least is not None
    assert found.effect.low <= kept().truth <= found.effect.high
    assert found.verdict(found.before.least) == "kept"
    assert (found.before.figure, found.before.unit, found.before.currency) == ("money_lost", "money", "EUR")


def test_a_promise_after_which_nothing_changed_is_broken() -> None:
    found = of_unchanged()
    assert found.effect is not None
    assert found.before.baseline is not None
    assert found.effect.low <= unchanged().truth <= found.effect.high
    assert found.verdict(0.8 * found.before.baseline.mid) == "broken"
    assert found.verdict(1.0) == "cannot_tell"


@pytest.mark.soak
@pytest.mark.parametrize("after", [10.0, 5.0])
def test_the_interval_holds_the_true_effect_through_the_whole_chain(after: float) -> None:
    """From orders and incidents to the effect: nothing is lost between the analysis and the method."""
    held = 0
    for seed in range(3_000, 3_200):
        made = by_chance(seed, after=after)
        effect = ask(made, told_to={"incidents": made.later.end}).effect
        assert effect is not None
        held += effect.low <= made.truth <= effect.high
    assert 0.84 <= held / 200 <= 0.97


def test_every_outage_of_the_history_and_of_the_later_period_goes_in_by_name_and_revision() -> None:
    found = of_unchanged()
    assert len(found.findings) == 10
    assert len(found.before.findings) == pytest.approx(40, abs=4)
    assert all(len(u.finding) == 10 and len(u.revision) == 16 for u in found.findings)
    assert all(u.period.start >= unchanged().later.start for u in found.findings)


def test_no_outage_in_a_period_that_the_facts_cover_means_that_nothing_was_lost() -> None:
    none = shop(3, after=0)
    reach = {"incidents": none.later.end}
    found = ask(none, told_to=reach)
    assert found.later is not None
    assert (found.later.mid, found.findings) == (0, ())
    assert found.later.high > 0
    assert found.before.least is not None
    assert found.verdict(found.before.least) == "kept"


def test_incidents_that_stop_are_no_proof_where_their_export_may_have_stopped() -> None:
    found = ask(shop(3, after=0))
    assert (found.effect, [f.code for f in found.cannot]) == (None, ["not_covered"])
    assert found.cannot[0].sentence.startswith("The incidents reach to 20")
    assert found.verdict(1.0) == "cannot_tell"


def test_a_period_that_is_not_over_cannot_be_told() -> None:
    found = ask(unchanged(), as_of=unchanged().later.end - timedelta(days=20))
    assert [f.code for f in found.cannot] == ["too_early"]
    assert "2027-03-29" in found.cannot[0].sentence


def test_facts_that_end_with_the_last_order_of_the_period_cover_it() -> None:
    found = ask(unchanged(), as_of=unchanged().later.end - timedelta(minutes=7))
    assert found.effect is not None


def test_orders_that_end_early_cannot_be_told() -> None:
    cut = until(unchanged().tables, "orders", unchanged().later.end - timedelta(days=9))
    found = ask(unchanged(), cut)
    assert [f.code for f in found.cannot] == ["not_covered"]


def test_a_week_without_orders_in_the_later_period_is_a_hole_and_not_a_success() -> None:
    hole = weeks(57, 58)
    found = ask(unchanged(), without(unchanged().tables, "orders", hole))
    assert [f.code for f in found.cannot] == ["hole"]
    assert f"between {hole.start - timedelta(days=1):%Y-%m-%d}" in found.cannot[0].sentence


def test_a_month_without_orders_in_the_history_is_left_out_and_not_taken_for_a_quiet_one() -> None:
    gone = without(unchanged().tables, "orders", weeks(20, 24))
    whole, holed = of_unchanged().before, ask(unchanged(), gone).before
    assert whole.usual is not None
    assert holed.usual == pytest.approx(whole.usual, rel=0.25)


def test_facts_that_begin_after_the_earlier_period_leave_nothing_to_measure_against() -> None:
    made = unchanged()
    start = np.datetime64(made.baseline.end)
    orders = made.tables["orders"]
    young = {**made.tables, "orders": {n: c[orders["ordered_at"] >= start] for n, c in orders.items()}}
    assert [f.code for f in ask(made, young).cannot] == ["no_history"]


def test_a_history_no_longer_than_the_quarter_is_too_short() -> None:
    made = replace(unchanged(), baseline=weeks(3, 15), later=weeks(15, 27))
    found = ask(made)
    assert [f.code for f in found.cannot] == ["short_history"]


def test_a_service_that_never_failed_cannot_fail_less() -> None:
    found = ask(unchanged(), subject="service:search")
    assert [f.code for f in found.cannot] == ["nothing_before"]


def test_a_shop_so_small_that_no_outage_has_a_price_cannot_tell() -> None:
    found = ask(shop(4, orders=600))
    assert [f.code for f in found.cannot] == ["untold"]
    assert "tell no number" in found.cannot[0].sentence


def test_an_outage_without_a_price_of_its_own_is_valued_by_the_orders_it_lost() -> None:
    found = ask(shop(5, orders=25_000, longest=120))
    told = [u.told for u in found.before.findings]
    assert None in told
    assert "stood_in" in [f.code for f in found.before.cautions]
    assert found.before.usual is not None
    assert found.before.history is not None
    whole = found.before.usual * found.before.history.seconds / found.before.seconds
    assert whole > 1.02 * sum(v for v in told if v is not None)


def test_one_outage_does_not_come_again_so_nothing_can_be_promised_about_it() -> None:
    with pytest.raises(ValueError, match="does not come again; promise about service:NAME"):
        ask(unchanged(), subject="checkout:made-up-3:EUR")


def test_a_promise_cannot_count_from_within_the_time_it_is_measured_against() -> None:
    with pytest.raises(ValueError, match="before its earlier period ends"):
        ask(replace(unchanged(), later=weeks(50, 62)))


def test_what_a_finding_says_once_is_promised_about_what_comes_again() -> None:
    outages = load("outages")
    with facts(unchanged().tables) as engine:
        [first, *_] = run(outages, engine, CHARTER, unchanged().later, as_of=unchanged().later.end)
    assert subject_of(outages, first) == "service:checkout"
    assert subject_of(load("load"), replace(first, subject="campaigns")) == "campaigns"
    assert subject_of(load("lift"), replace(first, figures=())) == "*"


def test_the_same_facts_give_the_same_answer() -> None:
    assert ask(unchanged()) == of_unchanged()
    assert ask(unchanged(), seed=5) != of_unchanged()


def test_amounts_a_hundred_times_as_large_give_an_effect_a_hundred_times_as_large() -> None:
    made = kept()
    orders = {**made.tables["orders"], "amount_minor": made.tables["orders"]["amount_minor"] * 100}
    one, other = of_kept().effect, ask(made, {**made.tables, "orders": orders}).effect
    assert one is not None
    assert other is not None
    assert (other.low, other.mid, other.high) == pytest.approx((one.low * 100, one.mid * 100, one.high * 100), rel=0.01)


def test_the_margin_can_be_promised_instead_of_the_revenue() -> None:
    revenue, margin = of_kept().before, ask(kept(), figure="margin_lost").before
    assert revenue.baseline is not None
    assert margin.baseline is not None
    assert margin.baseline.mid == pytest.approx(0.4 * revenue.baseline.mid, rel=0.02)


def _expected(made: Promised) -> Decided:
    """What the page of the decision says, before the later period begins."""
    outages = load("outages")
    with facts(until(made.tables, "orders", made.later.start)) as engine:
        return before(
            outages, engine, CHARTER, subject="service:checkout", baseline=made.baseline, later=made.later,
            as_of=made.later.start, settings=outages.settings(by_segment=False),
        ).decided()  # fmt: skip


def test_the_baseline_at_the_decision_is_the_one_at_the_verification() -> None:
    decided = _expected(kept())
    found = ask(kept(), decided=decided)
    assert found.decided == decided.baseline
    assert found.before.baseline == decided.baseline
    assert (found.method_changed, found.facts_changed) == (False, False)


def test_an_extension_on_the_same_terms_asks_as_much_of_each_week() -> None:
    found = of_kept()
    assert found.effect is not None
    half = found.before.seconds / 2
    assert found.verdict(found.effect.mid * 0.49, over=half) == "kept"
    assert found.verdict(found.effect.mid * 0.51, over=half) == "cannot_tell"


def test_a_new_version_that_moves_the_baseline_is_told_with_both_numbers() -> None:
    other = Decided(Interval(9e5, 5e5, 2e6), kept().later.seconds, load("outages").version - 1)
    found = ask(kept(), decided=other)
    assert (found.method_changed, found.facts_changed) == (True, False)
    assert found.decided == other.baseline
    assert found.before.baseline is not None
    assert found.before.baseline.mid != other.baseline.mid


def test_facts_that_came_later_and_move_the_baseline_are_told_apart_from_a_new_method() -> None:
    other = Decided(Interval(9e5, 5e5, 2e6), kept().later.seconds / 2, load("outages").version)
    found = ask(kept(), decided=other)
    assert (found.method_changed, found.facts_changed) == (False, True)
    assert found.decided == Interval(1.8e6, 1e6, 4e6)


def test_an_error_budget_is_measured_window_by_window() -> None:
    world = small.promise_world(np.random.default_rng(3), weeks=32, orders=60_000, incidents=6)
    made = Promised(dict(world.tables), 0.0, 0.0, weeks(16, 28), weeks(28, 32))
    found = ask(made, analysis="error_budgets", subject="checkout:checkout-availability")
    assert found.effect is not None
    assert found.before.baseline is not None
    assert found.before.unit == "share"
    assert found.before.baseline.mid == pytest.approx(0.4, abs=0.05)
    assert len(found.findings) == 1
    assert found.effect.high < 0
    assert found.verdict(0.1) == "broken"


def test_a_later_period_shorter_than_the_window_of_an_error_budget_cannot_be_told() -> None:
    world = small.promise_world(np.random.default_rng(3), weeks=32, orders=60_000, incidents=6)
    made = Promised(dict(world.tables), 0.0, 0.0, weeks(16, 28), weeks(28, 30))
    found = ask(made, analysis="error_budgets", subject="checkout:checkout-availability")
    assert [f.code for f in found.cannot] == ["not_told"]


def test_load_is_measured_over_slices_and_one_without_campaigns_brought_no_extra_minutes() -> None:
    world = small.load_world(np.random.default_rng(5), weeks=40, history_weeks=2, campaigns=8, orders=60_000)
    made = Promised(dict(world.tables), 0.0, 0.0, weeks(20, 32), weeks(32, 38))
    found = ask(made, analysis="load", subject="campaigns")
    assert found.before.unit == "seconds"
    assert found.before.history is not None
    slices = round(found.before.history.seconds / weeks(0, 4).seconds)
    assert len(found.before.findings) < slices
    assert found.before.usual is not None
    told = [u.told or 0.0 for u in found.before.findings]
    assert found.before.usual == pytest.approx(sum(told) / slices * 1.5)
    assert found.effect is not None
    assert found.effect.low < 0 < found.effect.high


def test_revenue_moves_with_the_season_so_no_promise_is_verified_by_it() -> None:
    found = ask(unchanged(), analysis="drivers", subject="revenue:previous")
    assert [f.code for f in found.cannot] == ["season"]


def _clash() -> tuple[small.Small, Period, str]:
    world = small.change_world(np.random.default_rng(8), weeks=24, coming_weeks=4, orders=20_000)
    clash = world.truth["clashes"]
    subject = f"{clash['campaign_id'][1]}:{clash['change_id'][1]}"
    return world, Period(moment(clash["starts_at"][1]), moment(clash["ends_at"][1])), subject


def _clash_measured(world: small.Small, tables: Mapping[str, Any], own: Period, subject: str, days: int) -> Measured:
    signed = moment(world.start)
    with facts(world.tables) as engine:
        decided = before(load("clashes"), engine, CHARTER, subject=subject, baseline=own, later=own, as_of=signed)
    later = Period(signed, signed + timedelta(days=days))
    with facts(tables) as engine:
        return measure(load("clashes"), engine, CHARTER, subject=subject, baseline=own, later=later,
                       as_of=later.end, decided=decided.decided())  # fmt: skip


def test_a_clash_that_was_moved_out_of_the_way_is_kept_and_one_left_in_place_is_broken() -> None:
    world, own, subject = _clash()
    changes = {name: column.copy() for name, column in world.tables["changes"].items()}
    for edge in ("planned_start", "planned_end"):
        changes[edge][-1] += np.timedelta64(60, "D")
    moved = _clash_measured(world, {**world.tables, "changes": changes}, own, subject, days=1)
    left = _clash_measured(world, dict(world.tables), own, subject, days=1)
    assert moved.effect is not None
    assert left.decided is not None
    assert moved.effect == moved.decided
    assert moved.verdict(moved.effect.low) == "kept"
    assert left.verdict(left.decided.low) == "broken"


def test_a_clash_whose_time_has_passed_cannot_be_told() -> None:
    world, own, subject = _clash()
    found = _clash_measured(world, dict(world.tables), own, subject, days=28)
    assert [f.code for f in found.cannot] == ["past"]


@pytest.mark.parametrize("analysis", discover(), ids=lambda a: a.name)
def test_every_analysis_says_how_its_number_is_had_for_a_period(analysis: Analysis[Any]) -> None:
    """In a world where it finds something, its findings carry the number, and one of them can be promised about."""
    world = SITTINGS[analysis.name].planted(np.random.default_rng([1_000, 90]))
    found = sit(analysis, world)
    names = [{f.name for f in finding.figures} for finding in found]
    assert any(analysis.effect.figure in n for n in names)
    assert analysis.effect.stand_in is None or all(analysis.effect.stand_in in n for n in names)
    assert all(subject_of(analysis, finding) for finding in found)
