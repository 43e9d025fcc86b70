"""Put a change of a clause before both sides, or take it back before both have signed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from accord.charter import queries
from accord.charter.models import Proposal
from accord.charter.operations.drafting import checked, locked, locked_for
from accord.clauses.charter import PERSONAL
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.people.signers import BOTH, ask_to_sign
from accord.record import agreeing, undo
from accord.record.writing import change

WAITS = "clause_waits_for_signature"


def propose(proposal: uuid.UUID, *, version: int, by: Person, now: datetime) -> Proposal:
    """Put a draft before both sides. Raises ``NotAllowed``, ``Stale``, ``Unfinished``, ``ClauseError``."""
    require(by, Right.PREPARE)
    with change(by, "proposed", "proposal", proposal, "", now=now) as said:
        row = locked_for(by, proposal)
        agreeing.refuse_proposing(row, version)
        row.content = checked(row.clause, row.content)
        said.says = f"proposed {row.called}"
        agreeing.put_before_both(row, now, "content")
        ask_to_sign(WAITS, told(row), now, *BOTH)
        given = {"id": str(row.id), "version": row.version}
        undo.offer(by, "charter.propose", f"Proposed {row.name}.", given, now=now)
    return row


def told(row: Proposal) -> dict[str, Any]:
    """What every mail about a proposal says of it; of what people are paid, mails say nothing."""
    reason = "" if row.clause in PERSONAL else row.reason
    return {"proposal": str(row.id), "number": row.name, "clause": row.label, "reason": reason}


def withdraw(proposal: uuid.UUID, *, by: Person, now: datetime) -> Proposal:
    """Take back a proposal that not both have signed; the side that drafted it may.

    Raises ``NotYours`` for the other side, ``Unfinished`` where it is no longer open.
    """
    require(by, Right.PREPARE)
    with change(by, "withdrew", "proposal", proposal, "", now=now) as said:
        row = locked_for(by, proposal)
        given = agreeing.withdraw(row, row.by_side, by, now, Proposal.OVERTAKEN)
        said.says = f"withdrew {row.called}"
        undo.offer(by, "charter.withdraw", f"Withdrew {row.name}.", given, now=now)
    return row


def _taken(row: Proposal) -> str:
    signed = queries.in_force().get(row.clause)
    return "the clause has changed meanwhile" if (signed.number if signed else 0) != row.base_version else ""


agreeing.declare_ways_back("charter", "proposal", locked, _taken)
