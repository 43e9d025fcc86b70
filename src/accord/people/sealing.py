"""Secrets that must be read again (of authenticator apps): sealed, so that a copy of the database is not enough."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    return _box().decrypt(sealed.encode()).decode()


def _box() -> Fernet:
    """A key of its own, from the workspace's secret for the web."""
    drawn = hashlib.sha256(b"accord.people.sealing " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(drawn))
