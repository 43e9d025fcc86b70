"""Sign, hand over, and take a signed decision along: each signature asks who one is once more."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from accord.decisions import operations
from accord.decisions.queries import signed_one
from accord.people import reauthentication
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import signing
from accord.signatures.statement import Again
from accord.web import door

WITHIN = timedelta(minutes=5)


@door.action
def sign(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    require(asked.person, Right.SIGN)
    proof = shown_again(asked)
    if not isinstance(proof, Again):
        return proof
    version = asked.given.get("version", "")
    if not version.isdigit() or len(version) > 9:
        raise ValueError("the form does not say which version it is of; open the page again")
    operations.sign(decision, version=int(version), proof=proof, by=asked.person, now=asked.now)
    return reverse("decision", args=[decision]) + "#keys"


@door.action
def hand_over(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    require(asked.person, Right.SIGN)
    proof = shown_again(asked)
    if not isinstance(proof, Again):
        return proof
    to = Person.objects.get(pk=uuid.UUID(asked.given.get("to", "")))
    reason = asked.given.get("reason", "")
    operations.hand_over(
        decision, side=asked.person.side, to=to, reason=reason, proof=proof, by=asked.person, now=asked.now
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


def shown_again(asked: door.Asked) -> Again | HttpResponse:
    """Who signs has just shown that it is they: by the password in the form, or within the last five minutes.

    Else to the page that asks for it, which comes back to this very form. Raises ``ValueError`` for a wrong password.
    """
    if password := asked.given.get("password", ""):
        _by_password(asked, password)
    shown = reauthentication.fresh(asked.request)
    age = datetime.now(UTC) - shown.at if shown else WITHIN * 2
    if shown is None or age > WITHIN:
        from allauth.account.internal.flows.reauthentication import suspend_request

        to: HttpResponse = suspend_request(asked.request, reverse("account_reauthenticate"))
        return to
    # A demo's clock may stand elsewhere; how long ago it was is the same by both.
    return Again(asked.now - max(age, timedelta(0)), tuple(filter(None, (shown.method, shown.kind))))


def _by_password(asked: door.Asked, password: str) -> None:
    from allauth.account.forms import ReauthenticateForm
    from allauth.account.internal.flows.reauthentication import reauthenticate_by_password

    form = ReauthenticateForm({"password": password}, user=asked.person)
    if not form.is_valid():
        raise ValueError("this is not your password; nothing was signed")
    reauthenticate_by_password(asked.request)
