"""The nightly round: what is done once a day without anybody asking."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from accord.jobs.kinds import names
from accord.pages.house import house
from accord.record.models import Job
from accord.record.work import queue
from accord.record.writing import HOUSE, writing

KIND = "nightly"
ROUND = ("analyse", "verify_due", "remind", "send_mail", "forget_old")


def queue_round(*, now: datetime) -> list[str]:
    """Queue what belongs to a round; returns the kinds. What waits already is not queued twice.

    With a watched folder it is read first, and what it brings is analysed when it is in.
    """
    watched = settings.ACCORD.watched_folder
    with writing():
        if watched:
            queue("import_files", {"folder": watched}, by=HOUSE, now=now, key="watched folder")
        wanted = [kind for kind in ROUND if kind in names()]
        for kind in wanted:
            queue(kind, {}, by=HOUSE, now=now, key=kind)
    return (["import_files"] if watched else []) + wanted


def queue_when_due(*, now: datetime) -> bool:
    """Queue today's round once its hour has come in the organisation's zone. A server that slept makes up for it."""
    zone = ZoneInfo(house(settings.ACCORD_WORKSPACE).charter.organisation.zone)
    local = now.astimezone(zone)
    if f"{local:%H:%M}" < settings.ACCORD.nightly_at:
        return False
    day = f"{local:%Y-%m-%d}"
    if Job.objects.filter(kind=KIND, key=day).exists():
        return False
    queue(KIND, {}, by=HOUSE, now=now, key=day)
    return True
