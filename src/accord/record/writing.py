"""The one way to write: a turn in the queue, one transaction, one row of activity in it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from accord.record import queue
from accord.record.models import Activity

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The name of the request being answered; it stands in the log and in each row of activity."""


class Actor(Protocol):
    """Who does something: a person, or the house itself (``HOUSE``)."""

    @property
    def id(self) -> uuid.UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def side(self) -> str: ...


@dataclass(frozen=True, slots=True)
class House:
    """The house itself: nightly rounds, imports from a watched folder, verification on the due date."""

    id: None = None
    name: str = "Accord"
    side: str = ""


HOUSE = House()


QUEUE = "record.sqlite3-queue"
"""The file in the workspace by which the writers of all processes take turns."""
_LOG = logging.getLogger("accord.record")
WAITED: list[Callable[[float], None]] = []
"""Who is told how many seconds each writer waited, from asking until its transaction had begun."""


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, after a turn in the queue. Inside another one it joins that."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    asked = time.monotonic()
    with _turn() as ended, transaction.atomic():
        for told in WAITED:
            told(time.monotonic() - asked)
        # The turn ends with the commit: what is still done behind it, such as writing a file, keeps nobody waiting.
        transaction.on_commit(ended)
        yield


@contextmanager
def _turn() -> Iterator[Callable[[], None]]:
    """A turn where the database wants one; what is yielded ends it early."""
    with ExitStack() as held:
        if connection.vendor == "sqlite" and queue.SEVERAL:
            try:
                held.enter_context(queue.turn(settings.ACCORD_WORKSPACE.root / QUEUE))
            except OSError:
                # A full disk, say. The turn is for fairness alone; what can be written the database knows best.
                _LOG.warning("writing without a turn in the queue", exc_info=True)
        yield held.close


@dataclass
class Said:
    """What the row of activity will say; an operation may add to it before the block ends."""

    subject_kind: str
    subject: str
    says: str
    details: dict[str, Any] = field(default_factory=dict)


@contextmanager
def change(by: Actor, verb: str, subject_kind: str, subject: object, says: str, *, now: datetime) -> Iterator[Said]:
    """Do one change: the block and its row of activity are in one transaction, or neither is.

    ``verb`` is past tense ('signed'), ``says`` a sentence without the person's name ('signed “Budget”').
    """
    with writing():
        said = Said(subject_kind, str(subject), says)
        yield said
        Activity.objects.create(
            at=now,
            actor=by.id,
            actor_name=by.name,
            actor_side=by.side,
            verb=verb,
            subject_kind=said.subject_kind,
            subject=said.subject,
            says=said.says[:500],
            details=said.details,
            request_id=request_id.get(),
        )
