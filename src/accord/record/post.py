"""Mail that waits to be sent: queued in the same transaction as what it tells of."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from accord.record.models import Outbox
from accord.record.work import queue
from accord.record.writing import HOUSE


class Addressee(Protocol):
    """Whoever has an account."""

    @property
    def id(self) -> Any: ...


def queue_mail(kind: str, to: Addressee, given: dict[str, Any], now: datetime) -> Outbox:
    """Queue one mail of a kind to a person, and its sending; ``given`` is plain JSON that its text is made from."""
    queue("send_mail", {}, by=HOUSE, now=now, key="send_mail")
    return Outbox.objects.create(kind=kind, to=to.id, given=given, queued_at=now)
