"""Nothing is counted twice, and unlike things are not added."""

from __future__ import annotations

from datetime import datetime

from accord.findings.brief import cells, rank
from accord.findings.finding import Claim, Waiting
from accord.findings.identity import finding_id, plain, revision_id
from accord.findings.totals import totals
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period
from tests.findings.made import DAY, finding

LATER = Period(datetime(2026, 11, 20, 13), datetime(2026, 11, 20, 14))


def test_two_outages_apart_are_added() -> None:
    other = finding(subject="checkout:INC-2", claims=(Claim("orders", "*", LATER),))
    [total] = totals([finding(), other])
    assert total.amount.interval.mid == 2 * 2_140_000
    assert not total.left_out


def test_an_outage_inside_a_larger_loss_is_counted_once() -> None:
    larger = finding(subject="month", amount=Amount(Interval(9_000_000, 8_000_000, 9_900_000), "EUR"))
    [total] = totals([finding(), larger])
    assert total.amount.interval.mid == 9_000_000
    assert total.left_out == (finding_id(finding()),)


def test_segments_that_do_not_meet_are_added_but_all_segments_meet_each() -> None:
    web, app, whole = (finding(subject=s, claims=(Claim("orders", s, DAY),)) for s in ("web", "app", "*"))
    assert len(totals([web, app])[0].counted) == 2
    assert len(totals([web, whole])[0].counted) == 1


def test_lost_and_at_risk_are_never_added() -> None:
    risk = finding(subject="clash", kind="at_risk", claims=())
    assert sorted(t.kind for t in totals([finding(), risk])) == ["at_risk", "lost"]


def test_currencies_are_never_added() -> None:
    dollars = finding(subject="us", amount=Amount(Interval(1, 1, 1), "USD"), claims=())
    assert len(totals([finding(), dollars])) == 2


def test_a_finding_without_an_amount_adds_nothing() -> None:
    assert totals([finding(amount=None, verdict="No measurable loss")]) == []


def test_the_name_of_a_finding_survives_a_new_revision() -> None:
    revised = finding(amount=Amount(Interval(1, 1, 1), "EUR"))
    assert finding_id(revised) == finding_id(finding())
    assert revision_id(revised) != revision_id(finding())


def test_noise_in_the_last_bits_names_nothing_anew() -> None:
    shaken = finding(amount=Amount(Interval(2_140_000 * (1 + 1e-14), 1_860_000, 2_470_000), "EUR"))
    assert revision_id(shaken) == revision_id(finding())
    assert plain(float("1e-300")) == 1e-300


def test_what_costs_most_to_wait_comes_first_and_then_what_is_largest() -> None:
    waits = finding(subject="a", amount=None, verdict="-", waiting=Waiting(Interval(500, 400, 600)))
    small = finding(subject="b", amount=Amount(Interval(10, 5, 15), "EUR"))
    assert [f.subject for f in rank([small, finding(), waits])] == ["a", "checkout:INC-1", "b"]


def test_an_empty_cell_is_not_measured_only_when_something_is_missing() -> None:
    answers = {c.cell: c for c in cells([finding()], {})}
    assert answers["it_cost_marketing"].findings == 1
    assert len(answers) == 4
