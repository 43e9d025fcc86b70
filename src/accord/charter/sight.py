"""Who may see which clause: what people are paid is seen by those with the right to it, and by nobody else.

Every page, operation and hand-out of the charter asks here. What lies on disk (charter.yaml, the record, a backup) is
seen by whoever may read it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from accord.clauses.charter import PARTS, PERSONAL, Charter
from accord.people.rights import Holder, Right, may, require

T = TypeVar("T")
_NOTHING = Charter()


def may_see(person: Holder | None, clause: str) -> bool:
    """Whether somebody may read this clause, any version of it, and what is proposed to become of it."""
    return clause not in PERSONAL or may(person, Right.REWARDS)


def require_sight(person: Holder | None, clause: str) -> None:
    """Raise ``NotAllowed`` unless this person may see the clause."""
    if clause in PERSONAL:
        require(person, Right.REWARDS)


def hidden(person: Holder | None) -> frozenset[str]:
    """The clauses that somebody may not see."""
    return frozenset(clause for clause in PERSONAL if not may_see(person, clause))


def seen(person: Holder | None, by_clause: Mapping[str, T]) -> dict[str, T]:
    """Of what there is by clause, the part that somebody may see."""
    return {clause: one for clause, one in by_clause.items() if may_see(person, clause)}


def without(charter: Charter, clauses: frozenset[str]) -> Charter:
    """The charter as if these clauses said nothing."""
    said = {clause: getattr(_NOTHING, clause) for clause in PARTS if clause in clauses}
    return replace(charter, **said, signed=charter.signed - clauses)
