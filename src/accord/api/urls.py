"""Addresses of the API, under /api/."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path, re_path

from accord.api import problems
from accord.api.doors import ROUTES, api, respond

__all__ = ["ROUTES", "urlpatterns"]
STEPS = (
    *("today", "findings", "decisions", "goals", "activities", "charter"),
    *("language", "facts", "people", "around", "giving"),
)
for _step in STEPS:
    import_module(f"accord.api.{_step}")


def nothing_here(request: HttpRequest) -> HttpResponse:
    """An address that there is not."""
    return respond(problems.problem(404, "There is nothing at this address; /api/v1/openapi.json says what there is."))


def _as_problem(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not take is a problem, too."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        response = view(request, *args, **given)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = response["Allow"]
        return respond(problems.problem(405, f"This address takes {allowed}.", headers={"Allow": allowed}))

    return answer


_patterns, _app, _namespace = api.urls
_doors: list[Any] = [p for p in _patterns if getattr(p, "name", "") != "api-root"]
for _one in _doors:
    if _one.name != "openapi-json":
        _one.callback = _as_problem(_one.callback)

urlpatterns = [
    path("v1/", ([*_doors, path("", nothing_here, name="api-root")], _app, _namespace)),
    re_path(r"^", nothing_here, name="nothing"),
]
