"""A made-up decision, as far along as a test needs it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accord.decisions import operations
from accord.decisions.beginning import first_terms
from accord.decisions.models import Decision
from accord.decisions.operations import Basis
from accord.decisions.publishing import about
from accord.decisions.terms import LEAVE_IT, Line, Option, Terms
from accord.findings.finding import Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id, revision_id
from accord.people.models import Person
from accord.people.rights import Role
from accord.signatures.statement import Again
from accord.units.interval import Interval
from tests.pages.made_up import brief, outage
from tests.people_made_up import NOW, person

ZONE = "Europe/Brussels"
EARLIER = (datetime(2026, 8, 20, 22, tzinfo=UTC), datetime(2026, 11, 20, 23, tzinfo=UTC))
FORM = Format("en_IE", ZONE, "EUR")


def basis(finding: Finding | None = None, **changes: Any) -> Basis:
    found = finding or outage()
    made = Basis(
        finding=finding_id(found),
        revision=revision_id(found),
        analysis=found.analysis,
        about=about(found),
        charter="made-up",
        zone=ZONE,
        earlier_start=EARLIER[0],
        earlier_end=EARLIER[1],
        baseline={
            "baseline": {"mid": 2_390_000, "low": 1_500_000, "high": 3_300_000},
            "seconds": 7_862_400,
            "version": 1,
        },
    )
    return replace(made, **changes)


def terms(finding: Finding | None = None, today: date | None = None, **changes: Any) -> Terms:
    """A text with nothing missing but owners."""
    from accord.analyses import discovery

    found = finding or outage()
    first = first_terms(found, discovery.load(found.analysis), FORM, today or NOW.date())
    effect = Interval(1_450_000, 980_000, 1_960_000)
    ready = replace(
        first,
        title="Checkout budget shared 50:50",
        why="A spare payment route, so that a failure costs minutes and not a sale.",
        promise=replace(first.promise, effect=effect, least=980_000),
        options=(
            Option("Spare route, shared 50:50", 840_000, 980_000, 1_450_000, 1_960_000, "what we sign", chosen=True),
            Option(LEAVE_IT),
        ),
        budget=(Line("Licence", "running", 165_000, 165_000), Line("Setting it up", "investment", 255_000, 255_000)),
        does_marketing="Names the sale hours 10 days ahead.",
        does_it="Switches to the spare route within 5 minutes.",
        says_marketing="We pay half, at most EUR 4,200, if IT switches within 5 minutes.",
        says_it="In sale hours nothing goes to checkout unless Jo agrees by phone.",
        stop="It stops on the day when it is broken.",
    )
    return replace(ready, **changes)


class Cast:
    """A made-up team of five: both heads, a member of each side, and finance."""

    def __init__(self) -> None:
        self.cmo, self.cio = person(Role.CMO), person(Role.CIO)
        self.ada, self.ben = person(Role.MARKETING), person(Role.IT)
        self.fay = person(Role.FINANCE)

    @property
    def everybody(self) -> tuple[Person, ...]:
        return (self.cmo, self.cio, self.ada, self.ben, self.fay)

    def terms(self, finding: Finding | None = None, **changes: Any) -> Terms:
        return terms(finding, **{"owner_marketing": str(self.ada.id), "owner_it": str(self.ben.id), **changes})

    def drafted(self, now: datetime = NOW, **changes: Any) -> Decision:
        operations.publish(brief(), now=now)
        return operations.draft(basis(), self.terms(**changes), by=self.ada, now=now)

    def proposed(self, now: datetime = NOW, **changes: Any) -> Decision:
        row = self.drafted(now, **changes)
        return operations.propose(row.id, version=row.version, by=self.ada, now=now)

    def signed(self, row: Decision, by: Person, now: datetime = NOW) -> Decision:
        return operations.sign(row.id, version=row.version, proof=again(now), by=by, now=now)

    def in_force(self, now: datetime = NOW, **changes: Any) -> Decision:
        row = self.proposed(now, **changes)
        self.signed(row, self.cmo, now)
        return self.signed(row, self.cio, now + timedelta(minutes=5))


def again(now: datetime = NOW) -> Again:
    """Signed in again, just now."""
    return Again(now, ("password",))
