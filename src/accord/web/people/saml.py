"""The end of a sign-in by SAML, which must not fall over junk that anybody can post."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.saml.views import finish_acs
from django.http import HttpRequest, HttpResponse

from accord.web import door

_JUNK = (SyntaxError, ValueError)
"""What the XML library raises for what is no XML, and for a document type, which it forbids."""


def finish(request: HttpRequest, **given: Any) -> HttpResponse:
    """django-allauth's own view; an answer that cannot even be read gets a page that says so."""
    try:
        answer: HttpResponse = finish_acs(request, **given)
    except _JUNK:
        return door.trouble(request, 400, "Signing in failed", "The identity provider's answer cannot be read")
    return answer
