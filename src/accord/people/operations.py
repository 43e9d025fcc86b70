"""Changes to people: each in one transaction with its row of activity."""

from __future__ import annotations

from datetime import datetime

from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record.writing import change

AUDIENCES = ("marketing", "it", "finance")


def read_as(*, by: Person, audience: str, now: datetime) -> None:
    """Choose in whose words one reads. Raises ``ValueError`` for an audience that there is not."""
    require(by, Right.READ)
    if audience not in AUDIENCES:
        raise ValueError(f"there is no audience {audience!r}; choose one of {', '.join(AUDIENCES)}")
    with change(by, "chose", "person", by.id, f"reads in the words of {audience}", now=now):
        by.audience = audience
        by.save(update_fields=["audience"])
