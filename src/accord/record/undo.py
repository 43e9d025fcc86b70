"""Undo for half a minute: every change but a signature offers its way back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from accord.record.models import Undo
from accord.record.writing import Actor, writing

OPEN_FOR = timedelta(seconds=30)
_CLOSED = "closed"
Way = Callable[[Actor, dict[str, Any], datetime], None]
_ways: dict[str, Way] = {}


class TooLate(LookupError):  # noqa: N818 - says why it cannot be undone
    """The way back is closed, used or somebody else's."""


def way(kind: str) -> Callable[[Way], Way]:
    """Declare how changes of one kind are taken back: ``f(by, given, now)``, an operation of its own."""

    def declared(function: Way) -> Way:
        _ways[kind] = function
        return function

    return declared


def offer(by: Actor, kind: str, says: str, given: dict[str, Any], *, now: datetime) -> Undo:
    """Offer the way back; called inside the change's own transaction. ``given`` is plain JSON."""
    if kind not in _ways or by.id is None:
        raise KeyError(f"nobody has declared how {kind} is taken back")
    return Undo.objects.create(person=by.id, kind=kind, says=says, given=given, until=now + OPEN_FOR)


def undo(by: Actor, name: uuid.UUID, *, now: datetime) -> Undo:
    """Take a change back. Raises ``TooLate`` with the reason in plain words."""
    with writing():
        found = Undo.objects.filter(pk=name).first()
        if found is None or found.person != by.id:
            raise TooLate("there is nothing of yours to undo")
        if found.used_at is not None:
            raise TooLate("this has been undone already")
        if now >= found.until:
            raise TooLate(found.given.get(_CLOSED) or "it is too late to undo this; change it back by hand")
        found.used_at = now
        found.save(update_fields=["used_at"])
        _ways[found.kind](by, found.given, now)
        return found


def close(name: uuid.UUID, why: str, *, now: datetime) -> None:
    """Nobody is offered any more to take back what was done to this row. Inside the transaction of what closes it."""
    for found in Undo.objects.filter(used_at=None, until__gt=now, given__id=str(name)):
        found.until, found.given = now, {**found.given, _CLOSED: why}
        found.save(update_fields=["until", "given"])


def offered(by: Actor, *, now: datetime) -> Undo | None:
    """The newest way back still open to this person."""
    if by.id is None:
        return None
    return Undo.objects.filter(person=by.id, used_at=None, until__gt=now).order_by("-until").first()
