"""Five people act at random between a finding and a verdict, and what must never happen does not.

No agreement with one side, no finding without evidence, nobody signs twice, and what is told adds up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accord.analyses.effects import Before, Measured
from accord.decisions import operations, queries
from accord.decisions.models import Decision, Published, PublishedRevision, Signed
from accord.decisions.operations.drafting import terms_of
from accord.findings.archive import read
from accord.people.models import Person
from accord.people.rights import NotAllowed, Right, may
from accord.record import signing
from accord.record.models import Activity, SignedEntry
from accord.record.refusals import NotYours, Stale, Unfinished
from accord.units.interval import Interval
from accord.verification import queries as verified
from accord.verification.models import Verification
from accord.verification.operations import verify
from tests.decisions.made import Cast, again, basis
from tests.pages.made_up import brief, money, outage, provider
from tests.people_made_up import NOW

REFUSALS = (NotAllowed, NotYours, Stale, Unfinished, LookupError)
BEFORE = Before("service:checkout", "money_lost", "down", "money", "EUR", 7_862_400.0, 1,
                baseline=Interval(2_390_000, 1_500_000, 3_300_000))  # fmt: skip
WHO = st.integers(0, 4)


class _Undone(Exception):  # noqa: N818 - ends a walk
    """A walk is over; what it stored goes with it."""


class Walk(RuleBasedStateMachine):
    """Everybody may try everything; the operations refuse what is not theirs."""

    def __init__(self) -> None:
        super().__init__()
        self._outer = transaction.atomic()
        self._outer.__enter__()
        self.now = NOW
        self.version_seen: dict[Any, int] = {}

    @initialize()
    def five_people_and_a_brief(self) -> None:
        self.cast = Cast()
        operations.publish(brief(), now=self.now)
        operations.draft(basis(), self.cast.terms(), by=self.cast.ada, now=self.now)

    def teardown(self) -> None:
        with suppress(_Undone):
            self._outer.__exit__(_Undone, _Undone(), None)

    def _who(self, number: int) -> Person:
        return self.cast.everybody[number]

    def _pick(self, number: int) -> Decision | None:
        found = list(Decision.objects.order_by("number"))
        return found[number % len(found)] if found else None

    @contextmanager
    def _try(self) -> Iterator[None]:
        """Whoever is refused has changed nothing."""
        before = (Activity.objects.count(), Signed.objects.count(), SignedEntry.objects.count())
        try:
            yield
        except REFUSALS:
            assert (Activity.objects.count(), Signed.objects.count(), SignedEntry.objects.count()) == before

    @rule(who=WHO, which=st.booleans())
    def draft(self, who: int, which: bool) -> None:
        found = outage() if which else provider()
        with self._try():
            operations.draft(basis(found), self._terms(found), by=self._who(who), now=self.now)

    def _terms(self, found: Any, **changes: Any) -> Any:
        return self.cast.terms(found, **changes)

    @rule(
        who=WHO,
        of=st.integers(0, 5),
        stop=st.sampled_from(["We stop in March.", "We stop in May."]),
        stale=st.booleans(),
    )
    def edit(self, who: int, of: int, stop: str, stale: bool) -> None:
        row = self._pick(of)
        if row is not None:
            version = row.version - 1 if stale else row.version
            terms = replace(terms_of(row), stop=stop)
            with self._try():
                operations.edit(row.id, version=version, terms=terms, by=self._who(who), now=self.now)
                assert not stale

    @rule(who=WHO, of=st.integers(0, 5))
    def propose(self, who: int, of: int) -> None:
        row = self._pick(of)
        if row is not None:
            with self._try():
                operations.propose(row.id, version=row.version, by=self._who(who), now=self.now)

    @rule(
        who=st.sampled_from([0, 0, 1, 1, 2, 3, 4]),
        of=st.integers(0, 5),
        stale=st.sampled_from([False, False, False, True]),
    )
    def sign(self, who: int, of: int, stale: bool) -> None:
        row, person = self._pick(of), self._who(who)
        if row is not None:
            with self._try():
                version = row.version - 1 if stale else row.version
                operations.sign(row.id, version=version, proof=again(self.now), by=person, now=self.now)
                assert may(person, Right.SIGN)
                assert not stale

    @rule(of=st.integers(0, 2), head=st.booleans())
    def go_on(self, of: int, head: bool) -> None:
        """What people mostly do: the next step of a decision that is being made."""
        made = list(Decision.objects.filter(state__in=Decision.OPEN).order_by("number"))
        if not made:
            return
        row = made[of % len(made)]
        with self._try():
            if row.state == Decision.DRAFT:
                operations.propose(row.id, version=row.version, by=self.cast.ada, now=self.now)
            else:
                signer = self.cast.cmo if head else self.cast.cio
                operations.sign(row.id, version=row.version, proof=again(self.now), by=signer, now=self.now)

    @rule(of=st.integers(0, 2))
    def agree(self, of: int) -> None:
        """Both heads sit together."""
        for head in (True, False, True):
            self.go_on(of, head)

    @rule(who=WHO, of=st.integers(0, 5), what=st.sampled_from(["withdraw", "ask", "renew", "end"]))
    def turn_back(self, who: int, of: int, what: str) -> None:
        row, person = self._pick(of), self._who(who)
        if row is None:
            return
        with self._try():
            if what == "withdraw":
                operations.withdraw(row.id, by=person, now=self.now)
            elif what == "ask":
                operations.ask_for_change(row.id, text="At most half.", by=person, now=self.now)
            elif what == "renew":
                operations.renew(row.id, by=person, now=self.now)
            else:
                operations.end(row.id, reason="It no longer fits.", by=person, now=self.now)

    @rule(size=st.integers(1, 40), gone=st.booleans())
    def publish_anew(self, size: int, gone: bool) -> None:
        told = brief()
        findings = told.findings[1:] if gone else told.findings
        dearer = replace(outage(), amount=money(size * 1000, size * 900, size * 1100))
        others = [f for f in findings if f.subject != dearer.subject]
        operations.publish(replace(told, findings=(dearer, *others)), now=self.now)

    @precondition(lambda self: Decision.objects.filter(state=Decision.IN_FORCE).exists())
    @rule(mid=st.integers(-500, 3000), reach=st.integers(0, 1500))
    def the_day_comes(self, mid: int, reach: int) -> None:
        row = Decision.objects.filter(state=Decision.IN_FORCE).order_by("due").first()
        assert row is not None
        self.now = max(self.now, row.due)
        effect = Interval(mid * 1000.0, (mid - reach) * 1000.0, (mid + reach) * 1000.0)
        verify(row.id, Measured(BEFORE, BEFORE.baseline, effect), facts="f" * 16, as_of=self.now, now=self.now)

    @rule(days=st.integers(0, 3))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=1)

    @invariant()
    def nothing_is_in_force_with_one_side(self) -> None:
        for row in Decision.objects.exclude(state__in=(*Decision.OPEN, Decision.WITHDRAWN)):
            signed = list(row.signatures.filter(version=row.version))
            assert {s.side for s in signed} == {"marketing", "it"}
            assert len({s.person for s in signed}) == 2
            assert {s.content for s in signed} == {signed[0].content}
            assert SignedEntry.objects.filter(sequence=row.entry, subject=row.name).exists()

    @invariant()
    def nobody_signs_a_text_twice(self) -> None:
        signed = [(s.decision_id, s.version, s.person) for s in Signed.objects.all()]
        assert len(signed) == len(set(signed))
        assert SignedEntry.objects.count() == Decision.objects.exclude(entry=None).count()

    @invariant()
    def every_decision_rests_on_a_kept_finding_with_evidence(self) -> None:
        for row in Decision.objects.all():
            assert PublishedRevision.objects.filter(finding=row.finding, revision=row.revision).exists()
            folder = django_settings.ACCORD_WORKSPACE.findings / row.finding
            assert read(folder / f"{row.revision}.json").evidence

    @invariant()
    def one_decision_at_a_time_speaks_of_the_same(self) -> None:
        running = [(d.analysis, d.about) for d in queries.in_force()]
        assert len(running) == len(set(running))
        waiting = {p.finding for p in queries.docket(self.now)}
        assert waiting <= set(Published.objects.filter(gone_at=None).values_list("finding", flat=True))

    @invariant()
    def the_record_adds_up(self) -> None:
        record = verified.record()
        with_verdict = Decision.objects.filter(state__in=Decision.VERDICTS)
        assert record.tally.all == with_verdict.count() == Verification.objects.filter(final=True).count()
        finals = [v.effect["mid"] for v in verified.finals() if v.effect]
        assert sum(w.interval.mid for w in record.worth) == pytest.approx(sum(finals))
        for row in with_verdict:
            assert row.state == verified.of(row)[-1].verdict

    @invariant()
    def the_chain_holds(self) -> None:
        # Each link is checked whole at the end; here only that the newest continues the one before.
        heads = list(SignedEntry.objects.order_by("-sequence").values_list("sequence", flat=True)[:2])
        assert heads in ([], [1]) or heads[0] == heads[1] + 1


class Checked(Walk):
    """The same, and the whole chain is checked when a walk ends."""

    def teardown(self) -> None:
        try:
            assert signing.faults() == []
        finally:
            super().teardown()


@pytest.mark.django_db(transaction=False)
def test_five_people_at_random_never_reach_an_agreement_of_one_side() -> None:
    run_state_machine_as_test(Checked, settings=settings(max_examples=25, stateful_step_count=30, deadline=None))


@pytest.mark.soak
@pytest.mark.django_db(transaction=False)
def test_five_people_at_random_never_reach_an_agreement_of_one_side_however_long() -> None:
    run_state_machine_as_test(Checked, settings=settings(max_examples=2000, stateful_step_count=50, deadline=None))
