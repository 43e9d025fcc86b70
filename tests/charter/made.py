"""A made-up team that changes a charter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accord.charter import operations
from accord.charter.models import Proposal
from accord.clauses.contents import Content
from accord.people.models import Person
from accord.people.rights import Role
from accord.signatures.statement import Again
from tests.people_made_up import NOW, person

CHECKOUT: dict[str, Any] = {
    "name": "Checkout",
    "carries": "orders",
    "severities": ["1", "2"],
    "aliases": ["shop"],
    "slos": [{"name": "availability", "target": 0.999, "budgeting": "occurrences", "window_days": 28}],
}
REASON = "The sale needs it."


def services(**said: Any) -> list[dict[str, Any]]:
    return [{**CHECKOUT, **said}]


def promised(target: float) -> list[dict[str, Any]]:
    return services(slos=[{**CHECKOUT["slos"][0], "target": target}])


class Team:
    """Both heads and a member of each side."""

    def __init__(self) -> None:
        self.cmo, self.cio = person(Role.CMO), person(Role.CIO)
        self.ada, self.ben = person(Role.MARKETING), person(Role.IT)

    def drafted(
        self, clause: str = "services", content: Content = None, *, by: Person | None = None, now: datetime = NOW
    ) -> Proposal:
        text = services() if content is None else content
        return operations.draft(clause, text, reason=REASON, by=by or self.ada, now=now)

    def proposed(self, clause: str = "services", content: Content = None, *, by: Person | None = None) -> Proposal:
        row = self.drafted(clause, content, by=by)
        return operations.propose(row.id, version=row.version, by=by or self.ada, now=NOW)

    def signed(self, row: Proposal, by: Person, now: datetime = NOW) -> Proposal:
        return operations.sign(row.id, version=row.version, proof=again(now), by=by, now=now)

    def in_force(self, clause: str = "services", content: Content = None) -> Proposal:
        row = self.proposed(clause, content)
        self.signed(row, self.cmo)
        return self.signed(row, self.cio)


def again(now: datetime = NOW) -> Again:
    """Signed in again, just now."""
    return Again(now, ("password",))
