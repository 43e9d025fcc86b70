"""Propose a decision to both sides, ask for a change, or take it back before both have signed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from accord.comments import operations as comments
from accord.decisions import queries
from accord.decisions.models import Decision
from accord.decisions.operations.drafting import locked, terms_of
from accord.decisions.terms import WORKING, gaps
from accord.facts import manifest, snapshots
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.people.signers import BOTH, ask_to_sign
from accord.record import agreeing, undo
from accord.record.refusals import Unfinished
from accord.record.writing import change
from accord.units.period import local

WAITS = "waits_for_signature"


def propose(decision: uuid.UUID, *, version: int, by: Person, now: datetime) -> Decision:
    """Put a finished draft before both sides. The facts that it was made from are kept from now on.

    Raises ``NotAllowed``, ``Stale``, and ``Unfinished`` with everything that is still missing.
    """
    require(by, Right.PREPARE)
    workspace = settings.ACCORD_WORKSPACE
    facts = manifest.load(workspace.manifest).snapshot_id
    snapshots.pin(workspace, facts)
    with change(by, "proposed", "decision", decision, "", now=now) as said:
        row = locked(decision)
        agreeing.refuse_proposing(row, version)
        _refuse_gaps(row, now)
        said.says, row.facts = f"proposed {row.called}", facts
        agreeing.put_before_both(row, now, "facts")
        ask_to_sign(WAITS, told(row), now, *BOTH)
        given = {"id": str(row.id), "version": row.version}
        undo.offer(by, "decisions.propose", f"Proposed {row.name}.", given, now=now)
    return row


def _refuse_gaps(row: Decision, now: datetime) -> None:
    today = local(now.replace(tzinfo=None), row.terms["zone"]).date()
    missing = gaps(terms_of(row), today) if row.how != Decision.ENDS else ()
    if row.baseline is None:
        missing = (*missing, WORKING)
    if missing:
        raise Unfinished(" ".join(missing))


def told(row: Decision) -> dict[str, Any]:
    """What every mail about a decision says of it."""
    return {"decision": str(row.id), "number": row.name, "title": row.title}


def ask_for_change(decision: uuid.UUID, *, text: str, by: Person, now: datetime) -> Decision:
    """Say what should be otherwise; the text is a draft again, and what was signed of it no longer counts.

    Raises ``NotAllowed``; ``ValueError`` for no words, or where both have signed.
    """
    require(by, Right.PREPARE)
    with change(by, "asked for a change", "decision", decision, "", now=now) as said:
        row = locked(decision)
        if row.state not in Decision.ASKED:
            raise Unfinished(f"{row.name} is not before both sides; edit it, or begin a new decision")
        said.says = f"asked for a change of {row.called}"
        comments.say(by=by, kind="decision", subject=str(row.id), text=text, now=now)
        row.version += 1
        row.state, row.proposed_at, row.changed_at = Decision.DRAFT, None, now
        row.save(update_fields=["version", "state", "proposed_at", "changed_at"])
    return row


def withdraw(decision: uuid.UUID, *, by: Person, now: datetime) -> Decision:
    """Take back a decision that not both have signed; the side that drafted it may.

    Raises ``NotYours`` for the other side, ``Unfinished`` where both have signed.
    """
    require(by, Right.PREPARE)
    with change(by, "withdrew", "decision", decision, "", now=now) as said:
        row = locked(decision)
        given = agreeing.withdraw(row, row.drafted_side, by, now)
        said.says = f"withdrew {row.called}"
        undo.offer(by, "decisions.withdraw", f"Withdrew {row.name}.", given, now=now)
    return row


def _taken(row: Decision) -> str:
    return "another decision speaks of the same meanwhile" if queries.open_about(row.analysis, row.about) else ""


agreeing.declare_ways_back("decisions", "decision", locked, _taken)
