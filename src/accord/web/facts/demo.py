"""Views of the demo: begun from the first run, its clock moved."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accord.pages.facts import demo_site
from accord.web import door


@sensitive_post_parameters()
@require_POST
def first_run_demo(request: HttpRequest) -> HttpResponse:
    """Open the demo in this empty workspace, with the word that the console shows."""
    try:
        page = demo_site.begin_demo(settings.ACCORD_WORKSPACE, token=request.POST.get("token", ""))
    except door.Refused as fault:
        return door.trouble(request, 400, "The demo cannot be opened here", door.said(fault))
    answer = render(request, "facts/demo_begun.html", {"page": page, "frame": None, "told": (), "made_up": True})
    answer["Cache-Control"] = "no-store"
    return answer


@door.action
def move_clock(asked: door.Asked) -> str:
    job: uuid.UUID = demo_site.move_clock(asked.workspace, asked.given.get("day", ""), by=asked.person, now=asked.now)
    return reverse("facts_work", args=[job])
