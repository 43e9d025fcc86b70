"""Propose a decision to both sides, ask for a change, or take it back before both have signed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from accord.comments import operations as comments
from accord.decisions.models import Decision
from accord.decisions.operations.drafting import NotYours, Stale, locked, terms_of
from accord.decisions.terms import WORKING, Unfinished, gaps
from accord.facts import manifest, snapshots
from accord.people.models import Person
from accord.people.rights import RIGHTS, Right, require
from accord.record import undo
from accord.record.post import queue_mail
from accord.record.writing import Actor, change
from accord.units.period import local


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
        if row.version != version:
            raise Stale(f"somebody changed {row.name} while you read it; look at it again, then propose it")
        if row.state != Decision.DRAFT:
            raise Unfinished(f"{row.name} is proposed already")
        _refuse_gaps(row, now)
        said.says = f"proposed “{row.title}”"
        row.state, row.proposed_at, row.facts = Decision.PROPOSED, now, facts
        row.save(update_fields=["state", "proposed_at", "facts"])
        ask_to_sign(row, now)
        given = {"decision": str(row.id), "version": row.version}
        undo.offer(by, "decisions.propose", f"Proposed {row.name}.", given, now=now)
    return row


def _refuse_gaps(row: Decision, now: datetime) -> None:
    today = local(now.replace(tzinfo=None), row.terms["zone"]).date()
    missing = gaps(terms_of(row), today) if row.how != Decision.ENDS else ()
    if row.baseline is None:
        missing = (*missing, WORKING)
    if missing:
        raise Unfinished(" ".join(missing))


def ask_to_sign(row: Decision, now: datetime, *, sides: tuple[str, ...] = ("marketing", "it")) -> None:
    """Tell whoever may sign for these sides that a decision waits for them."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.SIGN in rights]
    for person in Person.objects.filter(role__in=roles, side__in=sides, is_active=True):
        queue_mail("waits_for_signature", person, told(row), now)


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
        if row.state not in (Decision.PROPOSED, Decision.SIGNED_BY_ONE):
            raise Unfinished(f"{row.name} is not before both sides; edit it, or begin a new decision")
        said.says = f"asked for a change of “{row.title}”"
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
        if by.side != row.drafted_side:
            raise NotYours(f"{row.name} was drafted by the other side; ask for a change, or do not sign it")
        if row.state not in Decision.OPEN:
            raise Unfinished(f"{row.name} is signed by both; only a new decision can end it")
        said.says = f"withdrew “{row.title}”"
        given = {"decision": str(row.id), "state": row.state, "version": row.version}
        row.state, row.ended_at = Decision.WITHDRAWN, now
        row.save(update_fields=["state", "ended_at"])
        undo.offer(by, "decisions.withdraw", f"Withdrew {row.name}.", given, now=now)
    return row


@undo.way("decisions.propose")
def _unpropose(by: Actor, given: dict[str, Any], now: datetime) -> None:
    row = locked(uuid.UUID(given["decision"]))
    with change(by, "took back", "decision", row.id, f"took back the proposal of “{row.title}”", now=now):
        if row.state != Decision.PROPOSED or row.version != given["version"]:
            raise undo.TooLate("somebody has signed or changed it meanwhile")
        row.state, row.proposed_at = Decision.DRAFT, None
        row.save(update_fields=["state", "proposed_at"])


@undo.way("decisions.withdraw")
def _unwithdraw(by: Actor, given: dict[str, Any], now: datetime) -> None:
    from accord.decisions import queries

    row = locked(uuid.UUID(given["decision"]))
    with change(by, "took back", "decision", row.id, f"took back the withdrawal of “{row.title}”", now=now):
        if row.state != Decision.WITHDRAWN or queries.open_about(row.analysis, row.about):
            raise undo.TooLate("another decision speaks of the same meanwhile")
        row.state, row.ended_at = given["state"], None
        row.save(update_fields=["state", "ended_at"])
