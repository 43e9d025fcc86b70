"""Change what one is mailed; note what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accord.people.models import Person
from accord.people.queries import themselves
from accord.people.rights import Right, require
from accord.post import links
from accord.post.models import Wishes
from accord.post.queries import wishes_of
from accord.record import undo
from accord.record.models import Outbox
from accord.record.writing import Actor, change, writing

NEWS = (Wishes.AT_ONCE, Wishes.DAILY, Wishes.NEVER)
_SAYS = {Wishes.AT_ONCE: "at once", Wishes.DAILY: "once a day", Wishes.NEVER: "not at all"}


def wish(*, by: Person, news: str, weekly_brief: bool, quiet_from: int, quiet_to: int, now: datetime) -> Wishes:
    """Settle one's mail. Raises ``ValueError`` for an unknown rhythm or an hour outside 0 to 23."""
    require(by, Right.READ)
    if news not in NEWS:
        raise ValueError(f"news comes at_once, daily or never, not {news!r}")
    if not (0 <= quiet_from <= 23 and 0 <= quiet_to <= 23):
        raise ValueError(f"quiet hours are whole hours from 0 to 23, not {quiet_from} to {quiet_to}")
    before = wishes_of(by.pk)
    with change(by, "chose", "person", by.id, f"is mailed news {_SAYS[news]}", now=now):
        row, _ = Wishes.objects.update_or_create(
            pk=by.pk,
            defaults={"news": news, "weekly_brief": weekly_brief, "quiet_from": quiet_from, "quiet_to": quiet_to},
        )
        undo.offer(by, "post.wish", "Changed what you are mailed.", _plain(before), now=now)
    return row


def stop(*, link: str, now: datetime) -> str:
    """End a kind of mail by the link under it; returns what was ended. Raises ``NoSuchLink``.

    Whoever holds the mail may end it without signing in, as RFC 8058 asks.
    """
    person_id, what = links.read(link)
    person = Person.objects.filter(pk=person_id).first()
    if person is None or what not in ("news", "weekly_brief"):
        raise links.NoSuchLink("this link leads nowhere any more")
    given: dict[str, Any] = {"weekly_brief": False} if what == "weekly_brief" else {"news": Wishes.NEVER}
    with change(person, "chose", "person", person.id, f"ended mail: {what.replace('_', ' ')}", now=now):
        Wishes.objects.update_or_create(pk=person.pk, defaults=given)
    return what


@undo.way("post.wish")
def _wish_again(by: Actor, given: dict[str, Any], now: datetime) -> None:
    me = themselves(by)
    with change(me, "chose", "person", me.id, "is mailed as before", now=now):
        Wishes.objects.update_or_create(pk=me.pk, defaults=given)


def _plain(row: Wishes) -> dict[str, Any]:
    return {n: getattr(row, n) for n in ("news", "weekly_brief", "quiet_from", "quiet_to")}


def sent(rows: Iterable[Outbox], *, now: datetime) -> None:
    """Note that the mail server took these over. Rows stay as proof; no activity, because nobody did anything."""
    with writing():
        Outbox.objects.filter(pk__in=[r.pk for r in rows], sent_at=None).update(sent_at=now)
