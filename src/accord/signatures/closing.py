"""When a text is agreed: two people, one of each side, over the same words; then it becomes the chain's next link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from accord.signatures.canonical import content_hash, plain_copy
from accord.signatures.entry import BEGINNING, Entry, head_message, link_head
from accord.signatures.forms import whole
from accord.signatures.key import ServerKey
from accord.signatures.signature import Signature, signature_faults
from accord.signatures.statement import KEY_CHANGE, SIDES, Refused


def close(
    previous: Entry | None, content: dict[str, Any], signatures: Sequence[Signature], key: ServerKey, now: datetime
) -> Entry:
    """The next entry of the chain, once both sides have signed ``content``; ``previous`` is the last one, if any.

    Raises ``Refused`` unless two different people of two different sides signed this very text for this server, and
    ``key`` is the one the record ends with.
    """
    if not signatures:
        raise Refused("nobody has signed this")
    statement = signatures[0].statement
    at = max([whole(now), *(s.recorded_at for s in signatures)])
    entry = _open(statement.kind, statement.subject, plain_copy(content), signatures, at, key.public)
    if faults := agreement_faults(entry):
        raise Refused("; ".join(faults))
    return _closed(previous, entry, key)


def change_key(previous: Entry, old: ServerKey, new: ServerKey, now: datetime, reason: str) -> Entry:
    """The entry by which ``new`` succeeds ``old``, signed by both; every later entry is closed with ``new``.

    Raises ``Refused`` where ``old`` is not the key that the record ends with, or the same, or no reason is given.
    """
    if old.public == new.public:
        raise Refused("the new key is the old one")
    if not reason:
        raise Refused("say why the key changes")
    content = {"old": old.public.hex(), "new": new.public.hex(), "reason": reason}
    entry = _closed(previous, _open(KEY_CHANGE, new.fingerprint, content, (), whole(now), old.public), old)
    return replace(entry, handover=new.sign(head_message(entry.sequence, entry.head)))


def _open(
    kind: str, subject: str, content: dict[str, Any], signatures: Sequence[Signature], at: datetime, key: bytes
) -> Entry:
    """An entry that has no place in the chain yet."""
    return Entry(
        sequence=1,
        previous=BEGINNING,
        kind=kind,
        subject=subject,
        content=content,
        content_hash=content_hash(content),
        signatures=tuple(signatures),
        closed_at=at,
        key=key,
        head="",
        countersignature=b"",
        handover=None,
    )


def _closed(previous: Entry | None, entry: Entry, key: ServerKey) -> Entry:
    if previous is not None:
        if previous.next_key != key.public:
            raise Refused("this is not the server key that the record ends with")
        entry = replace(
            entry,
            sequence=previous.sequence + 1,
            previous=previous.head,
            closed_at=max(entry.closed_at, previous.closed_at),
        )
    head = link_head(entry.sequence, entry.previous, entry.digest)
    return replace(entry, head=head, countersignature=key.sign(head_message(entry.sequence, head)))


def agreement_faults(entry: Entry) -> list[str]:
    """Why the entry's signatures are no agreement of both sides on its text; empty where they are."""
    faults = _people_faults(entry.signatures)
    for signature in entry.signatures:
        statement = signature.statement
        if statement.content_hash != entry.content_hash:
            faults.append(f"{signature.who} signed another text")
        if (statement.kind, statement.subject) != (entry.kind, entry.subject):
            faults.append(f"{signature.who} signed for {statement.kind} {statement.subject}")
        if statement.key != entry.key:
            faults.append(f"{signature.who} signed for another server key; sign again")
        if signature.recorded_at > entry.closed_at:
            faults.append(f"{signature.who} signed after it was closed")
        faults += signature_faults(signature)
    return faults


def _people_faults(signatures: Sequence[Signature]) -> list[str]:
    if len(signatures) != 2:
        return [f"two signatures are needed, there are {len(signatures)}"]
    first, second = (s.statement.signer for s in signatures)
    faults = []
    if first.person == second.person:
        faults.append(f"{first.name} signed for both sides; two people must")
    if {first.side, second.side} != set(SIDES):
        faults.append(f"both sides must sign, one each; these are {first.side} and {second.side}")
    if _same_passkey(signatures):
        faults.append("both signatures come from one passkey; two people have two")
    return faults


def _same_passkey(signatures: Sequence[Signature]) -> bool:
    keys = [s.assertion.public_key for s in signatures if s.assertion is not None]
    return len(set(keys)) < len(keys)
