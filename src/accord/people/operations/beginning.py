"""How an organisation begins: its first person, or the made-up people of a demo."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email

from accord.people import queries
from accord.people.models import FirstRun, Person
from accord.people.operations.invitations import InvalidLink
from accord.people.rights import ROLE_NAMES, Role
from accord.people.secret import hashed, new_secret
from accord.record import clock
from accord.record.writing import change, writing

FIRST_ROLES = (Role.CMO, Role.CIO, Role.ADMINISTRATOR)
_DEMO = (
    ("lena.moreau@demo.example", "Lena Moreau (made up)", Role.CMO, ""),
    ("anders.vik@demo.example", "Anders Vik (made up)", Role.CIO, ""),
    ("priya.nair@demo.example", "Priya Nair (made up)", Role.MARKETING, ""),
    ("tomas.hruby@demo.example", "Tomas Hruby (made up)", Role.IT, ""),
    ("ines.duarte@demo.example", "Ines Duarte (made up)", Role.LIAISON, "it"),
    ("noor.bakker@demo.example", "Noor Bakker (made up)", Role.FINANCE, ""),
    ("sam.okafor@demo.example", "Sam Okafor (made up)", Role.ADMINISTRATOR, ""),
    ("ewa.lis@demo.example", "Ewa Lis (made up)", Role.AUDITOR, ""),
)


class Begun(ValueError):  # noqa: N818 - says what is already so
    """Somebody has an account already."""


def first_run_token(now: datetime) -> str | None:
    """A new one-time word for the console, which ends the one before; None where somebody has an account."""
    with writing():
        if queries.somebody():
            return None
        secret = new_secret()
        FirstRun.objects.update_or_create(pk=1, defaults={"hash": hashed(secret), "made_at": now})
        return secret


def begin(*, token: str, name: str, email: str, password: str, role: str, now: datetime) -> Person:
    """Make the first person; ``role`` is one of ``FIRST_ROLES``.

    Raises ``Begun``, ``InvalidLink``, ``ValueError`` and ``ValidationError``.
    """
    name, email = " ".join(name.split()), email.strip().lower()
    if not 1 <= len(name) <= 120:
        raise ValueError("give the name by which others know you, of up to 120 letters")
    if role not in FIRST_ROLES:
        raise ValueError(f"the first person is one of {', '.join(ROLE_NAMES[r] for r in FIRST_ROLES)}")
    mine = Role(role)
    validate_email(email)
    validate_password(password, Person(email=email, name=name))
    with writing():
        if queries.somebody():
            raise Begun("somebody has begun already; sign in, or ask them for an invitation")
        # Of two who come at once, one finds the word used.
        if not FirstRun.objects.filter(hash=hashed(token.strip())).delete()[0]:
            raise InvalidLink
        person = Person.objects.make(email=email, name=name, role=mine, password=password)
        with change(person, "began", "person", person.id, f"began as {ROLE_NAMES[mine]}", now=now):
            person.joined_at = now
            person.save(update_fields=["joined_at"])
        return person


def demo_people(now: datetime) -> list[tuple[Person, str]]:
    """The made-up people of a demo with random passwords, which are kept nowhere.

    Raises ``Begun`` where somebody has an account, and ``ValueError`` in a workspace that is not made up.
    """
    if not clock.made_up():
        raise ValueError("made-up people belong to a made-up workspace")
    with writing():
        if queries.somebody():
            raise Begun("there are people already")
        FirstRun.objects.all().delete()
        return [_made_up(email, name, role, side, now) for email, name, role, side in _DEMO]


def _made_up(email: str, name: str, role: Role, side: str, now: datetime) -> tuple[Person, str]:
    password = secrets.token_urlsafe(12)
    person = Person.objects.make(email=email, name=name, role=role, side=side, password=password)
    with change(person, "joined", "person", person.id, f"joined as {ROLE_NAMES[role]} of the demo", now=now):
        person.joined_at = now
        person.save(update_fields=["joined_at"])
    return person, password
