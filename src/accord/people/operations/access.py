"""What somebody may do here, and the end of it: role, access, second factors."""

from __future__ import annotations

from datetime import datetime

from accord.people import queries
from accord.people.models import Invitation, Person, Token
from accord.people.operations.invitations import side_for
from accord.people.resting import founded, require_signing, rest, resting
from accord.people.rights import ROLE_NAMES, NotAllowed, Right, Role
from accord.record import undo
from accord.record.writing import Actor, House, change

_GUARDED = (Role.CMO, Role.CIO, Role.ADMINISTRATOR)
_UNDO_ROLE, _UNDO_END, _UNDO_BACK = "people.change_role", "people.deactivate", "people.reactivate"
_UNDO_CONFIRM = "people.confirm"


def change_role(
    *, by: Person | House, whom: Person, role: Role, side: str = "", now: datetime, offer: bool = True
) -> None:
    """Give somebody another role (and a liaison a side). It holds from the next request on.

    Raises ``NotAllowed``, and ``ValueError`` where groups settle the role or nobody would be left to let people in.
    """
    _may_change(by, whom)
    if whom.by_groups:
        raise ValueError(f"the groups of {whom.name} at the identity provider settle the role; change it there")
    side = side_for(by, role, side)
    before = {"whom": str(whom.id), "role": whom.role, "side": whom.side}
    says = f"made {whom.name} {ROLE_NAMES[role]} (was {ROLE_NAMES[Role(whom.role)]})"
    with change(by, "changed the role of", "person", whom.id, says, now=now):
        if role is not Role(whom.role):
            _keep_one(by, whom)
        whom.role, whom.side = role.value, side
        whom.save(update_fields=["role", "side"])
        if offer and founded(whom):  # to take a change back gives nobody more than they had
            rest(whom, f"{by.name} made {whom.name} {ROLE_NAMES[role]}", by=by, now=now)
        if offer and isinstance(by, Person):
            undo.offer(by, _UNDO_ROLE, f"{whom.name} is {ROLE_NAMES[role]} now.", before, now=now)


def deactivate(*, by: Person | House, whom: Person, now: datetime, by_groups: bool = False, offer: bool = True) -> None:
    """End somebody's access, at once: sessions, tokens, feeds, links, invitations and password resets.

    What they did stays. Raises ``ValueError`` where nobody would be left who can let people in.
    """
    _may_change(by, whom)
    if not whom.is_active:
        raise ValueError(f"{whom.name} has no access already")
    with change(by, "ended the access of", "person", whom.id, f"ended the access of {whom.name}", now=now):
        if not by_groups:
            _keep_one(by, whom)
        whom.is_active, whom.ended_at, whom.ended_by_groups = False, now, by_groups
        whom.save(update_fields=["is_active", "ended_at", "ended_by_groups"])
        end_credentials(whom, now)
        if offer and isinstance(by, Person):
            undo.offer(by, _UNDO_END, f"{whom.name} has no access now.", {"whom": str(whom.id)}, now=now)


def reactivate(*, by: Person | House, whom: Person, now: datetime, offer: bool = True) -> None:
    """Give access back. Nothing that was ended comes back with it: they sign in, and make their tokens, anew."""
    _may_change(by, whom)
    if whom.is_active:
        raise ValueError(f"{whom.name} has access already")
    with change(by, "gave access back to", "person", whom.id, f"gave {whom.name} access again", now=now):
        whom.is_active, whom.ended_at, whom.ended_by_groups = True, None, False
        whom.save(update_fields=["is_active", "ended_at", "ended_by_groups"])
        if offer and isinstance(by, Person):
            undo.offer(by, _UNDO_BACK, f"{whom.name} has access again.", {"whom": str(whom.id)}, now=now)


