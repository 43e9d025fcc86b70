"""Sign a change of a clause for one's side; with both signatures it is in force, and the analyses read it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from accord.charter import queries
from accord.charter.files import write_signed
from accord.charter.models import ClauseVersion, Proposal
from accord.charter.operations.drafting import checked, locked_for
from accord.charter.operations.proposing import WAITS, told
from accord.charter.sight import require_sight
from accord.charter.signed_text import KIND, content_of
from accord.people.models import Person
from accord.people.resting import require_signing
from accord.people.rights import Right, require
from accord.people.signers import ask_other_side, tell_both
from accord.record import agreeing, signing, work
from accord.record.refusals import Unfinished
from accord.record.signing import Proof
from accord.record.writing import change
from accord.signatures.canonical import content_hash
from accord.signatures.entry import Entry
from accord.signatures.statement import Statement

FILE_WRITTEN = timedelta(seconds=2)
"""How long the analyses wait, so that charter.yaml is written before they read it."""


class Overtaken(Unfinished):
    """Another change of the same clause came in force first; the message says what to do."""


def to_sign(proposal: uuid.UUID, *, version: int, by: Person, now: datetime) -> Statement:
    """The statement that a passkey is to sign; nothing is stored. Raises as ``sign`` does."""
    require_signing(by, now)
    row = queries.one_proposal(proposal)
    require_sight(by, row.clause)
    _refuse(row, version, by)
    return signing.statement(by, KIND, row.name, _content(row), now=now)


def sign(proposal: uuid.UUID, *, version: int, proof: Proof, by: Person, now: datetime) -> Proposal:
    """Sign the text that ``version`` named for one's side. In force only once both sides have signed.

    Raises ``NotAllowed`` without the right, ``NotYours`` for a side or person that has signed, ``Stale`` where the text
    has changed, ``Overtaken`` where another change came in force first, ``Unfinished`` where it is not proposed,
    ``signatures.statement.Refused`` for a stale or wrong proof.
    """
    require_signing(by, now)
    with change(by, "signed", "proposal", proposal, "", now=now) as said:
        row = locked_for(by, proposal)
        _refuse(row, version, by)
        content = _content(row)
        said.says = f"signed {row.called}"
        said.details = {"content": content_hash(content), "version": version}
        if entry := agreeing.sign(row, KIND, content, proof, by=by, now=now):
            _in_force(row, entry, by, now)
        else:
            ask_other_side(WAITS, {**told(row), "signed": by.side}, now, by.side)
    return row


def _refuse(row: Proposal, version: int, by: Person) -> None:
    agreeing.refuse_stale(row, version)
    current = queries.in_force().get(row.clause)
    if row.state == Proposal.OVERTAKEN or (current.number if current else 0) > row.base_version:
        raise Overtaken(f"another change of “{row.label}” came in force first; bring {row.name} up to date, then sign")
    agreeing.refuse_signing(row, version, by)
    checked(row.clause, row.content)  # another clause may have changed since it was proposed


def _content(row: Proposal) -> dict[str, Any]:
    return content_of(row, made_up=settings.ACCORD_WORKSPACE.made_up)


def _in_force(row: Proposal, entry: Entry, by: Person, now: datetime) -> None:
    if row.base_version == 0 and not ClauseVersion.objects.filter(clause=row.clause).exists():
        ClauseVersion.objects.create(clause=row.clause, number=0, content=row.base, since=row.at)
    ClauseVersion.objects.create(
        clause=row.clause,
        number=row.base_version + 1,
        content=row.content,
        reason=row.reason,
        since=now,
        proposal=row,
        entry=entry.sequence,
    )
    row.state, row.ended_at = Proposal.IN_FORCE, now
    row.save(update_fields=["state", "ended_at"])
    others = Proposal.objects.filter(clause=row.clause, state__in=Proposal.OPEN)
    others.update(state=Proposal.OVERTAKEN, ended_at=now)
    tell_both("clause_in_force", told(row), entry, now)
    _let_be_read(row.clause, by, now)


def _let_be_read(clause: str, by: Person, now: datetime) -> None:
    """The file is written once the signatures are stored; where that fails, the charter's page tells the difference."""
    transaction.on_commit(partial(write_signed, settings.ACCORD_WORKSPACE, clause, now=now), robust=True)
    work.queue("analyse", {}, by=by, now=now, key="analyse", not_before=now + FILE_WRITTEN)


def write_again(*, by: Person, now: datetime) -> None:
    """Write what is signed into charter.yaml again, where somebody edited it by hand. Raises ``NotAllowed``."""
    require(by, Right.PREPARE)
    with change(by, "wrote", "charter", "", "wrote the signed clauses into charter.yaml again", now=now):
        write_signed(settings.ACCORD_WORKSPACE, now=now)
        work.queue("analyse", {}, by=by, now=now, key="analyse")
