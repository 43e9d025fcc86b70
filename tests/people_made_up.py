"""Made-up people for tests: one for each role."""

from __future__ import annotations

from datetime import UTC, datetime

from accord.people.models import Person
from accord.people.rights import Role

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
NAMES = {
    Role.CMO: "Made-up Mara",
    Role.CIO: "Made-up Tom",
    Role.MARKETING: "Made-up Ada",
    Role.IT: "Made-up Ben",
    Role.LIAISON: "Made-up Lio",
    Role.FINANCE: "Made-up Fay",
    Role.ADMINISTRATOR: "Made-up Adi",
    Role.AUDITOR: "Made-up Aud",
}


def person(role: Role, *, side: str = "it", email: str = "") -> Person:
    """Somebody with that role, stored; a liaison is IT's unless told otherwise."""
    return Person.objects.make(
        email=email or f"{role.value}@made-up.example", name=NAMES[role], role=role, side=side, password=PASSWORD
    )


PASSWORD = "a made-up pass phrase 7"
