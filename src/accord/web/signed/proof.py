"""How somebody who signs shows that it is they: by a passkey over the very text, or by who they are once more."""

from __future__ import annotations

import functools
import ipaddress
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse

from accord.people import reauthentication
from accord.people.models import Person
from accord.people.passkeys import passkeys_at
from accord.people.resting import rests
from accord.people.rights import Right, require
from accord.record import clock
from accord.record.agreements import Agreement
from accord.record.signing import Passkey, Proof
from accord.signatures.passkey import check_assertion, request_options
from accord.signatures.statement import Again, Statement, statement_from, statement_plain
from accord.web import door

WITHIN = timedelta(minutes=5)
"""How long a text that was drawn up waits for its passkey, and how long ago a password may have been given."""
_SLOT = "accord.to_sign"
_LARGEST = 20_000


@dataclass(frozen=True, slots=True)
class Ways:
    """How the reader can sign here. ``says`` is why no passkey works at this address, ``elsewhere`` one at which it
    does; both are empty where it does here. ``passkey``: they hold one for it. ``rests`` is why their account does not
    sign yet at all."""

    passkey: bool
    says: str = ""
    elsewhere: str = ""
    rests: str = ""


def ways(request: HttpRequest) -> Ways:
    """What to offer on a page that can be signed."""
    if says := rests(cast(Person, request.user), clock.now()):
        return Ways(False, rests=says)
    host = _host(request)
    if _is_number(host):
        loopback = ipaddress.ip_address(host).is_loopback
        port = f":{request.get_port()}"
        there = f"http://localhost{port}{request.path}" if loopback else settings.ACCORD.site_url
        return Ways(False, f"Passkeys belong to a name, and this page was opened at {host}.", there)
    if not request.is_secure() and host != "localhost" and not host.endswith(".localhost"):
        return Ways(False, "Passkeys need an encrypted address (https), and this page has none.", "")
    return Ways(bool(passkeys_at(cast(Person, request.user), host)))


def _host(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def asking(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponse]:
    """A view that a page's script asks: POST only, by the session, answered in JSON; a refusal ``says`` why."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.is_authenticated:
            return JsonResponse({"says": "you are not signed in any more; open the page again"}, status=401)
        try:
            return view(door.asked(request), **given)
        except PermissionError as fault:
            return JsonResponse({"says": door.said(fault)}, status=403)
        except (LookupError, ObjectDoesNotExist) as fault:
            return JsonResponse({"says": door.said(fault)}, status=404)
        except ValueError as fault:
            return JsonResponse({"says": door.said(fault)}, status=400)

    return answer


def ask_passkey(asked: door.Asked, what: str, name: uuid.UUID, version: int, said: Statement) -> JsonResponse:
    """What a browser is to ask its passkey; the statement waits in the session, for one answer and five minutes.

    Raises ``ValueError`` where the person has no passkey for this address.
    """
    can, host = ways(asked.request), _host(asked.request)
    if not can.passkey:
        raise ValueError(can.says or "you have no passkey for this address; add one in your account")
    kept = {"for": [what, str(name), version], "statement": statement_plain(said), "at": time.time()}
    asked.request.session[_SLOT] = kept
    options = request_options(said, passkeys_at(asked.person, host), host)
    return JsonResponse(json.loads(json.dumps(options, default=dict)), headers={"Cache-Control": "no-store"})


def ask_about(
    asked: door.Asked, what: str, name: uuid.UUID, to_sign: Callable[..., Statement], **given: Any
) -> JsonResponse:
    """What the reader's passkey is to be asked, so that it signs the very text of this version."""
    version = asked.version
    said = to_sign(name, version=version, by=asked.person, now=asked.now, **given)
    return ask_passkey(asked, what, name, version, said)


def sign(asked: door.Asked, what: str, name: uuid.UUID, sign: Callable[..., Any]) -> str | HttpResponse:
    """Sign this version as its reader; back to its keys, or to who they are once more."""
    require(asked.person, Right.SIGN)
    version = asked.version
    shown = proof(asked, what, name, version)
    if isinstance(shown, HttpResponse):
        return shown
    row = sign(name, version=version, proof=shown, by=asked.person, now=asked.now)
    messages.success(asked.request, _signed(row))
    return reverse(what, args=[name]) + "#keys"


def _signed(row: Agreement) -> str:
    """So that nobody wonders whether the button did anything."""
    if row.state == Agreement.SIGNED_BY_ONE:
        return f"You have signed {row.name}. It is in force once the other side has signed, too."
    return f"You have signed {row.name}, and so has the other side: it is in force."


def proof(asked: door.Asked, what: str, name: uuid.UUID, version: int) -> Proof | HttpResponse:
    """What the form brought: a passkey's answer to ``ask_passkey``, or who it is once more; see ``shown_again``.

    Raises ``ValueError`` for an answer to nothing that was asked, to another text, of another passkey, or too late.
    """
    if asked.given.get("by") != "passkey":
        return shown_again(asked)
    kept = asked.request.session.pop(_SLOT, None)
    answer = _answer(asked.given.get("assertion", ""))
    if kept is None:
        raise ValueError("this was asked for once and has been answered, or never was; sign again")
    if kept["for"] != [what, str(name), version]:
        raise ValueError("your passkey was asked about another text than this; read this one, then sign again")
    if not 0 <= time.time() - kept["at"] <= WITHIN.total_seconds():
        raise ValueError("more than five minutes passed since your passkey was asked; sign again")
    said, host = statement_from(kept["statement"]), _host(asked.request)
    origin = f"{asked.request.scheme}://{asked.request.get_host()}"
    return Passkey(said, check_assertion(said, answer, passkeys_at(asked.person, host), rp_id=host, origin=origin))


def _answer(text: str) -> dict[str, Any]:
    if not text:
        raise ValueError("no passkey answered; try again, or sign with your password")
    try:
        found = json.loads(text) if len(text) <= _LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValueError("the passkey's answer cannot be read; try again")
    return found


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
