"""The whole text that people sign: canonical JSON of everything a decision says and was made from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accord.decisions.models import Decision
from accord.people.models import Person
from accord.signatures.canonical import plain_copy

SCHEMA = "accord.decision/1"
HAND_OVER = "accord.hand-over/1"
KIND = "decision"


def content_of(row: Decision, *, made_up: bool) -> dict[str, Any]:
    """What both sides sign, word for word; names of owners as they are today."""
    text: dict[str, Any] = plain_copy(
        {
            "schema": SCHEMA,
            "number": row.name,
            "how": row.how,
            "replaces": _replaced(row.replaces),
            "made_up": made_up,
            "finding": {"id": row.finding, "revision": row.revision, "analysis": row.analysis, "about": row.about},
            "facts": row.facts,
            "charter": row.charter,
            "earlier": {"start": _stamp(row.earlier_start), "end": _stamp(row.earlier_end)},
            "baseline": row.baseline,
            "owners": {side: _owner(row, side) for side in ("marketing", "it")},
            "terms": row.terms,
        }
    )
    return text


def hand_over_of(row: Decision, side: str, to: Person, reason: str, at: datetime) -> dict[str, Any]:
    """What one side signs when its owner changes."""
    return {
        "schema": HAND_OVER,
        "number": row.name,
        "entry": row.entry,
        "side": side,
        "from": _owner(row, side),
        "to": {"person": str(to.id), "name": to.name},
        "reason": reason,
        "at": _stamp(at),
    }


def _owner(row: Decision, side: str) -> dict[str, str] | None:
    named = row.owner(side)
    person = Person.objects.filter(pk=named).first() if named else None
    return {"person": str(person.id), "name": person.name} if person else None


def _replaced(row: Decision | None) -> dict[str, Any] | None:
    return {"number": row.name, "entry": row.entry} if row else None


def _stamp(t: datetime) -> str:
    return t.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
