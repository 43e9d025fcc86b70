"""Work to be done later: queue it, take it, keep it, and end it exactly once.

A worker holds a job by a lease that it renews. Whoever takes a job raises its count of attempts; every later word of a
worker names that count, so that one who lost its lease (it was stopped for a while, say) can no longer say anything.

Two clocks: ``now`` is the house's (a demo's may stand elsewhere) and says when work is due; ``real`` is the true time,
by which leases run. Both are aware.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet

from accord.record.models import Job
from accord.record.writing import Actor, change, writing

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
WORN_OUT = (
    f"This was begun {MOST_ATTEMPTS} times, and each time the worker ended before it was done. Look into the "
    "server's log (memory, disk), then try again."
)


class Lost(Exception):  # noqa: N818 - says what happened to the lease
    """The lease is over, and somebody else has the job or has ended it: nothing of ours counts any more."""


@dataclass(frozen=True, slots=True)
class Held:
    """A job in the hands of a worker."""

    id: uuid.UUID
    kind: str
    given: dict[str, Any]
    by: uuid.UUID | None
    by_name: str
    worker: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How a job stands, as pages show it. ``share`` is 0 to 1, or None while nobody knows."""

    id: uuid.UUID
    kind: str
    state: str
    given: dict[str, Any]
    by_name: str
    queued_at: datetime
    ended_at: datetime | None
    done: int
    total: int
    step: str
    result: dict[str, Any]
    error: str
    cancel_asked: bool
    attempts: int

    @property
    def share(self) -> float | None:
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (Job.QUEUED, Job.RUNNING)


def queue(
    kind: str, given: dict[str, Any], *, by: Actor, now: datetime, key: str = "", not_before: datetime | None = None
) -> Job:
    """Queue work, inside the caller's transaction: it is there if the change is. ``given`` is plain JSON.

    Work of the same ``kind`` and ``key`` that still waits is the same work, and is returned.
    """
    wanted = Job(
        kind=kind, key=key, given=given, by=by.id, by_name=by.name, queued_at=now, not_before=not_before or now
    )
    with writing():
        waiting = _waiting(kind, key)
        return waiting or _insert(wanted)


def _waiting(kind: str, key: str) -> Job | None:
    return Job.objects.filter(kind=kind, key=key, state=Job.QUEUED).first() if key else None


def _insert(wanted: Job) -> Job:
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
        return wanted
    except IntegrityError:  # somebody queued the same at the same time
        waiting = _waiting(wanted.kind, wanted.key)
        if waiting is None:
            raise
        return waiting


def ask_to_cancel(name: uuid.UUID, *, by: Actor, now: datetime) -> None:
    """Cancel waiting work now, running work as soon as its worker looks up. Ended work stays as it ended.

    Raises ``LookupError`` for a job that there is not.
    """
    with change(by, "cancelled", "job", name, "cancelled work", now=now) as said:
        job = Job.objects.filter(pk=name).first()
        if job is None:
            raise LookupError("there is no such work")
        said.says = f"cancelled “{job.kind.replace('_', ' ')}”"
        Job.objects.filter(pk=name, state=Job.QUEUED).update(state=Job.CANCELLED, ended_at=now, cancel_asked=True)
        Job.objects.filter(pk=name, state=Job.RUNNING).update(cancel_asked=True)


def again(name: uuid.UUID, *, by: Actor, now: datetime) -> Job:
    """Queue failed or cancelled work once more, as new work. Raises ``LookupError``, ``ValueError`` for other work."""
    with change(by, "retried", "job", name, "tried work again", now=now):
        job = Job.objects.filter(pk=name).first()
        if job is None:
            raise LookupError("there is no such work")
        if job.state not in (Job.FAILED, Job.CANCELLED):
            raise ValueError("only work that failed or was cancelled can be tried again")
        return queue(job.kind, job.given, by=by, now=now, key=job.key)


def progress(name: uuid.UUID) -> Progress:
    """How a job stands. Raises ``LookupError`` where there is none."""
    job = Job.objects.filter(pk=name).first()
    if job is None:
        raise LookupError("there is no such work")
    return _told(job)


