"""Put a change of a clause before both sides, or take it back before both have signed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from accord.charter.models import Proposal
from accord.charter.operations.drafting import NotYours, Unfinished, checked, label, locked, refuse_stale
from accord.people.models import Person
from accord.people.rights import RIGHTS, Right, require
from accord.record import undo
from accord.record.post import queue_mail
from accord.record.writing import Actor, change


def propose(proposal: uuid.UUID, *, version: int, by: Person, now: datetime) -> Proposal:
    """Put a draft before both sides. Raises ``NotAllowed``, ``Stale``, ``Unfinished``, ``ClauseError``."""
    require(by, Right.PREPARE)
    with change(by, "proposed", "proposal", proposal, "", now=now) as said:
        row = locked(proposal)
        refuse_stale(row, version)
        if row.state != Proposal.DRAFT:
            raise Unfinished(f"{row.name} is no draft; there is nothing to propose")
        row.content = checked(row.clause, row.content)
        said.says = f"proposed {row.name}, a change of “{label(row)}”"
        row.state, row.proposed_at = Proposal.PROPOSED, now
        row.save(update_fields=["state", "proposed_at", "content"])
        ask_to_sign(row, now)
        given = {"proposal": str(row.id), "version": row.version}
        undo.offer(by, "charter.propose", f"Proposed {row.name}.", given, now=now)
    return row


def ask_to_sign(row: Proposal, now: datetime, *, sides: tuple[str, ...] = ("marketing", "it")) -> None:
    """Tell whoever may sign for these sides that a change of a clause waits for them."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.SIGN in rights]
    for person in Person.objects.filter(role__in=roles, side__in=sides, is_active=True):
        queue_mail("clause_waits_for_signature", person, told(row), now)


def told(row: Proposal) -> dict[str, Any]:
    """What every mail about a proposal says of it."""
    return {"proposal": str(row.id), "number": row.name, "clause": label(row), "reason": row.reason}


def withdraw(proposal: uuid.UUID, *, by: Person, now: datetime) -> Proposal:
    """Take back a proposal that not both have signed; the side that drafted it may.

    Raises ``NotYours`` for the other side, ``Unfinished`` where it is no longer open.
    """
    require(by, Right.PREPARE)
    with change(by, "withdrew", "proposal", proposal, "", now=now) as said:
        row = locked(proposal)
        if by.side != row.by_side:
            raise NotYours(f"{row.name} was drafted by the other side; edit it, or do not sign it")
        if row.state not in (*Proposal.OPEN, Proposal.OVERTAKEN):
            raise Unfinished(f"{row.name} is no longer open; a new proposal can change the clause back")
        said.says = f"withdrew {row.name}, a change of “{label(row)}”"
        given = {"proposal": str(row.id), "state": row.state, "version": row.version}
        row.state, row.ended_at = Proposal.WITHDRAWN, now
        row.save(update_fields=["state", "ended_at"])
        undo.offer(by, "charter.withdraw", f"Withdrew {row.name}.", given, now=now)
    return row


@undo.way("charter.propose")
def _unpropose(by: Actor, given: dict[str, Any], now: datetime) -> None:
    row = locked(uuid.UUID(given["proposal"]))
    with change(by, "took back", "proposal", row.id, f"took back the proposal {row.name}", now=now):
        if row.state != Proposal.PROPOSED or row.version != given["version"]:
            raise undo.TooLate("somebody has signed or changed it meanwhile")
        row.state, row.proposed_at = Proposal.DRAFT, None
        row.save(update_fields=["state", "proposed_at"])


@undo.way("charter.withdraw")
def _unwithdraw(by: Actor, given: dict[str, Any], now: datetime) -> None:
    from accord.charter import queries

    row = locked(uuid.UUID(given["proposal"]))
    with change(by, "took back", "proposal", row.id, f"took back the withdrawal of {row.name}", now=now):
        signed = queries.in_force().get(row.clause)
        if row.state != Proposal.WITHDRAWN or (signed.number if signed else 0) != row.base_version:
            raise undo.TooLate("the clause has changed meanwhile")
        row.state, row.ended_at = given["state"], None
        row.save(update_fields=["state", "ended_at"])
