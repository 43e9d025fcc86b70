"""An answer that is given once: the same request, sent again with the same key, gets the first answer and does nothing.

The contract is Stripe's (stripe.com/docs/api/idempotent_requests): the first status and body are kept whatever they
are, a failure of the server's included, for at least a day; the same key with another request is refused; while the
first is still being answered its twin is sent away; what was refused before anything was done is not kept.

The change and its kept answer are one transaction, so after a crash either both are there, or the request may be sent
again. Times are the real ones, not a demo's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accord.record.models import Once
from accord.record.writing import writing

LONGEST_KEY = 255
KEPT = timedelta(hours=24)
"""A key may be used for something else after this."""
LEASE = timedelta(seconds=60)
"""Whoever has not answered by then was ended; the next one with the key takes over."""


class Busy(Exception):  # noqa: N818 - says what the request is
    """The same request is being answered at this moment."""


class AnotherRequest(ValueError):  # noqa: N818 - says what it is
    """The key was used for another request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, byte for byte; ``again`` tells that it was answered before."""

    status: int
    media_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    again: bool = False

    @property
    def lasting(self) -> bool:
        """Whether it is kept: it was done, or broke while it was done. A refusal is not."""
        return self.status < 400 or self.status >= 500


Make = Callable[[], Answer]
Tell = Callable[[Exception], Answer]


def once(person: UUID, key: str, asked: str, make: Make, told: Tell, *, now: datetime, in_one: bool = True) -> Answer:
    """The first answer to this key, or ``make`` one.

    ``asked`` names the request (a hash of it), ``told`` says a fault as an answer. With ``in_one`` the change and its
    kept answer are one transaction; what takes long and is no change yet (files that come in) goes without.
    Raises ``Busy``, ``AnotherRequest``; ``ValueError`` for a key that is none.
    """
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise ValueError(f"an idempotency key has 1 to {LONGEST_KEY} printable characters")
    row = _begin(person, key, asked, now)
    if row.status:
        return Answer(row.status, row.media_type, bytes(row.body), row.headers, again=True)
    try:
        return _made(row, make, in_one)
    except Busy:
        raise
    except Exception as fault:
        return _failed(row, told(fault))


def _made(row: Once, make: Make, in_one: bool) -> Answer:
    if not in_one:
        answer = make()
        _keep(row, answer)
        return answer
    with writing():
        answer = make()
        _keep(row, answer)
    return answer


def _failed(row: Once, answer: Answer) -> Answer:
    """What broke is kept; what was refused lets the key go."""
    if answer.lasting:
        _keep(row, answer)
    else:
        with writing():
            _ours(row).delete()
    return answer


def _begin(person: UUID, key: str, asked: str, now: datetime) -> Once:
    with writing():
        Once.objects.filter(person=person, key=key, begun_at__lt=now - KEPT).delete()
        row = Once.objects.select_for_update().filter(person=person, key=key).first()
        if row is None:
            return _new(Once(person=person, key=key, asked=asked, begun_at=now))
        if row.asked != asked:
            raise AnotherRequest("this idempotency key was used for another request; take a new key for this one")
        if not row.status:
            _take_over(row, now)
        return row


def _new(row: Once) -> Once:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twin:  # the same request came at the same moment
        raise Busy("the same request is being answered; try again in a moment") from twin
    return row


def _take_over(row: Once, now: datetime) -> None:
    if row.begun_at > now - LEASE:
        raise Busy("the same request is being answered; try again in a moment")
    row.begun_at = now
    row.save(update_fields=["begun_at"])


def _ours(row: Once) -> QuerySet[Once]:
    return Once.objects.filter(pk=row.pk, status=0, begun_at=row.begun_at)


def _keep(row: Once, answer: Answer) -> None:
    """Raises ``Busy`` where somebody took over because this took too long: then nothing of it counts."""
    with writing():
        kept = _ours(row).update(
            status=answer.status, media_type=answer.media_type, body=answer.body, headers=answer.headers
        )
        if not kept:
            raise Busy("this took too long, and the same request is being answered anew; try again in a moment")
