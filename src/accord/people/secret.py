"""Secrets that are shown once and kept as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """256 random bits in letters that may stand in an address."""
    return prefix + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a secret. A plain SHA-256 is enough, because nobody can guess 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
