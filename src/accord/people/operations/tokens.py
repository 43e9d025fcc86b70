"""Tokens for the API, feeds and shared pages: they read and prepare as their owner may, and never sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accord.people import queries
from accord.people.models import Person, Token
from accord.people.rights import NotAllowed, Right, require
from accord.people.secret import hashed, new_secret
from accord.record.writing import change

_RIGHTS = {Token.API: Right.TOKEN, Token.FEED: Right.TOKEN, Token.SHARE: Right.SHARE}
_NAMES = {Token.API: "API token", Token.FEED: "feed", Token.SHARE: "link"}


def make_token(
    *,
    by: Person,
    kind: str,
    name: str,
    scopes: Iterable[str] = ("read",),
    until: datetime | None = None,
    about: dict[str, Any] | None = None,
    now: datetime,
) -> tuple[Token, str]:
    """A token of ``kind`` 'api', 'feed' or 'share', and its secret, which is shown once and kept nowhere.

    ``scopes`` are of 'read' and 'prepare'; only one for the API may prepare. Raises ``NotAllowed`` and ``ValueError``.
    """
    if kind not in _RIGHTS:
        raise ValueError(f"there is no token of the kind {kind!r}; choose one of {', '.join(_RIGHTS)}")
    require(by, _RIGHTS[kind])
    given = _checked(kind, name, list(scopes), until, now)
    secret = new_secret(f"accord_{kind}_")
    says = f"made the {_NAMES[kind]} “{given['name']}”"
    with change(by, "made", "token", "", says, now=now) as said:
        made = Token.objects.create(owner=by, kind=kind, about=about or {}, hash=hashed(secret), made_at=now, **given)
        said.subject = str(made.id)
    return made, secret


def revoke_token(*, by: Person, token: Token, now: datetime) -> None:
    """End a token at once; one's own, or anybody's for an administrator. Doing it twice is harmless."""
    if token.owner_id != by.id:
        require(by, Right.ADMINISTER)
    if not by.is_active:
        raise NotAllowed(Right.TOKEN)
    if token.revoked_at is not None:
        return
    says = f"revoked the {_NAMES[token.kind]} “{token.name}”"
    with change(by, "revoked", "token", token.id, says, now=now):
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])


def _checked(kind: str, name: str, scopes: list[str], until: datetime | None, now: datetime) -> dict[str, Any]:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise ValueError("give the token a name by which you know it again")
    unknown = sorted(set(scopes) - set(queries.SCOPES))
    if unknown or not scopes:
        raise ValueError(f"a token may {' or '.join(queries.SCOPES)}; it never signs")
    if kind != Token.API and scopes != ["read"]:
        raise ValueError("a feed or a link only reads")
    if until is not None and until <= now:
        raise ValueError("choose a day to come for its end")
    return {"name": name, "scopes": sorted(set(scopes)), "until": until}
