"""Views of mail: one's wishes, and the link under each mail."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accord.pages import posting
from accord.post import operations
from accord.post.links import NoSuchLink
from accord.record import clock
from accord.web import door


@door.page("people/mail.html", step="")
def mail(asked: door.Asked) -> posting.PostPage:
    return posting.post_page(asked.person, sends=bool(settings.EMAIL_HOST), form=asked.form)


@door.action
def wish(asked: door.Asked) -> str:
    given = asked.given
    operations.wish(
        by=asked.person,
        news=given.get("news", ""),
        weekly_brief=given.get("weekly_brief") == "yes",
        quiet_from=asked.number("quiet_from", 0, 23),
        quiet_to=asked.number("quiet_to", 0, 23),
        now=asked.now,
    )
    return "mail"


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the signed link is what it needs
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    try:
        if request.method == "POST":
            operations.stop(link=link, now=clock.now())
        page = posting.stop_page(link, done=request.method == "POST")
    except NoSuchLink as fault:
        return door.trouble(request, 404, "This is not here", door.said(fault))
    return render(request, "people/stop.html", {"page": page, "frame": None, "told": []})
