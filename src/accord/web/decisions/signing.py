"""Sign, hand over, and take a signed decision along: each signature shows once more who gives it."""

from __future__ import annotations

import uuid
from typing import Any

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
    shown = proof.proof(asked, operations.HAND_OVER, decision, 0)
    if isinstance(shown, HttpResponse):
        return shown
    operations.hand_over(decision, proof=shown, **_handed(asked))
    return reverse("decision", args=[decision]) + "#owners"


@proof.asking
def to_hand_over(asked: door.Asked, decision: uuid.UUID) -> JsonResponse:
    """What the reader's passkey is to be asked about a hand-over."""
    said = operations.to_hand_over(decision, **_handed(asked))
    return proof.ask_passkey(asked, operations.HAND_OVER, decision, 0, said)


def _handed(asked: door.Asked) -> dict[str, Any]:
    """To whom and why, from the form."""
    to = Person.objects.get(pk=uuid.UUID(asked.given.get("to", "")))
    reason = asked.given.get("reason", "")
    return {"side": asked.person.side, "to": to, "reason": reason, "by": asked.person, "now": asked.now}


@door.file
def export(asked: door.Asked, decision: uuid.UUID) -> HandOut:
    """The signed decision as a file that ``accord verify`` checks."""
    row = signed_one(asked.person, decision)
    return HandOut(signing.export(row.entry or 0, now=asked.now), "application/json", f"{row.name}.accord.json")
