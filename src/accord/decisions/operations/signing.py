"""Sign for one's side; with both signatures the decision is in force."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from accord.decisions import queries
from accord.decisions.models import Decision
from accord.decisions.operations.drafting import locked
from accord.decisions.operations.proposing import WAITS, told
from accord.decisions.signed_text import KIND, content_of
from accord.people.models import Person
from accord.people.resting import require_signing
from accord.people.signers import ask_other_side, tell_both
from accord.record import agreeing, signing
from accord.record.signing import Proof
from accord.record.writing import change
from accord.signatures.canonical import content_hash
from accord.signatures.entry import Entry
from accord.signatures.statement import Statement


def to_sign(decision: uuid.UUID, *, version: int, by: Person, now: datetime) -> Statement:
    """The statement that a passkey is to sign; nothing is stored. Raises as ``sign`` does."""
    require_signing(by, now)
    row = queries.one_decision(decision)
    agreeing.refuse_signing(row, version, by)
    return signing.statement(by, KIND, row.name, _content(row), now=now)


def sign(decision: uuid.UUID, *, version: int, proof: Proof, by: Person, now: datetime) -> Decision:
    """Sign the text that ``version`` named for one's side. In force only once both sides have signed.

    Raises ``NotAllowed`` without the right, ``NotYours`` for a side or person that has signed, ``Stale`` where the text
    has changed, ``Unfinished`` where it is not proposed, ``signatures.statement.Refused`` for a stale or wrong proof.
    """
    require_signing(by, now)
    with change(by, "signed", "decision", decision, "", now=now) as said:
        row = locked(decision)
        agreeing.refuse_signing(row, version, by)
        content = _content(row)
        said.says, said.details = f"signed {row.called}", {"content": content_hash(content), "version": version}
        if entry := agreeing.sign(row, KIND, content, proof, by=by, now=now):
            _in_force(row, entry, now)
        else:
            ask_other_side(WAITS, {**told(row), "signed": by.side}, now, by.side)
    return row


def _content(row: Decision) -> dict[str, Any]:
    return content_of(row, made_up=settings.ACCORD_WORKSPACE.made_up)


def _in_force(row: Decision, entry: Entry, now: datetime) -> None:
    row.state, row.in_force_at, row.entry = Decision.IN_FORCE, now, entry.sequence
    if row.how == Decision.ENDS:
        row.state, row.ended_at = Decision.ENDED, now
    row.save(update_fields=["state", "in_force_at", "entry", "ended_at"])
    _replace(row, now)
    tell_both("signed_by_both", told(row), entry, now)


def _replace(row: Decision, now: datetime) -> None:
    """What this renews or ends is no longer in force; one that has its verdict keeps it."""
    if row.replaces_id is None:
        return
    old = locked(row.replaces_id)
    if old.state == Decision.IN_FORCE:
        old.state = Decision.ENDED if row.how == Decision.ENDS else Decision.RENEWED
        old.ended_at = now
        old.save(update_fields=["state", "ended_at"])
