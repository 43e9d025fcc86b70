"""Sign for one's side, and put what both sides signed at the end of the record's chain."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings

from accord.record.models import SignedEntry
from accord.record.turns import CHAIN, take_turn
from accord.signatures import checking, closing, entry, exporting, key
from accord.signatures.canonical import NotPlain, Unreadable, content_hash
from accord.signatures.entry import Entry
from accord.signatures.key import KeyMissing, ServerKey
from accord.signatures.passkey import Assertion
from accord.signatures.signature import Signature, sign_statement
from accord.signatures.statement import KEY_CHANGE, NONCE, Again, Refused, Signer, Statement, draw_up


class Signing(Protocol):
    """Whoever signs: a person with a side."""

    @property
    def id(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey's answer over what ``statement`` drew up; ``assertion`` comes from ``check_assertion``."""

    statement: Statement
    assertion: Assertion


Proof = Again | Passkey
"""How somebody shows that it is they: signed in again just now, or with a passkey over this very text."""


def server_key() -> ServerKey:
    """The workspace's key, the one that the record ends with; made where nothing was signed yet.

    Raises ``KeyMissing`` where a record was signed and its key is gone.
    """
    last = last_entry()
    while last is not None:
        try:
            return key.load(settings.ACCORD_WORKSPACE.keys, last.next_key)
        except KeyMissing:
            before, last = last, last_entry()
            if last == before:  # otherwise the key changed between looking at the record and at the file
                raise
    return key.make(settings.ACCORD_WORKSPACE.keys)


def statement(
    by: Signing, kind: str, subject: str, content: dict[str, Any], *, now: datetime, again: Again | None = None
) -> Statement:
    """What this person is about to sign. Raises ``Refused`` for somebody who stands on no side, ``NotPlain``."""
    signer = Signer(str(by.id), by.name, by.side, by.role)
    nonce = secrets.token_bytes(NONCE)
    return draw_up(
        kind=kind,
        subject=subject,
        content=content,
        signer=signer,
        key=server_key().public,
        now=now,
        nonce=nonce,
        again=again,
    )


def sign(by: Signing, kind: str, subject: str, content: dict[str, Any], proof: Proof, *, now: datetime) -> Signature:
    """One person's signature over ``content``, recorded by the server.

    Raises ``Refused`` where the proof is stale, somebody else's, or over another text.
    """
    if isinstance(proof, Again):
        said = statement(by, kind, subject, content, now=now, again=proof)
        return sign_statement(server_key(), said, now=now, assertion=None)
    _is_theirs(by, proof.statement)
    _is_of(proof.statement, kind, subject, content)
    return sign_statement(server_key(), proof.statement, now=now, assertion=proof.assertion)


def _is_theirs(by: Signing, said: Statement) -> None:
    if (said.signer.person, said.signer.side) != (str(by.id), by.side):
        raise PermissionError("this was drawn up for somebody else; open the page again and sign")


def _is_of(said: Statement, kind: str, subject: str, content: dict[str, Any]) -> None:
    if (said.kind, said.subject) != (kind, subject):
        raise Refused(f"this passkey's answer is over {said.kind} {said.subject}; open the page again and sign")
    if said.content_hash != content_hash(content):
        raise Refused("the text has been changed since your passkey was asked; read it again, then sign")


def close(content: dict[str, Any], signatures: Sequence[Signature], *, now: datetime) -> Entry:
    """Put an agreed text at the end of the chain, inside the caller's transaction.

    Raises ``Refused`` unless two people of two sides signed this very text.
    """
    take_turn(CHAIN)
    made = closing.close(last_entry(), content, signatures, server_key(), now)
    SignedEntry.objects.create(
        sequence=made.sequence, kind=made.kind, subject=made.subject, closed_at=made.closed_at, head=made.head,
        content=entry.dump(made),
    )  # fmt: skip
    return made


def last_entry() -> Entry | None:
    """The end of the chain; None where nothing was signed yet."""
    row = SignedEntry.objects.order_by("-sequence").first()
    return entry_of(row) if row else None


def entry_of(row: SignedEntry) -> Entry:
    """The entry that a row keeps. Raises ``Unreadable`` where a byte of it was changed into another form."""
    return entry.load(bytes(row.content), f"entry {row.sequence}")


def entries() -> Iterator[Entry]:
    """The whole chain from its beginning."""
    yield from (entry_of(row) for row in SignedEntry.objects.order_by("sequence").iterator())


def faults() -> list[str]:
    """What is wrong with the record, in plain words; empty where nothing is."""
    try:
        return checking.check_chain(entries(), key=server_key().public)
    except (Unreadable, NotPlain, KeyMissing) as fault:
        return [str(fault)]


def export(sequence: int, *, now: datetime) -> bytes:
    """One signed text as a file that ``accord verify`` checks. Raises ``LookupError`` where there is none."""
    chain = list(entries())
    found = next((e for e in chain if e.sequence == sequence), None)
    if found is None:
        raise LookupError(f"there is no signed entry {sequence}")
    later = [e.digest for e in chain if e.sequence > sequence]
    handovers = [e for e in chain if e.kind == KEY_CHANGE]
    return exporting.export(found, later, handovers, server_key(), now)


def archive(*, now: datetime) -> bytes:
    """The whole record as a file that ``accord verify`` checks."""
    return exporting.archive(list(entries()), server_key(), now)
