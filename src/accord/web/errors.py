"""What is shown when nothing else could answer: pages of ours, without a word of what went wrong inside.

Each names the request, under which the log has the rest.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accord.record.writing import request_id
from accord.web import door


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that Django itself turned away, perhaps before it knew who sends it."""
    return _alone(request, 400, "This cannot be read", "The request is not one that this site sends.")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 from outside our own doors."""
    return door.trouble(request, 403, "You may not do this", "Ask whoever administers this site if you need it.")


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: an address that there is not."""
    return door.trouble(request, 404, "This is not here", "Nothing has this address; perhaps it is not whole.")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that lost its token: signed in anew elsewhere, cookies refused, or sent by another site."""
    says = "This form is too old, or was not sent from this site. Nothing was changed: open the page again and repeat."
    return door.trouble(request, 403, "This form has ended", says)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our own fault."""
    says = "It is our fault, not yours. Nothing was half done: try again, and tell the request below if it stays so."
    return _alone(request, 500, "Something broke here", says)


def _alone(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    """A page that asks nothing of the record, which may be what has failed, nor of who is signed in."""
    given = {"title": title, "says": says, "status": status, "frame": None, "told": (), "named": request_id.get()}
    return render(request, "trouble.html", given, status=status)
