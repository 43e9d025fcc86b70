"""Sign, hand over, and take a signed decision along: each signature shows once more who gives it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse

from accord.decisions import operations
from accord.decisions.queries import signed_one
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import signing
from accord.web import door
from accord.web.signed.proof import ask_passkey, asking, proof, shown_again


@asking
def to_sign(asked: door.Asked, decision: uuid.UUID) -> JsonResponse:
    """What the reader's passkey is to be asked, so that it signs the very text."""
    version = _version(asked)
    said = operations.to_sign(decision, version=version, by=asked.person, now=asked.now)
    return ask_passkey(asked, "decision", decision, version, said)


@door.action
def sign(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    require(asked.person, Right.SIGN)
    version = _version(asked)
    shown = proof(asked, "decision", decision, version)
    if isinstance(shown, HttpResponse):
        return shown
    operations.sign(decision, version=version, proof=shown, by=asked.person, now=asked.now)
    return reverse("decision", args=[decision]) + "#keys"


@door.action
def hand_over(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    require(asked.person, Right.SIGN)
    shown = shown_again(asked)
    if isinstance(shown, HttpResponse):
        return shown
    to = Person.objects.get(pk=uuid.UUID(asked.given.get("to", "")))
    reason = asked.given.get("reason", "")
    operations.hand_over(
        decision, side=asked.person.side, to=to, reason=reason, proof=shown, by=asked.person, now=asked.now
    )
    return reverse("decision", args=[decision]) + "#owners"


def export(request: HttpRequest, decision: uuid.UUID) -> HttpResponse:
    """The signed decision as a file that ``accord verify`` checks."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not request.user.is_authenticated:
        return door.sign_in_first(request)
    asked = door.asked(request)
    try:
        row = signed_one(asked.person, decision)
        content = signing.export(row.entry or 0, now=asked.now)
    except (PermissionError, LookupError) as fault:
        return door.refused(request, fault)
    headers = {"Content-Disposition": f'attachment; filename="{row.name}.accord.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


def _version(asked: door.Asked) -> int:
    text = asked.given.get("version", "")
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError("the form does not say which version it is of; open the page again")
    return int(text)
