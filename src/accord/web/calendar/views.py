"""Views of the joint calendar and its feeds."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound
from django.shortcuts import resolve_url
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from accord.pages.brief import MADE_UP
from accord.pages.joint_calendar import feed as feeding
from accord.pages.joint_calendar import feeds as own
from accord.pages.joint_calendar import page as pages
from accord.pages.joint_calendar.asked import asked_for
from accord.record import clock
from accord.web import door


@door.page("calendar/calendar.html", step="calendar", kept=True, alike=True)
def calendar(asked: door.Asked) -> pages.JointCalendarPage:
    return pages.joint_calendar_page(
        asked.person,
        asked.workspace,
        asked_for(asked.query),
        now=asked.now,
        audience=asked.audience,
        form=asked.form,
        made_up=asked.made_up,
    )


@door.page("calendar/feeds.html", step="calendar")
def feeds(asked: door.Asked) -> own.FeedsPage:
    return own.feeds_page(asked.person, form=asked.form, made_up=asked.made_up)


@door.action
def make_feed(asked: door.Asked) -> HttpResponse:
    """The address stands on the answer itself, not behind a redirect: it is shown once."""
    given = asked.given
    made, secret = own.make_feed(by=asked.person, name=given.get("name", ""), side=given.get("side", ""), now=asked.now)
    address = asked.request.build_absolute_uri(resolve_url("calendar.feed", secret))
    page = own.feeds_page(asked.person, form=asked.form, made_up=asked.made_up, secret=address, secret_of=made.name)
    answer = door.show(asked, page, "calendar/feeds.html", "calendar")
    answer["Cache-Control"] = "no-store"
    return answer


@door.action
def revoke_feed(asked: door.Asked, name: UUID) -> str:
    own.revoke_feed(name, by=asked.person, now=asked.now)
    return "calendar.feeds"


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The one page that takes no sign-in: whoever holds the secret reads the feed."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    workspace = settings.ACCORD_WORKSPACE
    made_up = MADE_UP if workspace.made_up else ""
    try:
        made = feeding.feed(
            workspace, secret, now=clock.now(), address=lambda d: _decision(request, d), made_up=made_up
        )
    except feeding.NoFeed as fault:
        return HttpResponseNotFound(str(fault), content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made.content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = made.etag
    changed = int(made.changed.timestamp())
    answer["Last-Modified"] = http_date(changed)
    answer["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=made.etag, last_modified=changed, response=answer) or answer


def _decision(request: HttpRequest, name: UUID) -> str:
    return request.build_absolute_uri(resolve_url("decision", name))
