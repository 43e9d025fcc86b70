"""What a kind of work is given: who asked, for what, and the ways to tell how far it is and to end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from accord.jobs.apart import CannotBeDone
from accord.people.models import Person
from accord.record import clock, work
from accord.record.writing import HOUSE, House, writing
from accord.workspace.folder import Workspace

__all__ = ["Cancelled", "CannotBeDone", "Stopping", "Work"]
TELL_EVERY = 1.0
"""Seconds between two rows of progress; who asks to cancel is heard as often."""


class Cancelled(Exception):  # noqa: N818 - says what somebody did
    """Somebody asked to cancel."""


class Stopping(Exception):  # noqa: N818 - says what the worker is doing
    """The worker is told to stop; the job is given back."""


@dataclass
class Work:
    """A job in the hands of this worker."""

    held: work.Held
    stop: threading.Event = field(default_factory=threading.Event)
    real: Callable[[], datetime] = lambda: datetime.now(UTC)
    finished: bool = False
    _next: float = 0.0

    @property
    def given(self) -> dict[str, Any]:
        return self.held.given

    @property
    def workspace(self) -> Workspace:
        return settings.ACCORD_WORKSPACE

    @property
    def by(self) -> Person | House:
        """Who asked; the house, where nobody did or the person is no longer here."""
        found = Person.objects.filter(pk=self.held.by).first() if self.held.by else None
        return found or HOUSE

    def now(self) -> datetime:
        """The house's time, aware."""
        return clock.now()

    def moment(self) -> datetime:
        """The house's time as the engine half wants it: naive UTC."""
        return self.now().astimezone(UTC).replace(tzinfo=None)

    def since(self) -> str:
        """When this was asked for: naive UTC, as ISO text."""
        return work.progress(self.held.id).queued_at.astimezone(UTC).replace(tzinfo=None).isoformat()

    def tell(self, done: int, total: int, step: str) -> None:
        """Say how far it is; call it at least every ten seconds. Cheap: a row is written once a second at most.

        Raises ``Cancelled``, ``Stopping``, and ``Lost`` where somebody else has the job by now.
        """
        if self.stop.is_set():
            raise Stopping
        if time.monotonic() < self._next:
            return
        if work.renew(self.held, real=self.real(), done=done, total=total, step=step):
            raise Cancelled
        self._next = time.monotonic() + TELL_EVERY

    @contextmanager
    def finishing(self, result: dict[str, Any]) -> Iterator[None]:
        """The block's rows and 'done' are one transaction: both are there, or neither is."""
        with writing():
            yield
            work.finish(self.held, result, now=self.now())
        self.finished = True
