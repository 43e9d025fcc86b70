"""A name for what clauses say, so that a finding can tell which text it was made under."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any

from accord.clauses.charter import PARTS, Charter


def charter_id(charter: Charter, *parts: str) -> str:
    """SHA-256 (hex) of the clauses named, or of all that say something when none is.

    The order of lists, and signatures, do not matter. Raises ``ValueError`` for a clause that does not exist.
    Canonical JSON by RFC 8785.
    """
    import rfc8785

    unknown = set(parts) - set(PARTS)
    if unknown:
        raise ValueError(f"no clause {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    said = {part: _sorted(_plain(getattr(charter, part))) for part in parts or charter.said()}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def _plain(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_plain(p) for p in part]
    return asdict(part) if hasattr(part, "__dataclass_fields__") else part


def _sorted(value: Any) -> Any:
    """Lists of clauses and names are sets to their readers; hours (numbers) have an order."""
    if isinstance(value, dict):
        return {key: _sorted(v) for key, v in value.items()}
    if not isinstance(value, list | tuple):
        return value.isoformat() if isinstance(value, date) else value
    items = [_sorted(v) for v in value]
    return items if all(isinstance(i, int) for i in items) else sorted(items, key=repr)
