"""Sign for one's side; with both signatures the decision is in force."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from accord.decisions.models import Decision, Signed
from accord.decisions.operations.drafting import NotYours, Stale, locked
from accord.decisions.operations.proposing import ask_to_sign, told
from accord.decisions.signed_text import KIND, content_of
from accord.decisions.terms import Unfinished
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import signing
from accord.record.post import queue_mail
from accord.record.signing import Proof
from accord.record.writing import change
from accord.signatures.canonical import content_hash
from accord.signatures.entry import Entry
from accord.signatures.signature import Signature, signature_from, signature_plain
from accord.signatures.statement import Refused, Statement


def to_sign(decision: uuid.UUID, *, version: int, by: Person, now: datetime) -> Statement:
    """The statement that a passkey is to sign; nothing is stored. Raises as ``sign`` does."""
    require(by, Right.SIGN)
    row = Decision.objects.filter(pk=decision).first()
    if row is None:
        raise LookupError("there is no such decision")
    _refuse(row, version, by)
    return signing.statement(by, KIND, row.name, _content(row), now=now)


def sign(decision: uuid.UUID, *, version: int, proof: Proof, by: Person, now: datetime) -> Decision:
    """Sign the text that ``version`` named for one's side. In force only once both sides have signed.

    Raises ``NotAllowed`` without the right, ``NotYours`` for a side or person that has signed, ``Stale`` where the text
    has changed, ``Unfinished`` where it is not proposed, ``signatures.statement.Refused`` for a stale or wrong proof.
    """
    require(by, Right.SIGN)
    with change(by, "signed", "decision", decision, "", now=now) as said:
        row = locked(decision)
        _refuse(row, version, by)
        content = _content(row)
        signature = signing.sign(by, KIND, row.name, content, proof, now=now)
        _once(row, signature)
        said.says, said.details = f"signed “{row.title}”", {"content": content_hash(content), "version": version}
        _store(row, signature, by)
        both = [signature_from(s.signature) for s in row.signatures.filter(version=version)]
        if len(both) == 2:
            _in_force(row, signing.close(content, both, now=now), now)
        else:
            _wait(row, by, now)
    return row


def _refuse(row: Decision, version: int, by: Person) -> None:
    if row.version != version:
        raise Stale(f"{row.name} has been changed since you read it; read it again, then sign")
    if row.state not in (Decision.PROPOSED, Decision.SIGNED_BY_ONE):
        raise Unfinished(f"{row.name} does not wait for a signature")
    signed = list(row.signatures.filter(version=version))
    if any(s.person == by.id for s in signed):
        raise NotYours("you have signed this already; the other side's signature is missing")
    if any(s.side == by.side for s in signed):
        raise NotYours("your side has signed this already; the other side's signature is missing")


def _once(row: Decision, signature: Signature) -> None:
    """An answer of a passkey to an earlier version does not count again, even where the text is back to what it was."""
    nonce = signature_plain(signature)["statement"]["nonce"]
    if any(s.signature["statement"]["nonce"] == nonce for s in row.signatures.all()):
        raise Refused("this signature was given before; open the page again and sign")


def _content(row: Decision) -> dict[str, Any]:
    return content_of(row, made_up=settings.ACCORD_WORKSPACE.made_up)


def _store(row: Decision, signature: Signature, by: Person) -> None:
    said = signature.statement
    Signed.objects.create(
        decision=row,
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


def _wait(row: Decision, by: Person, now: datetime) -> None:
    row.state = Decision.SIGNED_BY_ONE
    row.save(update_fields=["state"])
    ask_to_sign(row, now, sides=("it",) if by.side == "marketing" else ("marketing",))


def _in_force(row: Decision, entry: Entry, now: datetime) -> None:
    row.state, row.in_force_at, row.entry = Decision.IN_FORCE, now, entry.sequence
    if row.how == Decision.ENDS:
        row.state, row.ended_at = Decision.ENDED, now
    row.save(update_fields=["state", "in_force_at", "entry", "ended_at"])
    _replace(row, now)
    given = {**told(row), "entry": entry.sequence, "head": entry.head, "fingerprint": entry.fingerprint}
    for person in Person.objects.filter(pk__in=[s.statement.signer.person for s in entry.signatures]):
        queue_mail("signed_by_both", person, given, now)


def _replace(row: Decision, now: datetime) -> None:
    """What this renews or ends is no longer in force; one that has its verdict keeps it."""
    if row.replaces_id is None:
        return
    old = locked(row.replaces_id)
    if old.state == Decision.IN_FORCE:
        old.state = Decision.ENDED if row.how == Decision.ENDS else Decision.RENEWED
        old.ended_at = now
        old.save(update_fields=["state", "ended_at"])
