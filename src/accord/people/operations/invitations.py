"""Letting people in by a link: invited, accepted, withdrawn, and a way back for who lost the password."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email

from accord.people import queries
from accord.people.models import Invitation, Person
from accord.people.resting import founded, rest, warn
from accord.people.rights import ROLE_NAMES, SIDES, NotAllowed, Right, Role, may, require
from accord.people.secret import hashed, new_secret
from accord.record import undo
from accord.record.writing import HOUSE, Actor, House, change, writing

OPEN_FOR = timedelta(days=7)
_UNDO = "people.withdraw"


class InvalidLink(LookupError):  # noqa: N818 - says what the link is
    """A link that lets nobody in: wrong, used, withdrawn or expired."""

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Ask whoever sent it for a new one")


def invite(
    *, by: Person | House, email: str, role: Role, side: str = "", now: datetime, offer: bool = True
) -> tuple[Invitation, str]:
    """Invite somebody for a week; ``side`` is a liaison's. Gives the invitation and its secret, which is kept nowhere.

    An earlier open invitation of the same address is withdrawn. Raises ``NotAllowed``, ``ValidationError`` for what
    is no e-mail address, ``ValueError`` where the address has an account or a liaison has no side.
    """
    side = side_for(by, role, side)
    email = email.strip().lower()
    validate_email(email)
    if queries.by_email(email) is not None:
        raise ValueError(f"{email} has an account already")
    with change(by, "invited", "invitation", email, f"invited {email} as {ROLE_NAMES[role]}", now=now) as said:
        queries.open_invitations(now).filter(email=email).update(withdrawn_at=now)
        made, secret = _make(by, email, role, side, None, now)
        said.subject = str(made.id)
        if offer and isinstance(by, Person):
            undo.offer(by, _UNDO, f"Invited {email}.", {"invitation": str(made.id)}, now=now)
    return made, secret


def way_back(*, by: Person | House, whom: Person, now: datetime) -> tuple[Invitation, str]:
    """A link for a week with which somebody sets a new password, to be passed on where no mail is sent."""
    if not queries.may_manage(by, whom):
        raise NotAllowed(Right.INVITE)
    if not whom.is_active:
        raise ValueError(f"{whom.name} has no access; give it back first")
    with change(by, "made", "person", whom.id, f"made a link with which {whom.name} sets a new password", now=now):
        Invitation.objects.filter(person=whom, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
        if may(whom, Right.SIGN):
            warn(whom, f"{by.name} made a link with which {whom.name} sets a new password", now)
        return _make(by, whom.email, Role(whom.role), whom.side, whom, now)


def withdraw(*, by: Person, invitation: Invitation, now: datetime) -> None:
    """Make an invitation's link useless."""
    require(by, Right.INVITE)
    if Role(by.role) is not Role.ADMINISTRATOR and invitation.by_id != by.id:
        raise NotAllowed(Right.ADMINISTER)
    if invitation.used_at is not None:
        raise ValueError(f"{invitation.email} has accepted already")
    with change(by, "withdrew", "invitation", invitation.id, f"withdrew the invitation of {invitation.email}", now=now):
        Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=now)


def accept(*, secret: str, name: str, password: str, now: datetime) -> Person:
    """Come in by a link. Raises ``InvalidLink``, ``ValueError`` for a missing name, ``ValidationError`` for a password.

    The link of a new person makes the account; a way back sets the password and ends what was open before.
    """
    with writing():
        found = queries.invitation(secret, now)
        # Of two who use the link at once, one finds it used.
        if found is None or not Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
            raise InvalidLink
        return _come_back(found, password, now) if found.person else _join(found, name, password, now)


def _join(found: Invitation, name: str, password: str | None, now: datetime) -> Person:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise ValueError("give the name by which others know you, of up to 120 letters")
    if password is not None:
        validate_password(password, Person(email=found.email, name=name))
    person = Person.objects.make(
        email=found.email, name=name, role=Role(found.role), side=found.side, password=password
    )
    with change(person, "joined", "person", person.id, f"joined as {ROLE_NAMES[Role(found.role)]}", now=now):
        person.joined_at = now
        person.save(update_fields=["joined_at"])
        if founded(person):
            rest(person, f"{_maker(found)} invited {person.name} as {ROLE_NAMES[Role(found.role)]}", by=HOUSE, now=now)
    return person


def _maker(found: Invitation) -> str:
    return found.by.name if found.by else HOUSE.name


def join(*, invitation: Invitation, name: str, now: datetime) -> Person:
    """Somebody invited comes in by an identity provider that vouches for the address; there is no password then."""
    with writing():
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now):
            raise InvalidLink
        return _join(invitation, name, None, now)


def _come_back(found: Invitation, password: str, now: datetime) -> Person:
    person = found.person
    if person is None or not person.is_active:
        raise InvalidLink
    validate_password(password, person)
    with change(person, "set", "person", person.id, "set a new password by a link", now=now):
        person.set_password(password)
        person.save(update_fields=["password"])
        rest(person, f"{_maker(found)} made the link with which its password was set", by=HOUSE, now=now)
    return person


def _make(
    by: Person | House, email: str, role: Role, side: str, person: Person | None, now: datetime
) -> tuple[Invitation, str]:
    secret = new_secret()
    made = Invitation.objects.create(
        email=email,
        role=role.value,
        side=side,
        person=person,
        by=by if isinstance(by, Person) else None,
        made_at=now,
        until=now + OPEN_FOR,
        hash=hashed(secret),
    )
    return made, secret


def side_for(by: Person | House, role: Role, side: str) -> str:
    """The side that comes with a role. Raises ``NotAllowed`` where this person may not give it."""
    if role not in queries.roles_to_give(by):
        raise NotAllowed(Right.ADMINISTER if isinstance(by, Person) and may(by, Right.INVITE) else Right.INVITE)
    if role is not Role.LIAISON:
        return SIDES.get(role, "")
    if isinstance(by, Person) and by.side:
        side = by.side
    if side not in ("marketing", "it"):
        raise ValueError("a liaison belongs to a side: choose marketing or IT")
    return side


@undo.way(_UNDO)
def _take_back(by: Actor, given: dict[str, str], now: datetime) -> None:
    withdraw(by=queries.themselves(by), invitation=Invitation.objects.get(pk=given["invitation"]), now=now)
