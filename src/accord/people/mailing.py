"""Whether mail can be sent: without, links are shown to whoever makes them, to be passed on."""

from __future__ import annotations

from django.conf import settings

_NOBODY_SET_IT_UP = ("", "localhost")
"""Django's own default names this machine, where nothing need listen."""


def mails() -> bool:
    return settings.EMAIL_HOST not in _NOBODY_SET_IT_UP
