"""The whole text that people sign when a clause changes."""

from __future__ import annotations

from typing import Any

from accord.charter.models import Proposal
from accord.clauses.leaves import text_id
from accord.signatures.canonical import plain_copy

SCHEMA = "accord.clause/1"
KIND = "clause"


def content_of(row: Proposal, *, made_up: bool) -> dict[str, Any]:
    """What both sides sign, word for word: the clause as it will stand, why, and which text it replaces."""
    text: dict[str, Any] = plain_copy(
        {
            "schema": SCHEMA,
            "number": row.name,
            "clause": row.clause,
            "version": row.base_version + 1,
            "replaces": {"version": row.base_version, "text_sha256": text_id(row.clause, row.base)},
            "made_up": made_up,
            "reason": row.reason,
            "text": row.content,
        }
    )
    return text
