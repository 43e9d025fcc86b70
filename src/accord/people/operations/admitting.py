"""Letting people in whom an identity provider vouches for: by their groups, or because they were invited."""

from __future__ import annotations

from datetime import datetime

from accord.people import queries
from accord.people.models import Person
from accord.people.operations.access import deactivate, end_credentials
from accord.people.operations.invitations import join
from accord.people.rights import ROLE_NAMES, SIDES, Role
from accord.record.writing import HOUSE, change, writing


class NotAdmitted(PermissionError):  # noqa: N818 - says what somebody is
    """The identity provider knows them, but nothing here lets them in."""

    def __init__(self) -> None:
        super().__init__(
            "None of your groups opens Accord, and there is no invitation for you. Ask the person who runs it here"
        )


def admit(*, known: Person | None, email: str, name: str, given: tuple[Role, str] | None, now: datetime) -> Person:
    """The person behind a sign-in, made or brought up to date. Raises ``NotAdmitted``.

    ``known`` is whom this identity belonged to before; ``email`` is empty unless it is vouched for; ``given`` is the
    role (and a liaison's side) that the groups map to. Somebody invited keeps the role that a person gave them.
    """
    with writing():
        person = known or (queries.by_email(email) if email else None)
        if person is None:
            return _new(email, name, given, now)
        if not person.by_groups:
            return _still_in(person)
    return _again(person, given, now)


def _new(email: str, name: str, given: tuple[Role, str] | None, now: datetime) -> Person:
    invitation = queries.invited(email, now) if email else None
    if invitation is not None:
        return join(invitation=invitation, name=name or email, now=now)
    if given is None or not email:
        raise NotAdmitted
    role, side = given
    person = Person.objects.make(email=email, name=name or email, role=role, side=side)
    with change(person, "joined", "person", person.id, f"joined as {ROLE_NAMES[role]}, by their groups", now=now):
        person.joined_at, person.by_groups = now, True
        person.save(update_fields=["joined_at", "by_groups"])
    return person


def _still_in(person: Person) -> Person:
    if not person.is_active:
        raise NotAdmitted
    return person


def _again(person: Person, given: tuple[Role, str] | None, now: datetime) -> Person:
    """Somebody who came by groups. Not in one transaction with the refusal, which must leave the access ended."""
    if given is None:
        if person.is_active:
            deactivate(by=HOUSE, whom=person, now=now, by_groups=True)
        raise NotAdmitted
    if not person.is_active and not person.ended_by_groups:
        raise NotAdmitted
    role, side = given[0], SIDES.get(given[0], given[1])
    if not person.is_active:
        _let_in_again(person, now)
    if (person.role, person.side) != (role.value, side):
        says = f"made {person.name} {ROLE_NAMES[role]}, by their groups"
        with change(HOUSE, "changed the role of", "person", person.id, says, now=now):
            person.role, person.side = role.value, side
            person.save(update_fields=["role", "side"])
    return person


def _let_in_again(person: Person, now: datetime) -> None:
    with change(HOUSE, "gave access back to", "person", person.id, f"gave {person.name} access, by groups", now=now):
        person.is_active, person.ended_at, person.ended_by_groups = True, None, False
        person.save(update_fields=["is_active", "ended_at", "ended_by_groups"])
        end_credentials(person, now)
