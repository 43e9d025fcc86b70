"""The site with one address more: an empty page behind the same middleware, for somebody who is signed in."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "accord.record.settings"

from django.http import HttpRequest, HttpResponse
from django.urls import path

from accord.web.wsgi import application

__all__ = ["application"]


def empty(request: HttpRequest) -> HttpResponse:
    """Knows who asks, and says nothing."""
    return HttpResponse("", status=200 if request.user.is_authenticated else 403)


def _add() -> None:
    from accord.web import urls

    urls.urlpatterns.append(path("bench/empty", empty))


_add()
