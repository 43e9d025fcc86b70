"""What follows when the facts have changed."""

from __future__ import annotations

from datetime import datetime

from accord.jobs.kinds import names
from accord.record.work import queue
from accord.record.writing import Actor


def facts_changed(*, by: Actor, now: datetime) -> None:
    """Work the findings out anew, and look whether a promise that is due can be verified now."""
    for kind in ("analyse", "verify_due"):
        if kind in names():
            queue(kind, {}, by=by, now=now, key=kind)
