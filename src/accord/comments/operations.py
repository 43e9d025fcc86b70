"""Say something, say something back, take it back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from accord.comments.models import Comment, Restatement
from accord.language.playback import Point, lost_points
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import undo
from accord.record.post import queue_mail
from accord.record.writing import Actor, change

LONGEST = 5000
_MENTION = re.compile(r"(?<![\w@])@([\w.-]{2,60})")


def say(*, by: Person, kind: str, subject: str, text: str, now: datetime) -> Comment:
    """Comment on a subject. Whoever is named with @ stands in the comment's ``mentions``.

    Raises ``NotAllowed``; ``ValueError`` for an empty or overlong text.
    """
    require(by, Right.COMMENT)
    text = _worded(text)
    named = mentioned(text)
    with change(by, "commented", kind, subject, f"commented on {kind} {subject}", now=now) as said:
        said.details = {"mentions": [str(p.id) for p in named]}
        comment = Comment.objects.create(
            subject_kind=kind,
            subject=subject,
            person=by.id,
            name=by.name,
            side=by.side,
            at=now,
            text=text,
            mentions=[str(p.id) for p in named],
        )
        for one in named:
            if one.pk != by.pk:
                queue_mail("mentioned", one, {"by": by.name, "text": _short(text), "path": _path(kind, subject)}, now)
        undo.offer(by, "comments.say", "Commented.", {"comment": str(comment.id)}, now=now)
    return comment


def say_back(
    *, by: Person, kind: str, subject: str, revision: str, original: str, text: str, names: Iterable[str], now: datetime
) -> tuple[Point, ...]:
    """Restate in one's own words; returns each point of the original with whether it was kept."""
    require(by, Right.PREPARE)
    text = _worded(text)
    points = lost_points(original, text, names)
    with change(by, "said back", kind, subject, f"said back {kind} {subject}", now=now) as said:
        said.details = {"lost": [p.says for p in points if not p.kept]}
        row = Restatement.objects.create(
            subject_kind=kind,
            subject=subject,
            revision=revision,
            person=by.id,
            name=by.name,
            side=by.side,
            at=now,
            original=original,
            text=text,
            points=[asdict(p) for p in points],
        )
        undo.offer(by, "comments.say_back", "Said it back.", {"restatement": str(row.id)}, now=now)
    return points


def _short(text: str) -> str:
    return text if len(text) <= 300 else text[:299] + "…"


def _path(kind: str, subject: str) -> str:
    """Where a comment stands."""
    return {"finding": f"/findings/{subject}", "decision": f"/decisions/{subject}"}.get(kind, "/today")


def mentioned(text: str) -> list[Person]:
    """The people named with @: by the first part of their e-mail, or their name with a dot for each space."""
    handles = {h.strip(".-").lower() for h in _MENTION.findall(text)}
    if not handles:
        return []
    people = Person.objects.filter(is_active=True).order_by("name", "id")
    return [p for p in people if handles & {p.email.split("@")[0].lower(), p.name.lower().replace(" ", ".")}]


@undo.way("comments.say")
def _unsay(by: Actor, given: dict[str, Any], now: datetime) -> None:
    row = Comment.objects.get(pk=uuid.UUID(given["comment"]))
    with change(by, "took back", row.subject_kind, row.subject, "took back a comment", now=now):
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at"])


@undo.way("comments.say_back")
def _unsay_back(by: Actor, given: dict[str, Any], now: datetime) -> None:
    row = Restatement.objects.get(pk=uuid.UUID(given["restatement"]))
    with change(by, "took back", row.subject_kind, row.subject, "took back a restatement", now=now):
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at"])


def _worded(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("nothing was written; write a sentence")
    if len(text) > LONGEST:
        raise ValueError(f"this is {len(text):,} characters long; at most {LONGEST:,} are kept. Shorten it")
    return text
