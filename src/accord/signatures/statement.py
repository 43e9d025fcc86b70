"""What one person signs: this text, in this capacity, at this time, for this record."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.signatures.canonical import Unreadable, canonical, content_hash
from accord.signatures.forms import Fields, short, stamp, whole

SCHEMA = "accord.statement/1"
SIDES = ("marketing", "it")
KEY_CHANGE = "key-change"
"""The one kind of entry that no person signs; see ``handover``."""
_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}")
NONCE = 16
"""Bytes of chance in a statement, so that no two are alike."""


class Refused(ValueError):  # noqa: N818 - it says what happened to the signature
    """Something that may not be signed or closed; the message says why in plain words."""


@dataclass(frozen=True, slots=True)
class Signer:
    """``person`` is a stable identifier (a UUID); ``name`` and ``role`` are as shown on the day."""

    person: str
    name: str
    side: str
    role: str


@dataclass(frozen=True, slots=True)
class Again:
    """Fresh re-authentication: when, and with what (``password``, ``totp``, ...)."""

    at: datetime
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """``key`` is the server's public key (32 bytes): a signature counts in the record of that server and in no other.

    ``again`` is None where a passkey signs.
    """

    kind: str
    subject: str
    content_hash: str
    signer: Signer
    signed_at: datetime
    nonce: bytes
    key: bytes
    again: Again | None

    @property
    def method(self) -> str:
        return "passkey" if self.again is None else "reauthentication"


def draw_up(
    *,
    kind: str,
    subject: str,
    content: Any,
    signer: Signer,
    key: bytes,
    now: datetime,
    nonce: bytes,
    again: Again | None = None,
) -> Statement:
    """The statement that ``signer`` is about to sign over ``content`` (a plain object).

    ``key`` is ``ServerKey.public``, ``nonce`` 16 random bytes. Raises ``Refused`` for a side that does not sign or an
    empty field, ``NotPlain`` for a content that canonical JSON cannot keep.
    """
    _refuse_form(kind, subject, signer, nonce, again)
    if again is not None:
        again = Again(whole(again.at), tuple(again.by))
    return Statement(kind, subject, content_hash(content), signer, whole(now), nonce, key, again)


def _refuse_form(kind: str, subject: str, signer: Signer, nonce: bytes, again: Again | None) -> None:
    if not _KIND.fullmatch(kind) or kind == KEY_CHANGE:
        raise Refused(f"{kind!r} is no kind of text that people sign")
    if signer.side not in SIDES:
        raise Refused(f"{signer.name} stands on no side that signs; marketing and it do")
    if not all((subject, signer.person, signer.name, signer.role)):
        raise Refused("a signature names its subject, and the signer's person, name and role")
    if again is not None and not (again.by and all(again.by)):
        raise Refused("re-authentication says with what it was done")
    if len(nonce) != NONCE:
        raise Refused(f"a statement needs {NONCE} random bytes")


def challenge(statement: Statement) -> bytes:
    """SHA-256 of the canonical statement (32 bytes): as WebAuthn challenge it has the passkey sign the very text."""
    return hashlib.sha256(canonical(statement_plain(statement))).digest()


def statement_plain(statement: Statement) -> dict[str, Any]:
    """As it is signed."""
    signer, again = statement.signer, statement.again
    return {
        "schema": SCHEMA,
        "kind": statement.kind,
        "subject": statement.subject,
        "content_sha256": statement.content_hash,
        "person": signer.person,
        "name": signer.name,
        "side": signer.side,
        "role": signer.role,
        "method": statement.method,
        "signed_at": stamp(statement.signed_at),
        "nonce": short(statement.nonce),
        "key": statement.key.hex(),
        "again": None if again is None else {"at": stamp(again.at), "by": list(again.by)},
    }


def statement_from(value: Any, where: str = "the statement") -> Statement:
    """The statement behind ``statement_plain``. Raises ``Unreadable`` for any other form."""
    fields = Fields(value, where)
    fields.exactly("schema", SCHEMA)
    again = _again(Fields(fields.inner("again"), f"{where}: again")) if fields.maybe("again") else None
    statement = Statement(
        kind=fields.text("kind"),
        subject=fields.text("subject"),
        content_hash=fields.hexed("content_sha256", 32).hex(),
        signer=Signer(fields.text("person"), fields.text("name"), fields.text("side"), fields.text("role")),
        signed_at=fields.moment("signed_at"),
        nonce=fields.blob("nonce"),
        key=fields.hexed("key", 32),
        again=again,
    )
    fields.exactly("method", statement.method)
    fields.end()
    return statement


def _again(fields: Fields) -> Again:
    by = fields.items("by")
    if not by or not all(isinstance(b, str) and b for b in by):
        raise Unreadable("again: by is no list of names")
    again = Again(fields.moment("at"), tuple(by))
    fields.end()
    return again
