"""What waits to be sent, and to whom it may go now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from accord.people.models import Person
from accord.post.models import Wishes
from accord.record.models import Outbox

DAY = timedelta(hours=20)
"""A daily digest comes when the last mail is so long ago: a day, with room for the round's own hour."""
TOO_OLD = timedelta(days=14)
"""What could not be sent for so long is let go: its news is none any more."""


@dataclass(frozen=True, slots=True)
class Due:
    """Mail that goes to one person as one message; ``later`` is when it may go, where not now."""

    person: Person
    rows: tuple[Outbox, ...]
    later: datetime | None


def wishes_of(person: uuid.UUID) -> Wishes:
    """A person's wishes, or the defaults (not stored)."""
    return Wishes.objects.filter(pk=person).first() or Wishes(person=person)


def due(now: datetime, zone: str) -> list[Due]:
    """What waits, gathered by person, for those who may still sign in and want to hear; ``zone`` where one has none."""
    waiting = list(Outbox.objects.filter(sent_at=None, queued_at__gt=now - TOO_OLD).order_by("id"))
    people = Person.objects.in_bulk({row.to for row in waiting})
    found = (_due(p, [r for r in waiting if r.to == p.pk], now, zone) for p in people.values() if p.is_active)
    return sorted((d for d in found if d), key=lambda d: d.person.email)


def _due(person: Person, rows: list[Outbox], now: datetime, zone: str) -> Due | None:
    wishes = wishes_of(person.pk)
    wanted = tuple(r for r in rows if wants(wishes, r.kind))
    if not wanted:
        return None
    later = quiet_until(wishes, now, person.zone or zone)
    if later is None and wishes.news == Wishes.DAILY:
        later = _next_digest(person, now)
    return Due(person, wanted, later)


def wants(wishes: Wishes, kind: str) -> bool:
    """Whether mail of a kind is wanted: the weekly brief has a wish of its own, a chain head must always be kept."""
    if kind == "weekly_brief":
        return wishes.weekly_brief
    return kind in ALWAYS or wishes.news != Wishes.NEVER


ALWAYS = frozenset({"signed_by_both", "clause_in_force"})
"""These carry the head of the chain to both signers, which only proves something when it lies with them."""


def quiet_until(wishes: Wishes, now: datetime, zone: str) -> datetime | None:
    """The end of the quiet hours that ``now`` lies in; None outside them."""
    local = now.astimezone(ZoneInfo(zone))
    start, end = wishes.quiet_from, wishes.quiet_to
    inside = start <= local.hour < end if start <= end else local.hour >= start or local.hour < end
    if not inside:
        return None
    day = local + timedelta(days=1) if local.hour >= end else local
    return day.replace(hour=end, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def _next_digest(person: Person, now: datetime) -> datetime | None:
    last = Outbox.objects.filter(to=person.pk).aggregate(last=Max("sent_at"))["last"]
    return last + DAY if last and last + DAY > now else None


def unwanted(rows: Iterable[Outbox], wishes: Wishes) -> list[Outbox]:
    """Rows that will never be sent, because nobody wants them."""
    return [r for r in rows if not wants(wishes, r.kind)]
