"""Secrets that must be read again (of authenticator apps): sealed, so that a copy of the database is not enough."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str) -> str:
    return box(_OWN).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    return box(_OWN).decrypt(sealed.encode()).decode()


_OWN = "accord.people.sealing"


def box(name: str) -> Fernet:
    """What seals with a key of its own for each name, from the workspace's secret for the web."""
    drawn = hashlib.sha256(f"{name} {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(drawn))
