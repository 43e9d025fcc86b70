"""What must be there before the addresses of people are asked."""

from __future__ import annotations

from accord.people import operations
from accord.people.models import Person
from accord.people.rights import Role
from accord.record.clock import now as clock_now
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, person
from tests.web.scenes import Scene, scene


def _somebody_of_marketing() -> Person:
    return person(Role.MARKETING, email="somebody@made-up.example")


@scene
def settings_of_mine(who: Person | None) -> Scene:
    return Scene(form={"name": "Made-up Name", "locale": "de_DE", "zone": "Europe/Paris"})


@scene
def new_token(who: Person | None) -> Scene:
    return Scene(form={"name": "A made-up program", "until": "2099-12-31"})


@scene
def my_token(who: Person | None) -> Scene:
    """One's own; who has not signed in asks for somebody else's."""
    owner = who or person(Role.CMO)
    made, _ = operations.make_token(by=owner, kind="api", name="A made-up program", now=NOW)
    return Scene(args=(made.id,))


@scene
def somebody(who: Person | None) -> Scene:
    """Somebody of marketing, to whom something is done that asks for nothing more."""
    return Scene(args=(_somebody_of_marketing().id,))


@scene
def somebody_ended(who: Person | None) -> Scene:
    whom = _somebody_of_marketing()
    operations.deactivate(by=HOUSE, whom=whom, now=NOW)
    return Scene(args=(whom.id,))


@scene
def head_who_rests(who: Person | None) -> Scene:
    """Of the asker's other side, where there is one."""
    role = Role.CIO if who is not None and who.role == Role.CMO.value else Role.CMO
    whom = person(role, email="head@made-up.example")
    operations.reset_second_factors(by=HOUSE, whom=whom, now=clock_now())
    return Scene(args=(whom.id,))


@scene
def new_role(who: Person | None) -> Scene:
    return Scene(args=(_somebody_of_marketing().id,), form={"role": "liaison", "side": "marketing"})


@scene
def myself(who: Person | None) -> Scene:
    return Scene(args=((who or _somebody_of_marketing()).id,))


@scene
def new_person(who: Person | None) -> Scene:
    return Scene(form={"email": "new@made-up.example", "role": "marketing"})


@scene
def invitation_of_mine(who: Person | None) -> Scene:
    """An invitation made by the asker, where the asker may invite; else by the head of marketing."""
    heads = (Role.CMO.value, Role.CIO.value, Role.ADMINISTRATOR.value)
    by = who if who is not None and who.role in heads else person(Role.CMO, email="head@made-up.example")
    role = Role.IT if by.role == Role.CIO.value else Role.MARKETING
    made, _ = operations.invite(by=by, email="new@made-up.example", role=role, now=clock_now())
    return Scene(args=(made.id,))


@scene
def joining(who: Person | None) -> Scene:
    _somebody_of_marketing()
    _, secret = operations.invite(by=HOUSE, email="new@made-up.example", role=Role.IT, now=clock_now())
    return Scene(args=(secret,), form={"name": "Made-up New", "password": "wobbly lantern orchard 52"})
