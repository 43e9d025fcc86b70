"""Bring a proposal up to date that was overtaken by another change of the same clause."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from accord.charter import queries
from accord.charter.models import Proposal
from accord.charter.operations.drafting import locked_for, rewritten
from accord.clauses.leaves import Path
from accord.clauses.merging import Choice, Conflict, merged
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import agreeing
from accord.record.refusals import NotYours, Unfinished
from accord.record.writing import change


class Undecided(Unfinished):
    """Both changes touch the same values; ``conflicts`` are to be settled first."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        super().__init__("both changes touch the same values; choose for each which one counts")


def bring_up_to_date(
    proposal: uuid.UUID, *, version: int, choices: Mapping[Path, Choice], by: Person, now: datetime
) -> Proposal:
    """Put the proposal's changes upon the text in force, as a draft to be read and proposed again.

    Raises ``NotAllowed``, ``Stale``, ``Undecided`` where both changed the same value and ``choices`` does not settle
    it, ``ClauseError`` where the two together are no valid clause, ``Unfinished`` where nothing would be left of it.
    """
    require(by, Right.PREPARE)
    with change(by, "brought up to date", "proposal", proposal, "", now=now) as said:
        row = locked_for(by, proposal)
        agreeing.refuse_stale(row, version)
        if row.state != Proposal.OVERTAKEN:
            raise Unfinished(f"{row.name} is up to date")
        if by.side != row.by_side:
            raise NotYours(f"{row.name} was drafted by the other side; they bring it up to date, or you begin your own")
        stand = queries.standing(settings.ACCORD_WORKSPACE)[row.clause]
        told = merged(row.clause, row.base, row.content, stand.content, choices)
        if told.open:
            raise Undecided(told.open)
        said.says = f"brought {row.called}, up to date"
        row.base, row.base_version = stand.content, stand.number
        rewritten(row, told.content, row.reason, now)
    return row
