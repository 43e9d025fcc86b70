"""Queueing reminders: promises that are soon checked, and the weekly brief."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accord.decisions import queries
from accord.decisions.models import Decision
from accord.decisions.operations.proposing import told
from accord.jobs.doing import Work
from accord.pages.house import House, house
from accord.pages.sheet import utc
from accord.people.models import Person
from accord.record.models import Outbox
from accord.record.post import queue_mail

BEFORE = timedelta(days=7)
MONDAY = 0


def run(work: Work) -> dict[str, Any]:
    """Each promise is announced once, a week before its day, to both owners; the brief goes out on Mondays."""
    result: dict[str, Any] = {}
    home, now = house(work.workspace), work.now()
    with work.finishing(result):
        result["promises"] = sum(_announce(row, home, now) for row in queries.in_force())
        result["briefs"] = _weekly(home, now) if queries.latest_kept() else 0
    return result


def _announce(row: Decision, home: House, now: datetime) -> int:
    when = row.due
    if not now <= when < now + BEFORE:
        return 0
    given = {**told(row), "day": home.form_for("", "").day(utc(when))}
    owners = Person.objects.filter(pk__in=[o for o in (row.owner_marketing, row.owner_it) if o], is_active=True)
    wanted = [p for p in owners if not _told_before(p, row)]
    for person in wanted:
        queue_mail("promise_due", person, given, now)
    return len(wanted)


def _told_before(person: Person, row: Decision) -> bool:
    return any(r.given.get("decision") == str(row.id) for r in Outbox.objects.filter(kind="promise_due", to=person.pk))


def _weekly(home: House, now: datetime) -> int:
    zone = ZoneInfo(home.charter.organisation.zone)
    local = now.astimezone(zone)
    if local.weekday() != MONDAY:
        return 0
    begun = local.replace(hour=0, minute=0, second=0, microsecond=0)
    have = set(Outbox.objects.filter(kind="weekly_brief", queued_at__gte=begun).values_list("to", flat=True))
    people = [p for p in Person.objects.filter(is_active=True) if p.pk not in have]
    for person in people:
        queue_mail("weekly_brief", person, {}, now)
    return len(people)
