"""Sign, hand over, and take a signed decision along: each signature shows once more who gives it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from accord.decisions import operations
from accord.decisions.queries import signed_one
from accord.pages.renderings.hand_out import HandOut
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import signing
from accord.web import door
from accord.web.signed import proof


@proof.asking
def to_sign(asked: door.Asked, decision: uuid.UUID) -> JsonResponse:
    return proof.ask_about(asked, "decision", decision, operations.to_sign)


@door.action
def sign(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    return proof.sign(asked, "decision", decision, operations.sign)


@door.action
def hand_over(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    require(asked.person, Right.SIGN)
    shown = proof.shown_again(asked)
    if isinstance(shown, HttpResponse):
        return shown
    to = Person.objects.get(pk=uuid.UUID(asked.given.get("to", "")))
    reason = asked.given.get("reason", "")
    operations.hand_over(
        decision, side=asked.person.side, to=to, reason=reason, proof=shown, by=asked.person, now=asked.now
    )
    return reverse("decision", args=[decision]) + "#owners"


@door.file
def export(asked: door.Asked, decision: uuid.UUID) -> HandOut:
    """The signed decision as a file that ``accord verify`` checks."""
    row = signed_one(asked.person, decision)
    return HandOut(signing.export(row.entry or 0, now=asked.now), "application/json", f"{row.name}.accord.json")
