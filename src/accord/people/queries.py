"""What is known of people: plain answers; only this floor and those above see the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accord.people.models import Invitation, Person, Token
from accord.people.rights import RIGHTS, SIDES, Right, Role, may
from accord.people.secret import hashed
from accord.record.writing import Actor, House, writing

HEADS = (Role.CMO, Role.CIO)
SCOPES = ("read", "prepare")
"""What a token may be given. Signing is none of them: only a person who has just signed in anew signs."""


def somebody() -> bool:
    """Whether anybody has an account."""
    return Person.objects.exists()


def people() -> QuerySet[Person]:
    """Everybody, those who may still sign in first."""
    return Person.objects.order_by("-is_active", "name")


def by_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email.strip()).first()


def themselves(by: Actor) -> Person:
    """The person who acts. Raises ``LookupError`` where it is the house itself, which undoes nothing."""
    if not isinstance(by, Person):
        raise LookupError("only a person takes something back")
    return by


def active(role: Role) -> QuerySet[Person]:
    return Person.objects.filter(role=role.value, is_active=True)


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    """New people who were invited and have not come yet."""
    return Invitation.objects.filter(person=None, used_at=None, withdrawn_at=None, until__gt=now).order_by("-made_at")


def invitation(secret: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, or None: wrong, used, withdrawn, expired, or its maker may not invite any more."""
    found = Invitation.objects.select_related("by", "person").filter(
        hash=hashed(secret), used_at=None, withdrawn_at=None, until__gt=now
    )
    one = found.first()
    if one is None or (one.by is not None and not may(one.by, Right.INVITE)):
        return None
    return one


def invited(email: str, now: datetime) -> Invitation | None:
    """The newest open invitation of an address, for somebody whom an identity provider vouches for."""
    found = open_invitations(now).select_related("by").filter(email__iexact=email)
    return next((i for i in found if i.by is None or may(i.by, Right.INVITE)), None)


def roles_to_give(by: Person | House) -> list[Role]:
    """The roles that somebody may give.

    Heads give those of their own side; the other head's and the administrator's only while nobody holds them, so that
    the first person of an organisation can begin.
    """
    if isinstance(by, House):
        return list(Role)
    if not may(by, Right.INVITE):
        return []
    if Role(by.role) is Role.ADMINISTRATOR:
        return list(Role)
    own = [r for r in Role if SIDES.get(r) == by.side and r not in HEADS] + [Role.LIAISON]
    return own + [r for r in (*HEADS, Role.ADMINISTRATOR) if not active(r).exists()]


def may_manage(by: Person | House, whom: Person) -> bool:
    """Whether somebody may change another's role and end their access: heads those of their own side, beside heads."""
    if isinstance(by, House):
        return True
    if not may(by, Right.INVITE):
        return False
    return Role(by.role) is Role.ADMINISTRATOR or (whom.side == by.side and Role(whom.role) not in HEADS)


def inviters(but: Person) -> bool:
    """Whether somebody else may still invite people."""
    roles = [r.value for r in Role if Right.INVITE in RIGHTS[r]]
    return Person.objects.filter(role__in=roles, is_active=True).exclude(pk=but.pk).exists()


def tokens(owner: Person, kind: str = "") -> QuerySet[Token]:
    """Somebody's tokens that were not revoked, newest first."""
    found = Token.objects.filter(owner=owner, revoked_at=None).order_by("-made_at")
    return found.filter(kind=kind) if kind else found


@dataclass(frozen=True, slots=True)
class Held:
    """With what somebody can sign in, and what stands open in their name; passkeys, codes and so on as counts."""

    password: bool
    app: bool
    passkeys: int
    codes: int
    sessions: int
    tokens: int
    elsewhere: int


def held(person: Person) -> Held:
    """What somebody holds."""
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from allauth.usersessions.models import UserSession

    by_kind = {a.type: a for a in Authenticator.objects.filter(user=person).exclude(type="webauthn")}
    codes = by_kind.get("recovery_codes")
    return Held(
        password=person.has_usable_password(),
        app="totp" in by_kind,
        passkeys=Authenticator.objects.filter(user=person, type="webauthn").count(),
        codes=len(codes.wrap().get_unused_codes()) if codes else 0,
        sessions=len(UserSession.objects.purge_and_list(person)),
        tokens=tokens(person).count(),
        elsewhere=SocialAccount.objects.filter(user=person).count(),
    )


def token(secret: str, kind: str, now: datetime) -> Token | None:
    """The token behind a secret, or None.

    Refused: unknown, of another kind, revoked, expired, of somebody shut out, or made before the owner's
    ``valid_from``. Notes the day of use, with at most one write a day.
    """
    found = Token.objects.select_related("owner").filter(
        Q(until=None) | Q(until__gt=now), hash=hashed(secret), kind=kind, revoked_at=None
    )
    one = found.first()
    if one is None or not one.owner.is_active or _too_old(one):
        return None
    if one.last_used != now.date():
        with writing():
            Token.objects.filter(pk=one.pk).update(last_used=now.date())
    return one


def token_holder(secret: str, kind: str, now: datetime) -> tuple[Person, frozenset[str]] | None:
    """Whose secret this is, and for what it was made (of ``SCOPES``); None as in ``token``."""
    one = token(secret, kind, now)
    return None if one is None else (one.owner, frozenset(one.scopes))


def _too_old(one: Token) -> bool:
    since = one.owner.valid_from
    return since is not None and one.made_at < since
