"""The whole text that people sign when a clause changes."""

from __future__ import annotations

import secrets
from typing import Any

from accord.charter.models import Proposal
from accord.clauses.charter import PERSONAL
from accord.clauses.leaves import text_id
from accord.signatures.canonical import content_hash, plain_copy

SCHEMA = "accord.clause/1"
SEALED = "accord.sealed-clause/1"
KIND = "clause"


def fresh_salt(clause: str) -> str:
    """Chance that hides the text of a personal clause behind its hash: 32 bytes in hexadecimal digits, else nothing."""
    return secrets.token_hex(32) if clause in PERSONAL else ""


def content_of(row: Proposal, *, made_up: bool) -> dict[str, Any]:
    """What both sides sign, word for word: the clause as it will stand, why, and which text it replaces.

    The signed record can be taken along by everybody who may read. Of a personal clause it holds the hash of the text
    with a salt, which tells those who have neither nothing, and proves the text to those who are shown both.
    """
    if row.clause in PERSONAL:
        return _plain(row, made_up, {"version": row.base_version}, sealed_sha256=content_hash(opened(row)))
    replaces = {"version": row.base_version, "text_sha256": text_id(row.clause, row.base)}
    return _plain(row, made_up, replaces, reason=row.reason, text=row.content)


def _plain(row: Proposal, made_up: bool, replaces: dict[str, Any], **said: Any) -> dict[str, Any]:
    common = {
        "schema": SCHEMA,
        "number": row.name,
        "clause": row.clause,
        "version": row.base_version + 1,
        "replaces": replaces,
        "made_up": made_up,
    }
    text: dict[str, Any] = plain_copy({**common, **said})
    return text


def opened(row: Proposal) -> dict[str, Any]:
    """The text behind the seal of a personal clause, with its salt: its canonical form (RFC 8785) hashes to it."""
    text: dict[str, Any] = plain_copy(
        {
            "schema": SEALED,
            "number": row.name,
            "clause": row.clause,
            "version": row.base_version + 1,
            "reason": row.reason,
            "salt": row.salt,
            "text": row.content,
        }
    )
    return text
