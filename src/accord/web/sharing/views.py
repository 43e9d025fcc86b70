"""Views of sharing: make a link, and open what it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlsplit

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch, reverse

from accord.pages import sharing as pages
from accord.people import queries
from accord.people.models import Person, Token
from accord.people.rights import Right, Role, may
from accord.record import clock
from accord.web import door


@door.page("sharing/share.html", step="")
def share(asked: door.Asked) -> pages.SharePage:
    path = asked.query.get("path", "")
    pages.shareable(path)
    return pages.share_page(asked.person, path, asked.query.get("name", "")[:120], form=asked.form)


@door.action
def make(asked: door.Asked) -> HttpResponse:
    given = asked.given
    path, name = given.get("path", ""), given.get("name", "")
    pages.shareable(path)
    page = pages.share_page(asked.person, path, name, form=asked.form)
    token, secret = pages.make_link(
        by=asked.person,
        path=path,
        name=name,
        days=asked.number("days", 1, pages.LONGEST),
        outside=given.get("outside") == "yes",
        audience=asked.audience,
        now=asked.now,
    )
    link = asked.request.build_absolute_uri(reverse("shared", args=[secret]))
    return door.show(asked, pages.made_page(page, token, link), "sharing/share.html", "")


def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link leads to: the page itself for whoever signs in; without, as its maker lets others read it."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    token = queries.token(secret, Token.SHARE, clock.now())
    if token is None:
        return door.trouble(request, 404, "This is not here", "The link has ended, was taken back, or is not whole.")
    path = str(token.about["path"])
    if request.user.is_authenticated:
        return HttpResponseRedirect(path)
    if not token.about["outside"] or not may(token.owner, Right.SHARE_OUTSIDE):
        return door.sign_in_first(request)
    return _read_only(request, token, pages.shareable(path))


def _read_only(request: HttpRequest, token: Token, match: ResolverMatch) -> HttpResponse:
    """The page for a reader without any other right than to read; nothing on it can be done."""
    owner = token.owner
    reader = Person(role=Role.AUDITOR.value, name=owner.name, locale=owner.locale, zone=owner.zone)
    request.GET = cast(Any, _query(str(token.about["path"])))
    asked = replace(door.asked_as(request, reader), audience=token.about["audience"])
    try:
        page = match.func.page(asked, **match.kwargs)  # type: ignore[attr-defined]
    except (*door.Refused, ObjectDoesNotExist) as fault:
        return door.refused(request, fault)
    given = {"page": page, "frame": None, "form": asked.form, "told": (), "shared_by": owner.name}
    response = render(request, match.func.template, given)  # type: ignore[attr-defined]
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def _query(path: str) -> Any:
    from django.http import QueryDict

    return QueryDict(urlsplit(path).query)
