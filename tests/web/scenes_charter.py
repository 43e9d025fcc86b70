"""Scenes of the charter: a signed clause, and proposals as far along as an address needs."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from accord.charter import operations
from accord.charter.models import Proposal
from accord.clauses import marks
from accord.clauses.defaults import default_text
from accord.people.models import Person
from accord.people.rights import Role
from tests.charter.made import REASON, again, promised, services
from tests.people_made_up import PASSWORD, person
from tests.web.scenes import Scene, scene

TYPED = {
    "services-0-name": "Checkout",
    "services-0-carries": "orders",
    "services-0-severities": "1, 2",
    "services-0-slos-0-name": "availability",
    "services-0-slos-0-target": "99.95 %",
    "services-0-slos-0-budgeting": "occurrences",
    "services-0-slos-0-window_days": "28",
    "reason": REASON,
}


def _now() -> datetime:
    return datetime.now(UTC)


def _one(role: Role) -> Person:
    return Person.objects.filter(role=role.value).first() or person(role)


def _draft(target: float | None = None) -> Proposal:
    settings.ACCORD_WORKSPACE.charter.write_text(default_text())
    marks.beside(settings.ACCORD_WORKSPACE.charter).unlink(missing_ok=True)
    text = services() if target is None else promised(target)
    return operations.draft("services", text, reason=REASON, by=_one(Role.MARKETING), now=_now())


def _waiting(target: float | None = None) -> Proposal:
    row = _draft(target)
    return operations.propose(row.id, version=1, by=_one(Role.MARKETING), now=_now())


def _signed(row: Proposal) -> Proposal:
    for role in (Role.CMO, Role.CIO):
        row = operations.sign(row.id, version=row.version, proof=again(_now()), by=_one(role), now=_now())
    return row


@scene
def charter_signed(who: Person | None) -> Scene:
    _signed(_waiting())
    return Scene()


@scene
def charter_text(who: Person | None) -> Scene:
    return Scene(form={"text": "liaisons: [{name: Made-up Lio, side: it}]", "reason": REASON})


@scene
def clause_signed(who: Person | None) -> Scene:
    _signed(_waiting())
    return Scene(args=("services",))


@scene
def clause_typed(who: Person | None) -> Scene:
    return Scene(args=("services",), form=TYPED)


@scene
def proposal_draft(who: Person | None) -> Scene:
    return Scene(args=(_draft().id,), form={"version": "1"})


@scene
def proposal_waiting(who: Person | None) -> Scene:
    return Scene(args=(_waiting().id,), form={"version": "1", "password": PASSWORD})


@scene
def proposal_typed(who: Person | None) -> Scene:
    return Scene(args=(_draft().id,), form={**TYPED, "version": "1"})


@scene
def proposal_in_force(who: Person | None) -> Scene:
    return Scene(args=(_signed(_waiting()).id,))


@scene
def proposal_overtaken(who: Person | None) -> Scene:
    """Two of one clause; the other one is signed."""
    first, second = _waiting(0.9995), _waiting()
    _signed(first)
    return Scene(args=(second.id,), form={"version": "1"})
