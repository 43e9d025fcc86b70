"""Who signs for a side, and what they are mailed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accord.people.models import Person
from accord.people.rights import RIGHTS, Right
from accord.record.post import queue_mail
from accord.signatures.entry import Entry

BOTH = ("marketing", "it")


def signers(*sides: str) -> QuerySet[Person]:
    """Whoever may sign for these sides."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.SIGN in rights]
    return Person.objects.filter(role__in=roles, side__in=sides, is_active=True)


def ask_to_sign(kind: str, given: dict[str, Any], now: datetime, *sides: str) -> None:
    """Mail whoever may sign for these sides that something waits for them."""
    for person in signers(*sides):
        queue_mail(kind, person, given, now)


def ask_other_side(kind: str, given: dict[str, Any], now: datetime, signed: str) -> None:
    """The same for the side that has not signed yet."""
    ask_to_sign(kind, given, now, *(side for side in BOTH if side != signed))


def tell_both(kind: str, given: dict[str, Any], entry: Entry, now: datetime) -> None:
    """Mail whoever signed an entry of the record where it stands in the chain."""
    given = {**given, "entry": entry.sequence, "head": entry.head, "fingerprint": entry.fingerprint}
    for person in Person.objects.filter(pk__in=[s.statement.signer.person for s in entry.signatures]):
        queue_mail(kind, person, given, now)