def latest(kind: str, *, count: int = 20, **given: str) -> list[Progress]:
    """The newest jobs of a kind, newest first; ``given`` narrows to those whose given holds these values."""
    wanted = {f"given__{name}": value for name, value in given.items()}
    return [_told(job) for job in Job.objects.filter(kind=kind, **wanted).order_by("-queued_at", "-pk")[:count]]


def open_jobs(*kinds: str) -> list[Progress]:
    """What still waits or runs, oldest first; of these kinds where some are named."""
    found = Job.objects.filter(state__in=(Job.QUEUED, Job.RUNNING)).order_by("queued_at")
    return [_told(job) for job in (found.filter(kind__in=kinds) if kinds else found)]


def _told(job: Job) -> Progress:
    return Progress(**{name: getattr(job, name) for name in Progress.__dataclass_fields__})


def take(worker: str, *, now: datetime, real: datetime) -> Held | None:
    """One due job for this worker, the one that has been due longest; None where nothing is to be done.

    A job whose worker fell silent is taken again, ``MOST_ATTEMPTS`` times in all; then it has failed.
    """
    if not _ready(now, real).exists():  # looking costs no turn in the queue of writers
        return None
    with writing():
        _give_up(now, real)
        found = _ready(now, real).order_by("not_before", "queued_at")
        if connection.features.has_select_for_update_skip_locked:
            found = found.select_for_update(skip_locked=True)
        job = found.first()
        if job is None:
            return None
        ours = _ready(now, real).filter(pk=job.pk, attempts=job.attempts)
        got = ours.update(
            state=Job.RUNNING,
            attempts=F("attempts") + 1,
            leased_by=worker,
            lease_until=real + LEASE,
            heartbeat_at=real,
        )
        if not got:
            return None
        return Held(job.pk, job.kind, job.given, job.by, job.by_name, worker, job.attempts + 1)


def _ready(now: datetime, real: datetime) -> QuerySet[Job]:
    due = Q(state=Job.QUEUED, not_before__lte=now)
    return Job.objects.filter(due | Q(state=Job.RUNNING, lease_until__lt=real))


def _give_up(now: datetime, real: datetime) -> None:
    """Work that has worn out all its workers is not begun again; asked to end, it has ended."""
    left = Job.objects.filter(state=Job.RUNNING, lease_until__lt=real)
    left.filter(cancel_asked=True).update(state=Job.CANCELLED, ended_at=now)
    left.filter(attempts__gte=MOST_ATTEMPTS).update(state=Job.FAILED, ended_at=now, error=WORN_OUT)


def _ours(held: Held) -> QuerySet[Job]:
    return Job.objects.filter(pk=held.id, state=Job.RUNNING, leased_by=held.worker, attempts=held.attempt)


def renew(held: Held, *, real: datetime, done: int = 0, total: int = 0, step: str = "") -> bool:
    """Keep the lease and tell how far it is. Returns whether somebody asked to cancel. Raises ``Lost``."""
    with writing():
        told = {"done": done, "total": total, "step": step[:200]} if total or step else {}
        if not _ours(held).update(lease_until=real + LEASE, heartbeat_at=real, **told):
            raise Lost(f"{held.kind} {held.id} is no longer ours")
        return bool(_ours(held).values_list("cancel_asked", flat=True)[0])


def finish(held: Held, result: dict[str, Any], *, now: datetime) -> None:
    """Say that it is done. Inside the transaction of its effect, both are there or neither is. Raises ``Lost``."""
    _end(held, Job.DONE, now, result=result)


def fail(held: Held, error: str, *, now: datetime) -> None:
    """Say in a plain sentence why it could not be done. Raises ``Lost``."""
    _end(held, Job.FAILED, now, error=error)


def cancelled(held: Held, *, now: datetime) -> None:
    """Say that it ended because somebody asked. Raises ``Lost``."""
    _end(held, Job.CANCELLED, now)


def release(held: Held, *, now: datetime) -> None:
    """Give a job back unbegun, because the worker is told to stop; it does not count as an attempt."""
    with writing():
        _ours(held).update(state=Job.QUEUED, attempts=F("attempts") - 1, leased_by="", lease_until=None)


def _end(held: Held, state: str, now: datetime, **said: Any) -> None:
    with writing():
        if not _ours(held).update(state=state, ended_at=now, lease_until=None, **said):
            raise Lost(f"{held.kind} {held.id} is no longer ours")
