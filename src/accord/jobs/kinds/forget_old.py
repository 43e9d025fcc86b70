"""Clearing away what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accord.jobs.doing import Work
from accord.pages.facts.waiting import clear_older
from accord.record.models import Job, Once, Undo

KEEP_WAITING = timedelta(days=7)
KEEP_JOBS = timedelta(days=90)
KEEP_ANSWERS = timedelta(days=2)
"""Kept answers for repeated requests."""


def run(work: Work) -> dict[str, Any]:
    """Files that nobody confirmed, ended work, ways back that are closed, kept answers, sessions that are over.

    Sessions end by the real clock, by which they began: who moves the demo's clock stays signed in.
    """
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    now = work.now()
    drops = clear_older(work.workspace, KEEP_WAITING)
    result: dict[str, Any] = {"drops": drops}
    with work.finishing(result):
        result["jobs"] = Job.objects.filter(ended_at__lt=now - KEEP_JOBS).delete()[0]
        result["undos"] = Undo.objects.filter(until__lt=now).delete()[0]
        result["answers"] = Once.objects.filter(begun_at__lt=now - KEEP_ANSWERS).delete()[0]
        result["sessions"] = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    return result
