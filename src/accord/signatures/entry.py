"""One link of the chain: a text, both signatures, and the head of all that was signed before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.signatures.canonical import NotPlain, Unreadable, canonical, content_hash, plain_copy, read
from accord.signatures.forms import Fields, stamp
from accord.signatures.key import fingerprint
from accord.signatures.signature import Signature, signature_from, signature_plain
from accord.signatures.statement import KEY_CHANGE

SCHEMA = "accord.entry/1"
LINK = "accord.link/1"
HEAD = "accord.head/1"
BEGINNING = "0" * 64
"""The head before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``sequence`` counts from 1. ``content`` is the whole signed text as a plain object; do not change it.

    ``content_hash``, ``previous``, ``head`` are SHA-256 in hexadecimal digits; ``key`` is the server's public key
    (32 bytes) and ``countersignature`` its signature over sequence and head (64 bytes). ``handover`` is None but where
    the key changes: there no person signs, and the new key signs what the old one signed.
    """

    sequence: int
    previous: str
    kind: str
    subject: str
    content: dict[str, Any]
    content_hash: str
    signatures: tuple[Signature, ...]
    closed_at: datetime
    key: bytes
    head: str
    countersignature: bytes
    handover: bytes | None

    @property
    def digest(self) -> str:
        """SHA-256 of what this entry adds to the chain; with it alone anyone can follow the chain, and read nothing."""
        said = {
            "schema": SCHEMA,
            "kind": self.kind,
            "subject": self.subject,
            "content_sha256": self.content_hash,
            "signatures": [signature_plain(s) for s in self.signatures],
            "closed_at": stamp(self.closed_at),
            "key": self.key.hex(),
        }
        return content_hash(said)

    @property
    def fingerprint(self) -> str:
        """Of the server key that closed it."""
        return fingerprint(self.key)

    @property
    def next_key(self) -> bytes:
        """The public key in force after this entry."""
        return bytes.fromhex(self.content["new"]) if self.kind == KEY_CHANGE else self.key


def link_head(sequence: int, previous: str, digest: str) -> str:
    """The chain's head once the entry with this digest stands at its end."""
    link = {"schema": LINK, "sequence": sequence, "previous": previous, "entry": digest}
    return hashlib.sha256(canonical(link)).hexdigest()


def follow(entry: Entry, later: Sequence[str]) -> dict[int, str]:
    """The heads from this entry on, by sequence; ``later`` are the digests of those after it."""
    heads = {entry.sequence: entry.head}
    for sequence, digest in enumerate(later, entry.sequence + 1):
        heads[sequence] = link_head(sequence, heads[sequence - 1], digest)
    return heads


def head_message(sequence: int, head: str) -> bytes:
    """What the server key signs when an entry is closed."""
    return canonical({"schema": HEAD, "sequence": sequence, "head": head})


def entry_plain(entry: Entry) -> dict[str, Any]:
    """As the record, an export and an archive keep it."""
    return {
        "schema": SCHEMA,
        "sequence": entry.sequence,
        "previous": entry.previous,
        "kind": entry.kind,
        "subject": entry.subject,
        "content": entry.content,
        "content_sha256": entry.content_hash,
        "signatures": [signature_plain(s) for s in entry.signatures],
        "closed_at": stamp(entry.closed_at),
        "key": entry.key.hex(),
        "head": entry.head,
        "countersignature": entry.countersignature.hex(),
        "handover": None if entry.handover is None else entry.handover.hex(),
    }


def entry_from(value: Any, where: str = "the entry") -> Entry:
    """The entry behind ``entry_plain``. Raises ``Unreadable`` for any other form; see ``check_entry`` for its truth."""
    fields = Fields(_plain(value, where), where)
    fields.exactly("schema", SCHEMA)
    has_handover = fields.maybe("handover")
    entry = Entry(
        sequence=fields.number("sequence"),
        previous=fields.hexed("previous", 32).hex(),
        kind=fields.text("kind"),
        subject=fields.text("subject"),
        content=fields.inner("content"),
        content_hash=fields.hexed("content_sha256", 32).hex(),
        signatures=tuple(
            signature_from(s, f"{where}: signature {n}") for n, s in enumerate(fields.items("signatures"), 1)
        ),
        closed_at=fields.moment("closed_at"),
        key=fields.hexed("key", 32),
        head=fields.hexed("head", 32).hex(),
        countersignature=fields.hexed("countersignature", 64),
        handover=fields.hexed("handover", 64) if has_handover else None,
    )
    fields.end()
    if entry.sequence < 1:
        raise Unreadable(f"{where}: sequence counts from 1")
    if entry.kind == KEY_CHANGE:
        _handover_form(Fields(entry.content, f"{where}: content"))
    return entry


def _handover_form(fields: Fields) -> None:
    fields.hexed("old", 32)
    fields.hexed("new", 32)
    fields.text("reason")
    fields.end()


def _plain(value: Any, where: str) -> Any:
    try:
        return plain_copy(value)
    except NotPlain as fault:
        raise Unreadable(f"{where}: {fault}") from fault


def dump(entry: Entry) -> bytes:
    """The entry's canonical text: what a row keeps and an archive has as a line."""
    return canonical(entry_plain(entry))


def load(data: bytes, where: str = "the entry") -> Entry:
    """The entry behind ``dump``. Raises ``Unreadable``, also where a single byte is not as ``dump`` writes it."""
    entry = entry_from(read(data), where)
    if dump(entry) != data:
        raise Unreadable(f"{where} is not byte for byte as it was written")
    return entry
