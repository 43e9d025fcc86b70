"""Draft a change of a clause and edit it; two people who edit do not overwrite each other."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from accord.charter import queries
from accord.charter.models import Proposal
from accord.charter.reading import record_names
from accord.charter.sight import require_sight
from accord.charter.signed_text import fresh_salt
from accord.clauses.changes import changes
from accord.clauses.charter import PARTS
from accord.clauses.contents import Content, normal
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import agreeing, undo
from accord.record.refusals import Unfinished
from accord.record.turns import CHARTER, take_turn
from accord.record.writing import Actor, change

LONGEST_REASON = 500


def draft(clause: str, content: Content, *, reason: str, by: Person, now: datetime) -> Proposal:
    """Begin a change of a clause: ``content`` is its whole new text.

    Raises ``NotAllowed``; ``LookupError`` for a clause that there is not; ``ClauseError`` for a text that a charter
    cannot hold; ``Unfinished`` without a reason, or where nothing changes.
    """
    require(by, Right.PREPARE)
    if clause not in PARTS:
        raise LookupError(f"there is no clause {clause[:40]}; there are {', '.join(PARTS)}")
    require_sight(by, clause)
    with change(by, "drafted", "proposal", "", "", now=now) as said:
        number = agreeing.next_number(Proposal)
        stand = queries.standing(settings.ACCORD_WORKSPACE)[clause]
        if not stand.signed and (fault := queries.file_fault(settings.ACCORD_WORKSPACE)):
            raise Unfinished(f"nobody knows what the draft says: {fault}")
        row = Proposal(
            number=number,
            clause=clause,
            base_version=stand.number,
            base=stand.content,
            salt=fresh_salt(clause),
            by=by.id,
            by_name=by.name,
            by_side=by.side,
            at=now,
        )
        _put(row, content, reason, now)
        row.save(force_insert=True)
        said.subject, said.says = str(row.id), f"drafted {row.called}"
        undo.offer(by, "charter.draft", f"Drafted {row.name}.", {"id": str(row.id)}, now=now)
    return row


def _put(row: Proposal, content: Content, reason: str, now: datetime) -> None:
    row.content = checked(row.clause, content)
    row.reason, row.changed_at = _worded(reason), now
    if not changes(row.clause, row.base, row.content):
        raise Unfinished("this changes nothing; the clause says so already")


def checked(clause: str, content: Content) -> Content:
    """The content as it is written, together with the clauses that count. Raises ``ClauseError``."""
    return normal(queries.agreed(settings.ACCORD_WORKSPACE), clause, content, record_names())


def _worded(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise Unfinished("say why it should change: the other side reads it before they sign")
    if len(reason) > LONGEST_REASON:
        raise Unfinished(f"the reason is longer than {LONGEST_REASON} characters; shorten it")
    return reason


def locked(proposal: uuid.UUID) -> Proposal:
    """The row, held until the transaction ends, and nobody else changes the charter meanwhile.

    Raises ``LookupError``.
    """
    take_turn(CHARTER)
    return agreeing.locked(Proposal, proposal)


def locked_for(by: Person, proposal: uuid.UUID) -> Proposal:
    """The same, for somebody who may see its clause. Raises ``NotAllowed`` for others."""
    row = locked(proposal)
    require_sight(by, row.clause)
    return row


def edit(proposal: uuid.UUID, content: Content, *, reason: str, version: int, by: Person, now: datetime) -> Proposal:
    """Change the text that ``version`` named. It is a draft again, and who signed signs anew.

    Raises as ``draft`` does, and ``Stale`` where somebody was faster.
    """
    require(by, Right.PREPARE)
    with change(by, "edited", "proposal", proposal, "", now=now) as said:
        row = locked_for(by, proposal)
        agreeing.refuse_stale(row, version)
        if row.state not in Proposal.OPEN:
            raise Unfinished(f"{row.name} is no longer open; begin a new proposal, or bring it up to date")
        before = {"proposal": str(row.id), "content": row.content, "reason": row.reason, "version": row.version + 1}
        said.says = f"edited {row.called}"
        said.details = {"void": len(agreeing.signatures(row))}
        rewritten(row, content, reason, now)
        undo.offer(by, "charter.edit", f"Changed {row.name}.", before, now=now)
    return row


def rewritten(row: Proposal, content: Content, reason: str, now: datetime) -> None:
    """A new version of the text, as a draft."""
    _put(row, content, reason, now)
    row.version += 1
    row.state, row.proposed_at, row.ended_at = Proposal.DRAFT, None, None
    row.save()


@undo.way("charter.edit")
def _unedit(by: Actor, given: dict[str, Any], now: datetime) -> None:
    row = locked(uuid.UUID(given["proposal"]))
    with change(by, "took back", "proposal", row.id, f"took back an edit of {row.called}", now=now):
        if row.version != given["version"] or row.state != Proposal.DRAFT:
            raise undo.TooLate("it has been changed or proposed meanwhile")
        rewritten(row, given["content"], given["reason"], now)
