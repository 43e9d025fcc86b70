"""Scenes of decisions: a published finding, and decisions as far along as an address needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accord.decisions import operations
from accord.decisions.models import Decision
from accord.findings.identity import finding_id
from accord.people.models import Person
from accord.people.rights import Role
from tests.decisions.made import basis, terms
from tests.pages.made_up import brief, outage
from tests.people_made_up import PASSWORD, person
from tests.web.scenes import Scene, scene


def _now() -> datetime:
    return datetime.now(UTC)


def _one(role: Role) -> Person:
    return Person.objects.filter(role=role.value).first() or person(role)


def _drafted() -> Decision:
    now = _now()
    operations.publish(brief(), now=now)
    ada, ben = _one(Role.MARKETING), _one(Role.IT)
    text = terms(today=now.date(), owner_marketing=str(ada.id), owner_it=str(ben.id))
    return operations.draft(basis(), text, by=ada, now=now)


def _proposed() -> Decision:
    row = _drafted()
    return operations.propose(row.id, version=row.version, by=_one(Role.MARKETING), now=_now())


def _in_force() -> Decision:
    from tests.decisions.made import again

    row = _proposed()
    for role in (Role.CMO, Role.CIO):
        row = operations.sign(row.id, version=row.version, proof=again(_now()), by=_one(role), now=_now())
    return row


def form_of(row: Decision) -> dict[str, Any]:
    """What the form posts when nothing is changed in it."""
    text = row.terms["promise"]
    return {
        "finding": row.finding,
        "version": str(row.version),
        "title": row.title,
        "mid": "14500",
        "low": "9800",
        "high": "19600",
        "least": "9800",
        **{d: text[d] for d in ("counts_from", "counts_to", "checked_on", "final_on")},
    }


@scene
def published_finding(who: Person | None) -> Scene:
    operations.publish(brief(), now=_now())
    return Scene(query={"finding": finding_id(outage())})


@scene
def new_decision(who: Person | None) -> Scene:
    row = _drafted()
    form = form_of(row)
    operations.withdraw(row.id, by=_one(Role.MARKETING), now=_now())
    return Scene(form=form)


@scene
def drafted_decision(who: Person | None) -> Scene:
    row = _drafted()
    return Scene(args=(row.id,), form=form_of(row))


@scene
def proposed_decision(who: Person | None) -> Scene:
    row = _proposed()
    form = {"version": str(row.version), "text": "At most EUR 4,000.", "password": PASSWORD}
    return Scene(args=(row.id,), form=form)


@scene
def decision_in_force(who: Person | None) -> Scene:
    row = _in_force()
    side = who.side if who is not None else ""
    other = person(Role.IT if side == "it" else Role.MARKETING, email="other@made-up.example")
    form = {"reason": "The provider left.", "to": str(other.id), "password": PASSWORD}
    return Scene(args=(row.id,), form=form)


@scene
def listed_decisions(who: Person | None) -> Scene:
    """One kept, one proposed on another finding."""
    from tests.pages.made_up import provider

    kept_decision(who)
    operations.draft(basis(provider()), terms(provider(), today=_now().date()), by=_one(Role.MARKETING), now=_now())
    return Scene()


@scene
def kept_decision(who: Person | None) -> Scene:
    """A promise that came to its day and was kept."""
    from tests.verification.test_verifying import KEPT, look

    row = _in_force()
    look(row, KEPT)
    return Scene(args=(row.id,))
