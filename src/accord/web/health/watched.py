"""Each request is counted, timed and logged: by its pattern, never by its address."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accord.web.health import numbers

_LOG = logging.getLogger("accord.request")


def watched(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, right behind the one that names requests."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = answer(request)
        seconds = time.perf_counter() - begun
        route = f"/{request.resolver_match.route}" if request.resolver_match else "none"
        method = request.method if request.method in numbers.METHODS else "other"
        numbers.answered(method or "other", route, response.status_code, seconds)
        said = {"method": method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
        _LOG.info("answered", extra=said | {"person": _person(request)})
        return response

    return middleware


def _person(request: HttpRequest) -> str | None:
    """Who asked, where that was looked up; the log alone asks no database."""
    holder: Any = getattr(request, "auth", None)
    who = holder.person if holder else getattr(request, "_cached_user", None)
    return str(who.pk) if who is not None and who.pk else None
