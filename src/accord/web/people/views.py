"""Views of people: one's own account, tokens, what one sees; people, invitations."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, resolve_url

from accord.pages.people import PeoplePage, people_page
from accord.pages.people_own import AccountPage, TokensPage, account_page, tokens_page
from accord.pages.people_sees import SeesPage, sees_page
from accord.people import operations
from accord.people.mailing import mail_link
from accord.people.models import Invitation, Person, Token
from accord.people.rights import Role
from accord.web import door


@door.page("people/account.html", step="")
def account(asked: door.Asked) -> AccountPage:
    made_up, single = asked.workspace.made_up, bool(settings.SOCIALACCOUNT_PROVIDERS)
    return account_page(
        asked.person, form=asked.form, zones=_zones(), now=asked.now, single_sign_on=single, made_up=made_up
    )


@door.action
def settle(asked: door.Asked) -> str:
    name, locale, zone = (asked.given.get(n, "") for n in ("name", "locale", "zone"))
    operations.set_own(by=asked.person, name=name, locale=locale, zone=zone, now=asked.now)
    return "account"


@door.action
def audience(asked: door.Asked) -> str:
    operations.read_as(by=asked.person, audience=asked.given.get("audience", ""), now=asked.now)
    return door.back(asked.request)


@door.page("people/tokens.html", step="")
def tokens(asked: door.Asked) -> TokensPage:
    return tokens_page(asked.person, form=asked.form, now=asked.now, made_up=asked.workspace.made_up)


@door.action
def make_token(asked: door.Asked) -> HttpResponse:
    """The secret stands on the answer itself, not in a cookie or behind a redirect: it is shown once."""
    given = asked.given
    scopes = ["read", *(["prepare"] if given.get("prepare") else [])]
    made, secret = operations.make_token(
        by=asked.person, kind="api", name=given.get("name", ""), scopes=scopes, until=_end(asked), now=asked.now
    )
    page = tokens_page(asked.person, form=asked.form, now=asked.now, secret=secret, secret_of=made.name)
    return _once(door.show(asked, page, "people/tokens.html", ""))


@door.action
def revoke_token(asked: door.Asked, token: UUID) -> str:
    found = get_object_or_404(Token, pk=token, owner=asked.person)
    operations.revoke_token(by=asked.person, token=found, now=asked.now)
    return "tokens"


@door.page("people/sees.html", step="")
def sees(asked: door.Asked, person: UUID) -> SeesPage:
    return sees_page(asked.person, person, form=asked.form, now=asked.now, made_up=asked.workspace.made_up)


@door.page("people/people.html", step="")
def people(asked: door.Asked) -> PeoplePage:
    return _people(asked)


@door.action
def invite(asked: door.Asked) -> HttpResponse:
    email, role = asked.given.get("email", ""), _role(asked)
    made, secret = operations.invite(
        by=asked.person, email=email, role=role, side=asked.given.get("side", ""), now=asked.now
    )
    return _with_link(asked, secret, made.email, again=False)


@door.action
def withdraw(asked: door.Asked, invitation: UUID) -> str:
    found = get_object_or_404(Invitation, pk=invitation, person=None)
    operations.withdraw(by=asked.person, invitation=found, now=asked.now)
    return "people"


@door.action
def way_back(asked: door.Asked, person: UUID) -> HttpResponse:
    whom = get_object_or_404(Person, pk=person)
    made, secret = operations.way_back(by=asked.person, whom=whom, now=asked.now)
    return _with_link(asked, secret, made.email, again=True)


@door.action
def change_role(asked: door.Asked, person: UUID) -> str:
    whom, side = get_object_or_404(Person, pk=person), asked.given.get("side", "")
    operations.change_role(by=asked.person, whom=whom, role=_role(asked), side=side, now=asked.now)
    return "people"


@door.action
def deactivate(asked: door.Asked, person: UUID) -> str:
    operations.deactivate(by=asked.person, whom=get_object_or_404(Person, pk=person), now=asked.now)
    return "people"


@door.action
def reactivate(asked: door.Asked, person: UUID) -> str:
    operations.reactivate(by=asked.person, whom=get_object_or_404(Person, pk=person), now=asked.now)
    return "people"


@door.action
def reset_second_factors(asked: door.Asked, person: UUID) -> str:
    operations.reset_second_factors(by=asked.person, whom=get_object_or_404(Person, pk=person), now=asked.now)
    return "people"


@door.action
def confirm(asked: door.Asked, person: UUID) -> str:
    operations.confirm(by=asked.person, whom=get_object_or_404(Person, pk=person), now=asked.now)
    return resolve_url("person", person)


def _people(asked: door.Asked, **given: Any) -> PeoplePage:
    return people_page(asked.person, form=asked.form, now=asked.now, made_up=asked.workspace.made_up, **given)


def _with_link(asked: door.Asked, secret: str, email: str, *, again: bool) -> HttpResponse:
    link = asked.request.build_absolute_uri(resolve_url("join", secret))
    mailed = mail_link(email, link, by=asked.person.name, again=again)
    page = _people(asked, link=link, link_for=email, mailed=mailed)
    return _once(door.show(asked, page, "people/people.html", ""))


def _once(answer: HttpResponse) -> HttpResponse:
    """A secret stands on it: neither a browser nor a proxy keeps it."""
    answer["Cache-Control"] = "no-store"
    return answer


def _role(asked: door.Asked) -> Role:
    given = asked.given.get("role", "")
    if given not in list(Role):
        raise ValueError("choose a role")
    return Role(given)


def _end(asked: door.Asked) -> datetime | None:
    """The last day that was chosen, to its end in UTC."""
    day = asked.given.get("until", "")
    if not day:
        return None
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
    except ValueError as fault:
        raise ValueError(f"{day!r} is no day; write it like 2026-12-31") from fault


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(z for z in zoneinfo.available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/"))))
