"""Links to one page: for people who can sign in, or, from a head of a side, for anybody until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from accord.findings.format import Format
from accord.pages.sheet import Sheet, utc

if TYPE_CHECKING:
    from django.urls import ResolverMatch

    from accord.people.models import Person, Token

LONGEST = 90
SHARED = ("finding", "evidence", "findings", "brief", "decision", "decisions", "record", "calendar", "analysis")
"""Names of the addresses that can be shared: pages that say the same to whoever may read."""


@dataclass(frozen=True, slots=True)
class SharePage:
    """What is shared and with whom; ``link`` is shown once, right after it was made."""

    title: str
    path: str
    name: str
    may_outside: bool
    days: int
    link: str
    until: str
    outside: bool
    form: Format

    def sheet(self) -> Sheet:
        return Sheet("share", self.title, self.form, lines=(("Page", self.path),))


def from_outside(person: Person) -> bool:
    """Whether a reader is nobody's account: who follows a link that opens without signing in."""
    return not person.email


def shareable(path: str) -> ResolverMatch:
    """The view behind an address of ours that can be shared. Raises ``ValueError`` for others."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(urlsplit(path).path) if path.startswith("/") and not path.startswith("//") else None
    except Resolver404:
        match = None
    if match is None or match.url_name not in SHARED:
        raise ValueError("this page cannot be shared; open the finding, brief, decision or calendar you mean first")
    return match


def share_page(person: Person, path: str, name: str, *, form: Format) -> SharePage:
    """The form to make a link. Raises ``NotAllowed``."""
    from accord.people.rights import Right, may, require

    require(person, Right.SHARE)
    outside = may(person, Right.SHARE_OUTSIDE)
    return SharePage("Give a link", path, name, outside, 14, "", "", False, form)


def make_link(
    *, by: Person, path: str, name: str, days: int, outside: bool, audience: str, now: datetime
) -> tuple[Token, str]:
    """Make a link that ends after ``days``; returns its secret, which is shown once.

    Raises ``NotAllowed``, also for a link that opens without signing in where the role may not give one, and
    ``ValueError`` for an end that is not within 90 days.
    """
    from accord.people.models import Token as Made
    from accord.people.operations import make_token
    from accord.people.rights import Right, require

    require(by, Right.SHARE)
    if outside:
        require(by, Right.SHARE_OUTSIDE)
    if not 1 <= days <= LONGEST:
        raise ValueError(f"a link ends after 1 to {LONGEST} days, not {days}")
    about: dict[str, Any] = {"path": path, "outside": outside, "audience": audience}
    return make_token(by=by, kind=Made.SHARE, name=name, about=about, until=now + timedelta(days=days), now=now)


def made_page(asked: SharePage, token: Token, link: str) -> SharePage:
    """The same page with the link on it."""
    until = asked.form.time(utc(token.until)) if token.until else ""
    return SharePage(
        "The link",
        asked.path,
        asked.name,
        asked.may_outside,
        asked.days,
        link,
        until,
        bool(token.about.get("outside")),
        asked.form,
    )
