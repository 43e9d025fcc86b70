"""What was said to a subject, oldest first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from accord.comments.models import Comment, Restatement
from accord.language.playback import Point


@dataclass(frozen=True, slots=True)
class Said:
    """A comment; ``person`` tells whose it is."""

    id: uuid.UUID
    person: uuid.UUID
    name: str
    side: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class SaidBack:
    """A restatement with the points of the original, kept and lost."""

    id: uuid.UUID
    person: uuid.UUID
    name: str
    side: str
    at: datetime
    revision: str
    original: str
    text: str
    points: tuple[Point, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        return tuple(p.text for p in self.points if not p.kept)


def comments(kind: str, subject: str) -> tuple[Said, ...]:
    """Comments that were not taken back."""
    rows = Comment.objects.filter(subject_kind=kind, subject=subject, taken_back_at=None)
    return tuple(Said(c.id, c.person, c.name, c.side, c.at, c.text) for c in rows)


def restatements(kind: str, subject: str) -> tuple[SaidBack, ...]:
    """Restatements that were not taken back."""
    rows = Restatement.objects.filter(subject_kind=kind, subject=subject, taken_back_at=None)
    return tuple(_said_back(r) for r in rows)


def _said_back(row: Restatement) -> SaidBack:
    points = tuple(Point(**p) for p in row.points)
    return SaidBack(row.id, row.person, row.name, row.side, row.at, row.revision, row.original, row.text, points)
