"""The web's door: a view makes one call and gets a page; everything around that call is here."""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render, resolve_url

from accord.findings.archive import NoFinding
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.brief import MADE_UP
from accord.pages.house import House, house
from accord.pages.renderings.hand_out import HandOut, hand_out
from accord.people.models import Person
from accord.people.rights import NotAllowed, Right, require
from accord.record import clock, undo
from accord.record.once import Busy
from accord.record.writing import request_id
from accord.signatures.key import KeyMissing
from accord.web import unsent
from accord.web.kept import ALIKE, SHELF, keep, key_of, like_key_of
from accord.web.twice import answered_once
from accord.workspace.folder import Workspace

Refused = (ValueError, ValidationError, LookupError, PermissionError)


@dataclass(frozen=True)
class Asked:
    """A request of somebody who has signed in: who, in whose words, when, and how numbers are shown to them.

    ``now`` is aware; ``moment`` the same as the engine half wants it, naive UTC.
    """

    request: HttpRequest
    person: Person
    audience: Audience
    now: datetime
    house: House

    @property
    def query(self) -> QueryDict:
        return self.request.GET

    @property
    def given(self) -> QueryDict:
        return self.request.POST

    @property
    def workspace(self) -> Workspace:
        return settings.ACCORD_WORKSPACE

    @property
    def moment(self) -> datetime:
        return self.now.astimezone(UTC).replace(tzinfo=None)

    @property
    def made_up(self) -> str:
        """What hand-outs of a made-up company say on top; nothing where the company is real."""
        return MADE_UP if self.workspace.made_up else ""

    def whole(self, name: str, otherwise: int) -> int:
        """A whole number from behind the question mark. Raises ``ValueError`` that names it."""
        text = self.request.GET.get(name, "")
        if not text:
            return otherwise
        found = _digits(text, 9)
        if found is None:
            raise ValueError(f"{name} is {text[:40]!r}; it is a whole number like {otherwise}")
        return found

    @property
    def version(self) -> int:
        """The version of a text that a form is of. Raises ``ValueError`` where it does not say."""
        found = _digits(self.given.get("version", ""), 9)
        if found is None:
            raise ValueError("the form does not say which version it is of; open the page again")
        return found

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number from a form. Raises ``ValueError`` that names the field."""
        text = self.given.get(name, "")
        found = _digits(text, len(str(most)))
        if found is None or not least <= found <= most:
            told = f"{name.replace('_', ' ')} is {text[:20]!r}"
            raise ValueError(f"{told}; it is a whole number from {least} to {most}")
        return found

    @property
    def form(self) -> Format:
        return self.house.form_for(self.person.locale, self.person.zone)


def _digits(text: str, most: int) -> int | None:
    """A number of at most so many plain digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None


def asked(request: HttpRequest) -> Asked:
    """Read off a request what a page needs. ``?audience=it`` holds for one page, the switch for all that follow."""
    return asked_as(request, cast(Person, request.user))


def asked_as(request: HttpRequest, person: Person) -> Asked:
    """The same, for somebody whom the request does not name."""
    wanted = request.GET.get("audience", "")
    audience = wanted if wanted in ("marketing", "it", "finance") else person.reads_as
    return Asked(request, person, cast(Audience, audience), clock.now(), house(settings.ACCORD_WORKSPACE))


View = Callable[..., Any]
LOG = logging.getLogger("accord.web")


def page(
    template: str, *, step: str, kept: bool = False, alike: bool = False
) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that returns a page: rendered as HTML, or as ``format`` where the address ends in one.

    ``step`` is the part of the loop whose entry in the bar is marked. ``kept`` pages depend on nothing but facts,
    clauses, rows whose changes leave activity, and the minute; they are given again while none of these changes.
    ``alike`` ones among them ask of the person nothing but role and side, so that who shares these shares the page
    before it is rendered.
    """

    def of(view: View) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def answer(request: HttpRequest, format: str = "", **given: Any) -> HttpResponse:  # noqa: A002
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            if not request.user.is_authenticated:
                return sign_in_first(request)
            a = asked(request)
            like = like_key_of(a) if kept and not format else None
            key = key_of(a, like) if like else None
            found = SHELF.get(key) if key else None
            if found:
                return found.answer(request)
            try:
                made = ALIKE.get(like, lambda: view(a, **given)) if alike and like else view(a, **given)
                if format:
                    return _handed_out(a, made, format)
                response = show(a, made, template, step)
                return keep(key, response) if key and not offers_undo(response) else response
            except (*Refused, ObjectDoesNotExist) as fault:
                return refused(request, fault)

        # A shared link opens the same view for a reader who has not signed in.
        answer.page, answer.template = view, template  # type: ignore[attr-defined]
        return answer

    return of


def file(view: View) -> Callable[..., HttpResponseBase]:
    """A view that returns a file to keep: what it holds and is called, or a response where it is sent in pieces."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not request.user.is_authenticated:
            return sign_in_first(request)
        try:
            made = view(asked(request), **given)
        except (*Refused, ObjectDoesNotExist, KeyMissing) as fault:
            return refused(request, fault)
        return made if isinstance(made, HttpResponseBase) else attached(made)

    return answer


