from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.worlds import campaigns, incidents
from accord.worlds.retailer import Later, Settings, World
from tests.worlds.made import VERSIONS

YEAR = World(Settings())


def test_the_world_has_about_the_orders_it_was_asked_for() -> None:
    for orders in (2_000, 150_000):
        made = World(Settings(orders=orders))
        placed = sum(len(p) for _, _, p in made.days(made.period()))
        assert placed == pytest.approx(orders, rel=0.05)


def test_plans_do_not_depend_on_the_number_of_orders() -> None:
    large = World(Settings(orders=50_000_000))
    assert large.campaigns == YEAR.campaigns
    assert large.changes == YEAR.changes
    assert large.incidents() == YEAR.incidents()


def test_a_day_is_drawn_alike_whatever_was_drawn_before() -> None:
    first, again = World(Settings(orders=9_000)).draw(200), YEAR.draw(3)
    assert len(again.wished) > 0
    fresh = World(Settings(orders=9_000))
    for day in (5, 77):
        fresh.draw(day)
    np.testing.assert_array_equal(fresh.draw(200).wished.at, first.wished.at)
    np.testing.assert_array_equal(fresh.draw(200).wished.amount_minor, first.wished.amount_minor)


def test_another_seed_is_another_world() -> None:
    other = World(Settings(seed=2))
    assert other.campaigns != YEAR.campaigns
    assert other.incidents() != YEAR.incidents()


def test_overdispersion_spreads_the_hours_and_not_the_mean() -> None:
    calm, wild = (World(Settings(orders=400_000, overdispersion=cv)) for cv in (0.0, 0.4))
    sums = [
        np.array([w.base(d)[:1380].sum(axis=(1, 2)).reshape(23, 60).sum(axis=1) for d in range(60)])
        for w in (calm, wild)
    ]
    ratio = sums[1] / sums[0]
    assert ratio.mean() == pytest.approx(1.0, abs=0.05)
    assert ratio.std() == pytest.approx(0.4, abs=0.1)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**31), st.integers(2023, 2027), st.integers(1, 12))
def test_any_start_gives_a_sound_plan(seed: int, year: int, month: int) -> None:
    made = World(Settings(seed=seed, start=date(year, month, 1), months=6, later_months=3))
    edge, day = made.instant(made.end), np.timedelta64(1, "D")
    assert all(c.starts_at < c.ends_at for c in made.campaigns)
    for version in VERSIONS:
        known = made.incidents(version)
        assert [i.started_at for i in known] == sorted(i.started_at for i in known)
        assert not [i for i in known if edge - day < i.ended_at and i.started_at < edge]
    numbers = [i.incident_id for v in VERSIONS[::2] for i in made.incidents(v)]
    assert len(set(numbers)) == len(numbers)


def test_incidents_overlap_only_where_it_was_planned() -> None:
    known = YEAR.incidents()
    pairs = [(a, b) for n, a in enumerate(known) for b in known[n + 1 :] if b.started_at < a.ended_at]
    assert [(a.service, b.service, a.cause, b.cause) for a, b in pairs] == [
        ("search", "checkout", "planted", "planted")
    ]


def test_every_way_of_breaking_occurs_in_a_year() -> None:
    assert {i.cause for i in YEAR.incidents()} == {"itself", "change", "load", "planted", "maintenance"}
    blamed = {i.change_id for i in YEAR.incidents() if i.cause == "change"}
    failed = {c.change_id for c in YEAR.changes if c.failed}
    assert blamed
    assert blamed <= failed


def test_rescues_name_the_campaign_that_asked_for_them() -> None:
    rescues = [c for c in YEAR.changes if c.campaign_id is not None]
    by_id = {c.campaign_id: c for c in YEAR.campaigns}
    assert len(rescues) >= 5
    for change in rescues:
        campaign = by_id[str(change.campaign_id)]
        assert change.kind == "emergency"
        assert str(change.campaign_id) in change.reason
        assert campaign.starts_at <= change.planned_start < campaign.ends_at


def test_a_change_is_planted_over_the_first_coming_campaign() -> None:
    (planted,) = [c for c in YEAR.changes if c.planted]
    coming = next(c for c in YEAR.campaigns if c.starts_at >= YEAR.instant(YEAR.end))
    assert coming.starts_at <= planted.planned_start < planted.planned_end <= coming.ends_at


def test_lift_and_dip_have_the_planned_size() -> None:
    for c in YEAR.campaigns:
        inside = np.arange(c.starts_at, c.ends_at, np.timedelta64(60, "s"))
        assert campaigns.lift_at(c, inside).mean() == pytest.approx(c.lift, rel=0.01)
        after = c.ends_at + np.arange(0, 6 * 1440) * np.timedelta64(60, "s")
        missing = campaigns.dip_at(c, after).sum()
        wanted = campaigns.DIP_SHARE * c.lift * len(inside)
        assert missing == pytest.approx(wanted, rel=0.06) or (c.dip == campaigns.HIGHEST_DIP and missing < wanted)
        assert campaigns.dip_at(c, inside).sum() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"start": date(2025, 11, 2)}, "first of a month"),
        ({"orders": 0}, "1 to 50,000,000"),
        ({"orders": 50_000_001}, "1 to 50,000,000"),
        ({"months": 1}, "at least 2 months"),
    ],
)
def test_impossible_settings_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Settings(**wrong)  # type: ignore[arg-type]


def test_a_kept_promise_is_felt_and_a_broken_one_is_not() -> None:
    def weight(version: Later | None) -> float:
        known = YEAR.incidents(version)
        return sum(i.loss * i.minutes for i in known if i.service == "checkout")

    months = YEAR.settings.months / YEAR.settings.later_months
    assert weight("kept") < 0.4 * weight("broken")
    assert weight("broken") * months > 0.5 * weight(None)
    others = [[i.title for i in YEAR.incidents(v) if i.service != "checkout"] for v in VERSIONS[1:]]
    assert others[0] == others[1]


def test_later_versions_wish_for_the_same_orders() -> None:
    day = (YEAR.end - YEAR.settings.start).days + 20
    kept, broken = YEAR.draw(day, "kept"), YEAR.draw(day, "broken")
    np.testing.assert_array_equal(kept.wished.amount_minor, broken.wished.amount_minor)


def test_losses_and_returns_have_the_planted_shares() -> None:
    large = World(Settings(orders=2_000_000))
    days = [
        (int((i.started_at - large.midnights[0]) / np.timedelta64(1, "D")), n, i)
        for n, i in enumerate(large.incidents())
    ]
    hit = back = exposed = expected = 0.0
    for day, n, i in days:
        if i.service != "checkout" or (i.cause == "planted" and i.severity == 2):
            continue
        draw = large.draw(day)
        there = (draw.dip < 0) & (draw.wished.at >= i.started_at) & (draw.wished.at < i.ended_at)
        hit += float((draw.hit == n).sum())
        back += float(((draw.hit == n) & draw.back).sum())
        exposed += float(there.sum())
        expected += i.loss * float(there.sum())
    assert exposed > 5_000
    assert hit == pytest.approx(expected, rel=0.04)
    assert back / hit == pytest.approx(incidents.RECAPTURE, abs=0.03)