def reset_second_factors(*, by: Person | House, whom: Person, now: datetime) -> None:
    """Remove authenticator app, passkeys and recovery codes of somebody who lost them, and end their sessions."""
    from allauth.mfa.models import Authenticator

    if isinstance(by, Person) and Role(by.role) is not Role.ADMINISTRATOR:
        raise NotAllowed(Right.ADMINISTER)
    says = f"removed the second factors of {whom.name}, who lost them"
    with change(by, "removed the second factors of", "person", whom.id, says, now=now):
        Authenticator.objects.filter(user=whom).delete()
        end_sessions(whom)
        rest(whom, f"{by.name} removed the second factors of {whom.name}", by=by, now=now)


def confirm(*, by: Person, whom: Person, now: datetime, offer: bool = True) -> None:
    """The other side's head says that a head's account is in the right hands: it signs at once.

    Raises ``NotAllowed``, ``Resting`` where one's own account rests, ``ValueError`` for one's own side, and where
    nothing is to be ended.
    """
    require_signing(by, now)
    if by.side == whom.side:
        raise ValueError("the head of the other side says so, not one's own")
    if not resting(whom, now):
        raise ValueError(f"{whom.name} does not wait to sign")
    before = {"whom": str(whom.id), "signs_from": str(whom.signs_from)}
    says = f"said that the account of {whom.name} is in the right hands; it signs again"
    with change(by, "confirmed", "person", whom.id, says, now=now):
        whom.signs_from = now
        whom.save(update_fields=["signs_from"])
        if offer:
            undo.offer(by, _UNDO_CONFIRM, f"{whom.name} signs again.", before, now=now)


def end_credentials(whom: Person, now: datetime) -> None:
    """Kill all that was given out before now. Sessions and password resets are bound to ``valid_from``."""
    whom.valid_from = now
    whom.save(update_fields=["valid_from"])
    Token.objects.filter(owner=whom, revoked_at=None).update(revoked_at=now)
    Invitation.objects.filter(by=whom, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    Invitation.objects.filter(person=whom, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    end_sessions(whom)


def end_sessions(whom: Person) -> None:
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=whom):
        session.end()


def _may_change(by: Person | House, whom: Person) -> None:
    if not (queries.may_manage(by, whom) or (by.id == whom.id and queries.roles_to_give(by))):
        raise NotAllowed(Right.INVITE)


def _keep_one(by: Person | House, whom: Person) -> None:
    """Nobody shuts themselves out as the last of a role that others depend on."""
    role = Role(whom.role)
    # Locked, so that two do not end each other at once.
    list(Person.objects.select_for_update().filter(role__in=[r.value for r in _GUARDED]))
    if by.id == whom.id and role in _GUARDED and queries.active(role).count() < 2:
        raise ValueError(f"you are the last {ROLE_NAMES[role]}; let somebody else take the role first")
    if whom.is_active and role in _GUARDED and not queries.inviters(whom):
        raise ValueError(f"{whom.name} is the last one who can let people in; let somebody else take that role first")


@undo.way(_UNDO_ROLE)
def _role_back(by: Actor, given: dict[str, str], now: datetime) -> None:
    whom = Person.objects.get(pk=given["whom"])
    actor = queries.themselves(by)
    change_role(by=actor, whom=whom, role=Role(given["role"]), side=given["side"], now=now, offer=False)


@undo.way(_UNDO_END)
def _access_back(by: Actor, given: dict[str, str], now: datetime) -> None:
    whom = Person.objects.get(pk=given["whom"])
    reactivate(by=queries.themselves(by), whom=whom, now=now, offer=False)


@undo.way(_UNDO_BACK)
def _end_again(by: Actor, given: dict[str, str], now: datetime) -> None:
    whom = Person.objects.get(pk=given["whom"])
    deactivate(by=queries.themselves(by), whom=whom, now=now, offer=False)


@undo.way(_UNDO_CONFIRM)
def _unconfirm(by: Actor, given: dict[str, str], now: datetime) -> None:
    whom = Person.objects.get(pk=given["whom"])
    with change(by, "took back", "person", whom.id, f"took back that {whom.name} signs again", now=now):
        whom.signs_from = datetime.fromisoformat(given["signs_from"])
        whom.save(update_fields=["signs_from"])
