"""Signed files to take away: one entry with its way to the head, or the whole record. Each is sealed by the server.

Both are canonical text, so that not even a blank can be put in unseen: ``*.accord.json`` is one JSON text and a line
feed, ``*.accord.jsonl`` one such line for the seal and one for each entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accord.signatures.canonical import canonical
from accord.signatures.checking import succession_faults
from accord.signatures.entry import BEGINNING, Entry, dump, entry_plain, follow
from accord.signatures.forms import stamp, whole
from accord.signatures.key import ServerKey
from accord.signatures.statement import Refused

SIGNED = "accord.signed/1"
ARCHIVE = "accord.archive/1"


def export(entry: Entry, later: Sequence[str], handovers: Sequence[Entry], key: ServerKey, now: datetime) -> bytes:
    """One signed text as a file that proves itself.

    ``later`` are the ``digest`` of each entry after this one, in order, up to the head; ``handovers`` all key changes
    of the record; ``key`` the one it ends with. Raises ``Refused`` where these do not fit together.
    """
    heads = follow(entry, later)
    last = max(heads)
    if (handovers[-1].next_key if handovers else entry.key) != key.public or succession_faults(handovers, key.public):
        raise Refused("these are not the key changes that lead to the server's key")
    if any(h.sequence in heads and heads[h.sequence] != h.head for h in handovers):
        raise Refused("these digests are not those of the record")
    said = {
        "schema": SIGNED,
        "key": key.public.hex(),
        "written_at": stamp(whole(now)),
        "entries": last,
        "head": heads[last],
        "entry": entry_plain(entry),
        "later": list(later),
        "handovers": [entry_plain(h) for h in handovers],
    }
    return _sealed(said, key)


def archive(entries: Sequence[Entry], key: ServerKey, now: datetime) -> bytes:
    """The whole record as JSON lines; ``key`` is the one it ends with. Raises ``Refused`` for another."""
    if entries and entries[-1].next_key != key.public:
        raise Refused("this is not the server key that the record ends with")
    lines = b"".join(dump(e) + b"\n" for e in entries)
    said = {
        "schema": ARCHIVE,
        "key": key.public.hex(),
        "written_at": stamp(whole(now)),
        "entries": len(entries),
        "head": entries[-1].head if entries else BEGINNING,
        "lines_sha256": hashlib.sha256(lines).hexdigest(),
    }
    return _sealed(said, key) + lines


def _sealed(said: dict[str, Any], key: ServerKey) -> bytes:
    return canonical({**said, "seal": key.sign(canonical(said)).hex()}) + b"\n"
