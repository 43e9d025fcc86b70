"""What somebody typed into a form after their session had ended: it waits, sealed, until they have signed in again.

It lies in the browser's session on the server, encrypted with the workspace's secret, for an hour. Secrets and files
are left out. Whose session had ended sees it, and nobody else who signs in in that browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accord.people.sealing import box

KEPT_FOR = 3600
LARGEST = 100_000
FIELD = "unsent"
"""Sent along when it is sent again, so that it is let go once it was taken."""
_SLOT = "accord.unsent"
_OURS = {"csrfmiddlewaretoken", "once", "version", "by", "next", FIELD}
_SECRET = ("password", "assertion", "token", "secret", "code", "credential")


@dataclass(frozen=True, slots=True)
class Unsent:
    """``fields`` are names and values as they were sent, ``back`` the page on which they were typed."""

    to: str
    back: str
    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def typed(self) -> tuple[tuple[str, str], ...]:
        """What a person wrote or chose, without what the page added."""
        return tuple((name, value) for name, value in self.fields if name not in _OURS and value.strip())


def put_aside(request: HttpRequest, back: str) -> bool:
    """Keep what this form brought, where a session has ended in this browser and something was typed."""
    whose = _ended(request)
    fields = [(n, v) for n, vs in request.POST.lists() for v in vs if n != "csrfmiddlewaretoken" and not _secret(n)]
    kept = Unsent(request.get_full_path(), back, tuple(fields), bool(request.FILES))
    text = json.dumps([whose, kept.to, kept.back, kept.fields, kept.files])
    if whose is None or not kept.typed or len(text) > LARGEST:
        return False
    request.session[_SLOT] = _box().encrypt(text.encode()).decode()
    return True


def _secret(name: str) -> bool:
    return any(part in name.lower() for part in _SECRET)


def _ended(request: HttpRequest) -> str | None:
    """Whose session has ended here, a person's id; None where there was none."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return None
    if SESSION_KEY in request.session:
        return str(request.session[SESSION_KEY])
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    row = store.get_model_class().objects.filter(session_key=key).first()
    return row.get_decoded().get(SESSION_KEY) if row else None


def waiting(session: SessionBase, person: object) -> Unsent | None:
    """What waits for this person; None where nothing does, or not any more."""
    sealed = session.get(_SLOT)
    if sealed is None:
        return None
    try:
        whose, to, back, fields, files = json.loads(_box().decrypt(str(sealed).encode(), ttl=KEPT_FOR))
    except (InvalidToken, ValueError):
        return None
    if whose != str(person):
        return None
    return Unsent(to, back, tuple((n, v) for n, v in fields), files)


def let_go(session: SessionBase) -> None:
    """Forget what was typed."""
    session.pop(_SLOT, None)


def is_sent_again(given: Mapping[str, Any]) -> bool:
    """Whether a form is one that had waited."""
    return FIELD in given


def _box() -> Fernet:
    return box("accord.web.unsent")
