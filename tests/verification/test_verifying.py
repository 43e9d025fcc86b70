"""A promise on its day: the verdict by the rule that both signed, once, with one extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accord.analyses.effects import Before, Measured
from accord.decisions.models import Decision
from accord.decisions.terms import Line
from accord.findings.finding import Flag
from accord.pages.decisions.opened import decision_page
from accord.record.models import Outbox
from accord.record.refusals import Unfinished
from accord.units.interval import Interval
from accord.verification import queries
from accord.verification.comparing import Share, difference
from accord.verification.models import Verification
from accord.verification.operations import PATIENCE, NotYet, verify
from tests.decisions.made import FORM, Cast

pytestmark = pytest.mark.django_db
BEFORE = Before(
    "service:checkout", "money_lost", "down", "money", "EUR", 7_862_400.0, 1,
    baseline=Interval(2_390_000, 1_500_000, 3_300_000),
)  # fmt: skip
AS_OF = datetime(2027, 3, 1, tzinfo=UTC)


def measured(mid: int, low: int, high: int, **changes: object) -> Measured:
    return replace(Measured(BEFORE, Interval(900_000, 500_000, 1_400_000), Interval(mid, low, high)), **changes)


KEPT = measured(1_200_000, 300_000, 2_000_000)
BROKEN = measured(100_000, -200_000, 400_000)
UNSURE = measured(700_000, -100_000, 1_500_000)


@pytest.fixture
def cast() -> Cast:
    return Cast()


def look(row: Decision, found: Measured, now: datetime | None = None) -> Verification:
    return verify(row.id, found, facts="f" * 16, as_of=AS_OF, now=now or row.due)


@pytest.mark.parametrize(("found", "verdict"), [(KEPT, "kept"), (BROKEN, "broken")])
def test_a_verdict_ends_the_promise_and_is_mailed_to_owners_and_signers(
    cast: Cast, found: Measured, verdict: str
) -> None:
    row = cast.in_force()
    kept = look(row, found)
    row.refresh_from_db()
    assert (kept.verdict, kept.final, row.state) == (verdict, True, verdict)
    told = set(Outbox.objects.filter(kind="promise_checked").values_list("to", flat=True))
    assert told == {cast.cmo.id, cast.cio.id, cast.ada.id, cast.ben.id}


def test_the_slide_of_a_checked_promise_says_what_was_measured(cast: Cast) -> None:
    row = cast.in_force()
    before = decision_page(cast.cmo, str(row.id), now=row.due, form=FORM, made_up="").slide()
    look(row, KEPT)
    after = decision_page(cast.cmo, str(row.id), now=row.due, form=FORM, made_up="").slide()
    assert after.surety.startswith("promised: ")
    assert [line.lead for line in after.lines if line not in before.lines] == ["Kept:"]
    assert "€12,000" in after.lines[0].text


def test_before_its_day_nobody_looks(cast: Cast) -> None:
    row = cast.in_force()
    with pytest.raises(Unfinished):
        look(row, KEPT, row.due - timedelta(seconds=1))
    assert not Verification.objects.exists()


def test_a_promise_that_cannot_be_told_runs_on_once_for_twice_the_least(cast: Cast) -> None:
    row = cast.in_force()
    first = look(row, UNSURE)
    row.refresh_from_db()
    assert (first.extends, first.final, row.state, row.extended) == (True, False, "in_force", True)
    # Over twice the time, once the least no longer counts as kept.
    second = look(row, measured(1_200_000, -300_000, 2_200_000))
    row.refresh_from_db()
    assert (second.least, second.verdict, second.final, row.state) == (1_960_000, "cannot_tell", True, "cannot_tell")


def test_facts_that_do_not_reach_yet_are_waited_for_but_not_for_ever(cast: Cast) -> None:
    row = cast.in_force()
    early = Measured(BEFORE, cannot=(Flag("too_early", "The facts reach to January."),))
    with pytest.raises(NotYet, match="January"):
        look(row, early)
    row.refresh_from_db()
    assert row.state == "in_force"
    assert look(row, early, row.due + PATIENCE).verdict == "cannot_tell"


def test_where_orders_come_late_there_is_a_preliminary_and_a_final_verdict(cast: Cast) -> None:
    terms = cast.terms()
    late = replace(terms.promise, final_on=terms.promise.checked_on + timedelta(days=28))
    row = cast.in_force(promise=late)
    first = look(row, KEPT)
    row.refresh_from_db()
    assert (first.final, first.verdict, row.state) == (False, "kept", "in_force")
    final = look(row, BROKEN, row.due)
    row.refresh_from_db()
    assert (final.final, row.state) == (True, "broken")
    assert final.at - first.at >= timedelta(days=27, hours=22)


def test_a_changed_method_shows_both_baselines(cast: Cast) -> None:
    row = cast.in_force()
    kept = look(row, replace(KEPT, decided=Interval(2_000_000, 1_000_000, 3_000_000), method_changed=True))
    assert kept.method_changed
    assert kept.signed is not None
    assert kept.expected is not None
    assert kept.signed["mid"] != kept.expected["mid"]


def test_looking_twice_stores_one_verdict(cast: Cast) -> None:
    row = cast.in_force()
    look(row, KEPT)
    with pytest.raises(Unfinished):
        look(row, BROKEN)
    assert Verification.objects.count() == 1


def test_the_record_adds_up_verified_effects_and_tells_who_paid(cast: Cast) -> None:
    row = cast.in_force()
    look(row, KEPT)
    record = queries.record()
    assert (record.tally.kept, record.both.all, record.one.all, record.more_kept) == (1, 1, 0, None)
    [worth] = record.worth
    assert (worth.interval.mid, worth.currency) == (1_200_000, "EUR")


def test_a_decision_paid_by_one_side_is_tallied_apart(cast: Cast) -> None:
    row = cast.in_force(budget=(Line("Licence", "running", 0, 840_000),))
    look(row, BROKEN)
    assert (queries.record().one.broken, queries.record().both.all) == (1, 0)


def test_the_database_refuses_to_change_a_verdict(cast: Cast) -> None:
    look(cast.in_force(), KEPT)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update verification_verification set verdict = 'broken'")


def test_of_few_promises_nothing_is_said() -> None:
    assert difference(Share(4, 4), Share(1, 9)) is None


def test_newcombe_s_published_example_is_met() -> None:
    """56 of 70 against 48 of 80 (Newcombe 1998, table II, row a), at 95 % by his method 10."""
    found = difference(Share(56, 70), Share(48, 80), z=1.959964)
    assert found is not None
    assert found.mid == pytest.approx(0.2)
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


@given(st.integers(5, 60), st.integers(5, 60), st.data())
def test_a_difference_lies_within_minus_one_and_one_and_turns_its_sign(n: int, m: int, data: st.DataObject) -> None:
    one, other = Share(data.draw(st.integers(0, n)), n), Share(data.draw(st.integers(0, m)), m)
    found, turned = difference(one, other), difference(other, one)
    assert found is not None
    assert turned is not None
    assert -1 <= found.low <= found.mid <= found.high <= 1
    assert found.mid == pytest.approx(-turned.mid)
    assert found.low == pytest.approx(-turned.high)