def action(view: View) -> Callable[..., HttpResponse]:
    """A view that changes something: POST only, then back to a page. It returns where to go.

    A refusal that the person can mend is said on the page they came from; nothing was changed then.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.is_authenticated:
            return sign_in_first(request)
        a = asked(request)
        try:
            done = answered_once(a, lambda: _gone_to(view(a, **given)))
            if unsent.is_sent_again(request.POST):
                unsent.let_go(request.session)
            return done
        except (NotAllowed, ObjectDoesNotExist, NoFinding) as fault:
            return refused(request, fault)
        except (*Refused, Busy) as fault:
            messages.error(request, said(fault))
            return HttpResponseRedirect(resolve_url("unsent") if unsent.is_sent_again(request.POST) else back(request))

    return answer


def asking(template: str, *, step: str, of_page: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that returns a page made of what a form holds, POST only. It changes nothing, and nothing of it is kept:
    neither the answer for a second sending nor, where the session has ended, what was typed. ``of_page`` names the page
    with the empty form, to which the bar's own forms lead back."""

    def of(view: View) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def answer(request: HttpRequest, **given: Any) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            if not request.user.is_authenticated:
                messages.warning(request, "You were not signed in any more. Sign in, and send it again.")
                return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': back(request)})}")
            a = asked(request)
            try:
                response = show(a, view(a, **given), template, step, here=resolve_url(of_page))
            except NotAllowed as fault:
                return refused(request, fault)
            except Refused as fault:
                messages.error(request, said(fault))
                return HttpResponseRedirect(back(request))
            response["Cache-Control"] = "no-store"
            return response

        return answer

    return of


def _gone_to(to: Any) -> HttpResponse:
    return to if isinstance(to, HttpResponse) else HttpResponseRedirect(resolve_url(to))


def show(a: Asked, made: Any, template: str, step: str, status: int = 200, here: str = "") -> HttpResponse:
    """A page as HTML in the frame of the site; ``here`` is its address where that is not the one asked for."""
    around = frame(a, step, here)
    given = {"page": made, "frame": around, "form": a.form, "told": messages.get_messages(a.request)}
    response = render(a.request, template, given, status=status)
    response.offers_undo = around.undo is not None  # type: ignore[attr-defined]
    return response


def offers_undo(response: HttpResponse) -> bool:
    """Whether the page offers a way back, which closes within half a minute: such a page is not given again."""
    return bool(getattr(response, "offers_undo", False))


def _handed_out(a: Asked, made: Any, format: str) -> HttpResponse:  # noqa: A002
    if format != "json":
        require(a.person, Right.EXPORT)
    out = hand_out(made, format)
    return HttpResponse(out.content, content_type=out.media_type) if format == "json" else attached(out)


def attached(out: HandOut) -> HttpResponse:
    """A file to keep, under its name."""
    headers = {"Content-Disposition": f'attachment; filename="{out.file_name}"'}
    return HttpResponse(out.content, content_type=out.media_type, headers=headers)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Somebody unknown: to the sign-in page, and back afterwards; from a form to what was typed, or the form's page."""
    to = request.get_full_path()
    if request.method == "POST":
        to = back(request)
        kept = unsent.put_aside(request, to)
        then = "what you typed is kept for an hour and comes back" if kept else "send it again"
        messages.warning(request, f"You were not signed in any more, so nothing was stored. Sign in, and {then}.")
        to = resolve_url("unsent") if kept else to
    return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': to})}")


def refused(request: HttpRequest, fault: BaseException) -> HttpResponse:
    """A page that says why not: 403 for a missing right, 404 for what is not there, 400 for the rest."""
    if isinstance(fault, PermissionError):
        return trouble(request, 403, "You may not do this", said(fault))
    if isinstance(fault, LookupError | ObjectDoesNotExist):
        return trouble(request, 404, "This is not here", said(fault))
    LOG.info("refused %s", request.path, exc_info=fault)
    return trouble(request, 400, "This cannot be read", said(fault))


def said(fault: BaseException) -> str:
    """What is wrong, in the words of the fault."""
    if isinstance(fault, ValidationError):
        return " ".join(fault.messages)
    return str(fault.args[0] if isinstance(fault, KeyError) and fault.args else fault)


def trouble(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    """An error page; it works for people who have not signed in, too."""
    frame_of = frame(asked(request), "") if request.user.is_authenticated else None
    told = messages.get_messages(request)
    given = {"title": title, "says": says, "status": status, "frame": frame_of, "told": told}
    return render(request, "trouble.html", {**given, "named": request_id.get()}, status=status)


def back(request: HttpRequest) -> str:
    """The page somebody came from, if it is one of ours; else today's."""
    from django.utils.http import url_has_allowed_host_and_scheme

    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url("today")


@dataclass(frozen=True)
class Entry:
    """An entry of the bar."""

    step: str
    label: str
    address: str


_BAR = (
    ("today", "Today"),
    ("findings", "Findings"),
    ("decisions", "Decisions"),
    ("goals", "Goals"),
    ("calendar", "Calendar"),
    ("language", "Language"),
    ("charter", "Charter"),
    ("facts", "Facts"),
)


@dataclass(frozen=True)
class Frame:
    """What stands around every page. ``here`` is the page's address with its state, for forms that come back."""

    person: Person
    audience: Audience
    step: str
    bar: tuple[Entry, ...]
    here: str
    made_up: bool
    undo: Any
    undo_ends: int
    """Whole seconds for which the way back is still open."""


def frame(a: Asked, step: str, here: str = "") -> Frame:
    entries = tuple(Entry(name, label, resolve_url(name)) for name, label in _BAR)
    way_back = undo.offered(a.person, now=a.now)
    left = math.ceil((way_back.until - a.now).total_seconds()) if way_back else 0
    here = here or a.request.get_full_path()
    return Frame(a.person, a.audience, step, entries, here, a.workspace.made_up, way_back, left)
