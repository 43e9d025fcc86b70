"""Who comes in: somebody with a token, or somebody who is signed in in the browser (then with its CSRF token)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja.errors import AuthenticationError, Throttled
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import SimpleRateThrottle

from accord.api.asked import Holder
from accord.people.models import Token as Tokens
from accord.people.queries import SCOPES, token_holder
from accord.record import clock

RATE = "1200/m"
"""Requests of one person, for each process of the server."""


class Token(HttpBearer):
    """A token of the kind 'api', as made under Your account. One that is wrong is refused, whatever else is sent."""

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if request.headers.get("Authorization") else None

    def authenticate(self, request: HttpRequest, token: str) -> Holder:
        found = token_holder(token, Tokens.API, clock.now())
        if found is None:
            raise AuthenticationError()
        return Holder(*found)


class Session(SessionAuth):
    """Somebody who is signed in in this browser."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.headers.get("Authorization") or not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return Holder(request.user, frozenset(SCOPES)) if request.user.is_authenticated else None


WAYS: Sequence[Any] = (Token(), Session())


class _Rate(SimpleRateThrottle):
    """One is made for each request, because it keeps what it counts on itself."""

    def get_cache_key(self, request: HttpRequest) -> str:
        holder: Holder = request.auth  # type: ignore[attr-defined]
        return f"api-rate-{holder.person.pk}"


def slow_down(request: HttpRequest) -> None:
    """Raise ``Throttled`` for somebody who asks more often than ``RATE``."""
    rate = _Rate(RATE)
    if not rate.allow_request(request):
        raise Throttled(wait=max(1, round(rate.wait() or 1)))
