"""What verification does to a decision: its verdict, or one extension on the same terms."""

from __future__ import annotations

import uuid
from datetime import datetime

from accord.decisions.models import Decision
from accord.decisions.operations.drafting import locked
from accord.record.refusals import Unfinished
from accord.record.writing import Actor, change


def conclude(decision: uuid.UUID, verdict: str, *, by: Actor, now: datetime) -> Decision:
    """Set the verdict of a decision in force. Raises ``Unfinished`` where it is not in force (any more)."""
    with change(by, "verified", "decision", decision, "", now=now) as said:
        row = _in_force(decision)
        if verdict not in Decision.VERDICTS:
            raise ValueError(f"{verdict!r} is no verdict")
        said.says = f"“{row.title}”: {verdict.replace('_', ' ')}"
        row.state, row.ended_at = verdict, now
        row.save(update_fields=["state", "ended_at"])
    return row


def extend(decision: uuid.UUID, *, by: Actor, now: datetime) -> Decision:
    """Let a promise that cannot be told yet run as long again, once; it is checked over both stretches together."""
    with change(by, "extended", "decision", decision, "", now=now) as said:
        row = _in_force(decision)
        if row.extended:
            raise Unfinished(f"{row.name} was extended once already")
        said.says = f"extended “{row.title}” on the same terms, once"
        length = row.counts_to - row.counts_from
        row.counts_to, row.due, row.extended = row.counts_to + length, row.due + length, True
        row.save(update_fields=["counts_to", "due", "extended"])
    return row


def wait_until(decision: uuid.UUID, due: datetime) -> None:
    """Set the next moment of checking: the final one after a preliminary verdict. Inside the caller's change."""
    row = _in_force(decision)
    row.due = due
    row.save(update_fields=["due"])


def _in_force(decision: uuid.UUID) -> Decision:
    row = locked(decision)
    if row.state != Decision.IN_FORCE:
        raise Unfinished(f"{row.name} is not in force")
    return row
