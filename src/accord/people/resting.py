"""A head's account that somebody else opened does not sign at once: whoever let it in could sign for that side."""

from __future__ import annotations

from datetime import datetime, timedelta

from accord.people.models import Person
from accord.people.rights import SIDE_NAMES, Right, may, require
from accord.people.signers import signers
from accord.record.models import SignedEntry
from accord.record.post import queue_mail
from accord.record.writing import Actor

REST = timedelta(hours=48)
"""Long enough that both heads read their mail; the other side's head may end it earlier."""


class Resting(PermissionError):  # noqa: N818 - says what the account does
    """An account that does not sign yet; the message says from when, and who can end it."""


def require_signing(person: Person, now: datetime) -> None:
    """Raise ``NotAllowed`` without the right to sign, ``Resting`` for an account that rests."""
    require(person, Right.SIGN)
    if says := rests(person, now):
        raise Resting(says)


def rests(person: Person, now: datetime) -> str:
    """Why a head's account does not sign yet; '' where it does."""
    if not resting(person, now) or person.signs_from is None:
        return ""
    other = SIDE_NAMES["it" if person.side == "marketing" else "marketing"]
    return (
        f"This account signs from {person.signs_from:%Y-%m-%d %H:%M} UTC, because {person.rests_since}. "
        f"The head of {other} can end that earlier, on the page of {person.name}"
    )


def resting(person: Person, now: datetime) -> bool:
    """Whether an account that may sign has to wait for it."""
    return may(person, Right.SIGN) and person.signs_from is not None and now < person.signs_from


def rest(whom: Person, why: str, *, by: Actor, now: datetime) -> None:
    """Let a head's account rest and mail everybody who signs; inside the caller's change. Others are left as they are.

    ``why`` goes on after 'because': 'Sam removed its second factors'.
    """
    if by.id == whom.id or not may(whom, Right.SIGN):
        return
    whom.signs_from, whom.rests_since = now + REST, why[:300]
    whom.save(update_fields=["signs_from", "rests_since"])
    warn(whom, why, now)


def warn(whom: Person, why: str, now: datetime) -> None:
    """Mail everybody who signs, of both sides, what was done to a head's account."""
    until = f"{whom.signs_from:%Y-%m-%d %H:%M} UTC" if resting(whom, now) else ""
    given = {"person": str(whom.id), "name": whom.name, "why": why, "until": until}
    for person in signers("marketing", "it"):
        queue_mail("account_opened", person, given, now)


def founded(whom: Person) -> bool:
    """Whether somebody new at the head of a side comes into something that stands: then they rest, too.

    The first heads of an organisation do not: nothing was signed, and nobody stood there before.
    """
    others = Person.objects.filter(role=whom.role).exclude(pk=whom.pk)
    return SignedEntry.objects.exists() or others.exists()
