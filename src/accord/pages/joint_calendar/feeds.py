"""One's own feeds of the joint calendar: made, shown once, revoked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accord.findings.format import Format
from accord.pages.sheet import Sheet, SheetTable, cell_day, cell_text, utc
from accord.pages.shown import Column

if TYPE_CHECKING:
    from accord.people.models import Person, Token

SIDES = {"": "Both sides", "marketing": "Marketing", "it": "IT"}


@dataclass(frozen=True, slots=True)
class FeedShown:
    """A feed in force; its address is known only to whoever copied it."""

    id: uuid.UUID
    name: str
    side_word: str
    made: str
    made_at: datetime
    last_used: str


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """``secret`` is that of the feed just made, shown this once; empty otherwise."""

    feeds: tuple[FeedShown, ...]
    form: Format
    made_up: str
    secret: str = ""
    secret_of: str = ""

    def sheet(self) -> Sheet:
        columns = tuple(Column(n, t, False) for n, t in (("name", "Name"), ("shows", "Shows"), ("made", "Made")))
        rows = tuple((cell_text(f.name), cell_text(f.side_word), cell_day(self.form, f.made_at)) for f in self.feeds)
        tables = (SheetTable("feeds", "Your feeds", columns, rows),)
        return Sheet("feeds", "Your feeds of the joint calendar", self.form, made_up=self.made_up, tables=tables)


def feeds_page(person: Person, *, form: Format, made_up: str, secret: str = "", secret_of: str = "") -> FeedsPage:
    """One's own feeds. Raises ``NotAllowed``."""
    from accord.people.models import Token
    from accord.people.queries import tokens
    from accord.people.rights import Right, require

    require(person, Right.TOKEN)
    shown = tuple(_shown(t, form) for t in tokens(person, Token.FEED))
    return FeedsPage(shown, form, made_up, secret, secret_of)


def make_feed(*, by: Person, name: str, side: str, now: datetime) -> tuple[Token, str]:
    """A feed of one side's plans, or of both ('') and its secret. Raises ``NotAllowed`` and ``ValueError``."""
    from accord.people.models import Token
    from accord.people.operations import make_token

    if side not in SIDES:
        raise ValueError(f"side is {side[:40]!r}; it is marketing, it, or empty for both")
    return make_token(by=by, kind=Token.FEED, name=name, about={"side": side}, now=now)


def revoke_feed(name: uuid.UUID, *, by: Person, now: datetime) -> None:
    """End one's own feed at once. Raises ``LookupError`` where one has no such feed."""
    from accord.people.models import Token
    from accord.people.operations import revoke_token

    found = Token.objects.filter(pk=name, owner=by, kind=Token.FEED).first()
    if found is None:
        raise LookupError("you have no such feed")
    revoke_token(by=by, token=found, now=now)


def _shown(one: Token, form: Format) -> FeedShown:
    return FeedShown(
        id=one.id,
        name=one.name,
        side_word=SIDES.get(str(one.about.get("side", "")), "Both sides"),
        made=form.day(utc(one.made_at)),
        made_at=one.made_at,
        last_used=cell_day(form, one.last_used).text or "never",
    )
