"""Pages for people who come in for the first time, by the console's word or by a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accord.findings.format import Format
from accord.pages.people import Choice
from accord.pages.sheet import utc
from accord.people import queries
from accord.people.operations import InvalidLink
from accord.people.operations.beginning import FIRST_ROLES
from accord.people.rights import ROLE_NAMES, Role


@dataclass(frozen=True)
class BeginPage:
    """The first page of a new workspace. ``given`` is what was typed before, ``wrong`` why it was not taken."""

    roles: tuple[Choice, ...]
    given: dict[str, str]
    wrong: str = ""


@dataclass(frozen=True)
class JoinPage:
    """Behind an invitation's link; ``name`` is empty for somebody new. ``again`` is a way back in."""

    email: str
    role_name: str
    by: str
    until: str
    again: bool
    given: dict[str, str]
    wrong: str = ""


def begin_page(given: dict[str, str], wrong: str = "") -> BeginPage:
    return BeginPage(tuple(Choice(r.value, ROLE_NAMES[r]) for r in FIRST_ROLES), given, wrong)


def join_page(secret: str, *, form: Format, now: datetime, given: dict[str, str], wrong: str = "") -> JoinPage:
    """Raises ``InvalidLink``."""
    found = queries.invitation(secret, now)
    if found is None:
        raise InvalidLink
    return JoinPage(
        email=found.email,
        role_name=ROLE_NAMES[Role(found.role)],
        by=found.by.name if found.by else "",
        until=form.time(utc(found.until)),
        again=found.person is not None,
        given=given,
        wrong=wrong,
    )
