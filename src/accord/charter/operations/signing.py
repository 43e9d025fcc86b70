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
from accord.charter.models import ClauseSigned, ClauseVersion, Proposal
from accord.charter.operations.drafting import NotYours, Unfinished, checked, label, locked, refuse_stale
from accord.charter.operations.proposing import ask_to_sign, told
from accord.charter.signed_text import KIND, content_of
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import signing, work
from accord.record.post import queue_mail
from accord.record.signing import Proof
from accord.record.writing import change
from accord.signatures.canonical import content_hash
from accord.signatures.entry import Entry
from accord.signatures.signature import Signature, signature_from, signature_plain
from accord.signatures.statement import Statement

FILE_WRITTEN = timedelta(seconds=2)
"""How long the analyses wait, so that charter.yaml is written before they read it."""


class Overtaken(Unfinished):
    """Another change of the same clause came in force first; the message says what to do."""


def to_sign(proposal: uuid.UUID, *, version: int, by: Person, now: datetime) -> Statement:
    """The statement that a passkey is to sign; nothing is stored. Raises as ``sign`` does."""
    require(by, Right.SIGN)
    row = queries.one_proposal(proposal)
    _refuse(row, version, by)
    return signing.statement(by, KIND, row.name, _content(row), now=now)


def sign(proposal: uuid.UUID, *, version: int, proof: Proof, by: Person, now: datetime) -> Proposal:
    """Sign the text that ``version`` named for one's side. In force only once both sides have signed.

    Raises ``NotAllowed`` without the right, ``NotYours`` for a side or person that has signed, ``Stale`` where the text
    has changed, ``Overtaken`` where another change came in force first, ``Unfinished`` where it is not proposed,
    ``signatures.statement.Refused`` for a stale or wrong proof.
    """
    require(by, Right.SIGN)
    with change(by, "signed", "proposal", proposal, "", now=now) as said:
        row = locked(proposal)
        _refuse(row, version, by)
        content = _content(row)
        signature = signing.sign(by, KIND, row.name, content, proof, now=now)
        said.says = f"signed {row.name}, a change of “{label(row)}”"
        said.details = {"content": content_hash(content), "version": version}
        _store(row, signature, by)
        both = [signature_from(s.signature) for s in queries.signatures(row)]
        if len(both) == 2:
            _in_force(row, signing.close(content, both, now=now), by, now)
        else:
            row.state = Proposal.SIGNED_BY_ONE
            row.save(update_fields=["state"])
            ask_to_sign(row, now, sides=("it",) if by.side == "marketing" else ("marketing",))
    return row


def _refuse(row: Proposal, version: int, by: Person) -> None:
    refuse_stale(row, version)
    current = queries.in_force().get(row.clause)
    if row.state == Proposal.OVERTAKEN or (current.number if current else 0) > row.base_version:
        raise Overtaken(f"another change of “{label(row)}” came in force first; bring {row.name} up to date, then sign")
    if row.state not in (Proposal.PROPOSED, Proposal.SIGNED_BY_ONE):
        raise Unfinished(f"{row.name} does not wait for a signature")
    signed = queries.signatures(row)
    if any(s.person == by.id for s in signed):
        raise NotYours("you have signed this already; the other side's signature is missing")
    if any(s.side == by.side for s in signed):
        raise NotYours("your side has signed this already; the other side's signature is missing")
    checked(row.clause, row.content)  # another clause may have changed since it was proposed


def _content(row: Proposal) -> dict[str, Any]:
    return content_of(row, made_up=settings.ACCORD_WORKSPACE.made_up)


def _store(row: Proposal, signature: Signature, by: Person) -> None:
    said = signature.statement
    ClauseSigned.objects.create(
        proposal=row,
        version=row.version,
        side=by.side,
        person=by.id,
        name=by.name,
        role=by.role,
        at=signature.recorded_at,
        method=said.method,
        content=said.content_hash,
        signature=signature_plain(signature),
    )


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
    given = {**told(row), "entry": entry.sequence, "head": entry.head, "fingerprint": entry.fingerprint}
    for person in Person.objects.filter(pk__in=[s.statement.signer.person for s in entry.signatures]):
        queue_mail("clause_in_force", person, given, now)
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
