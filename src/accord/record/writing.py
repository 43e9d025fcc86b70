"""The one way to write: a turn in the queue, one transaction, one row of activity in it."""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

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


class Queue:
    """A lock that serves in the order of asking.

    SQLite lets one transaction write at a time and wakes the waiting ones by chance; with a queue before it no
    writer of this process starves. Another process (a command) still waits by SQLite's own timeout.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_QUEUE = Queue()
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
    queue = _QUEUE if connection.vendor == "sqlite" else nullcontext()
    with queue, transaction.atomic():
        for told in WAITED:
            told(time.monotonic() - asked)
        yield


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
