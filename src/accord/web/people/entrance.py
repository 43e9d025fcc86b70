"""For people who have not signed in: the first run, and the link of an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.utils import perform_login
from allauth.account.views import reauthenticate as by_password
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accord.pages.house import house
from accord.pages.people_entering import begin_page, join_page
from accord.people import operations, queries
from accord.people.models import Person
from accord.record import clock
from accord.web import door

_OPEN = ("first_run", "first_run_demo", "health", "healthz", "metrics")
"""Addresses that answer while there is nobody."""


def begun(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: while nobody has an account, every page leads to the first run."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated and not queries.somebody() and not _open(request.path):
            return HttpResponseRedirect(resolve_url("first_run"))
        return answer(request)

    return middleware


def _open(path: str) -> bool:
    return path.startswith((settings.STATIC_URL, "/api/")) or path in {_address(name) for name in _OPEN}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Make the first person, with the word that the console shows."""
    if queries.somebody():
        return HttpResponseRedirect(resolve_url("today"))
    given = {n: request.POST.get(n, "").strip() for n in ("token", "name", "email", "role")}
    given["token"] = given["token"] or request.GET.get("token", "")
    if request.method != "POST":
        return _show(request, "people/first_run.html", begin_page(given), demo=_address("first_run_demo"))
    try:
        person = operations.begin(**given, password=request.POST.get("password", ""), now=clock.now())
    except door.Refused as fault:
        wrong = begin_page(given, door.said(fault))
        return _show(request, "people/first_run.html", wrong, 400, demo=_address("first_run_demo"))
    return _in(request, person)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation, or set a new password by a link."""
    form, now = house(settings.ACCORD_WORKSPACE).form_for("", ""), clock.now()
    given = {"name": request.POST.get("name", "")}
    wrong = ""
    try:
        if request.method == "POST":
            password = request.POST.get("password", "")
            return _in(request, operations.accept(secret=secret, password=password, now=now, **given))
    except door.Refused as fault:
        wrong = door.said(fault)
    try:
        page = join_page(secret, form=form, now=now, given=given, wrong=wrong)
    except operations.InvalidLink as fault:
        return door.trouble(request, 404, "This link is closed", str(fault))
    providers = bool(settings.SOCIALACCOUNT_PROVIDERS)
    return _show(request, "people/join.html", page, 400 if wrong else 200, providers=providers)


@login_required
def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Show anew who one is. Who has neither password nor second factor here does it at the identity provider."""
    person = cast(Person, request.user)
    if get_reauthentication_flows(person) or not settings.SOCIALACCOUNT_PROVIDERS:
        answer: HttpResponse = by_password(request)
        return answer
    to = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return render(request, "account/reauthenticate_elsewhere.html", {"next": to if ours else resolve_url("today")})


def _show(request: HttpRequest, template: str, page: Any, status: int = 200, **more: Any) -> HttpResponse:
    made_up = bool(settings.ACCORD_WORKSPACE.made_up)
    given = {"page": page, "frame": None, "told": (), "made_up": made_up, **more}
    answer = render(request, template, given, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _in(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign in by django-allauth's own steps: somebody with a second factor is asked for it."""
    from django.contrib.auth import logout

    if request.user.is_authenticated:
        logout(request)
    answer: HttpResponse = perform_login(request, person, redirect_url=resolve_url("today"))
    return answer
