"""The page of the mirror check, and its mend as a proposal to sign; only for those who may see the clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from accord.charter import operations, queries
from accord.charter.sight import require_sight
from accord.clauses.contents import contents
from accord.clauses.incentives import Incentive
from accord.clauses.incentives_schema import MOST
from accord.findings.format import Format
from accord.pages.charter.showing import proposal_line
from accord.pages.incentives.check import CLAUSE, IncentivesPage, checked_of, mended_lines, shown_check
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.charter.models import Proposal
    from accord.people.models import Person

REASON = "So that each side earns where the company earns. The mirror check found these weights to be the nearest ones."


def incentives_page(
    person: Person,
    workspace: Workspace,
    *,
    now: datetime,
    form: Format,
    made_up: str = "",
    tried: Incentive | None = None,
) -> IncentivesPage:
    """The check of what counts in the charter. ``now`` is naive UTC. Raises ``NotAllowed``."""
    require(person, Right.READ)
    require_sight(person, CLAUSE)
    charter = queries.agreed(workspace)
    checked = checked_of(workspace, charter, now, (tried,) if tried else ())
    open_ = queries.proposals(CLAUSE, "draft", "proposed", "signed_by_one", "overtaken")
    shown = shown_check(charter, checked, form=form, made_up=made_up)
    return replace(
        shown,
        proposals=tuple(proposal_line(p, form) for p in open_),
        tried=tried.name if tried else "",
        may_prepare=may(person, Right.PREPARE),
    )


def propose_mend(person: Person, workspace: Workspace, *, now: datetime, moment: datetime) -> Proposal:
    """Draft the mend as a change of the clause. Raises ``NotAllowed``, ``ValueError`` where there is none."""
    require(person, Right.PREPARE)
    require_sight(person, CLAUSE)
    charter = queries.agreed(workspace)
    checked = checked_of(workspace, charter, moment)
    if checked is None or checked.mirror.mend is None:
        raise ValueError("there is no mend to propose; open the page again")
    lines = mended_lines(charter, checked)
    if len(lines) > MOST:
        raise ValueError(f"the mend would come to more than {MOST} lines; leave out what is not paid any more first")
    content = contents(replace(charter, incentives=lines))[CLAUSE]
    return operations.draft(CLAUSE, content, reason=REASON, by=person, now=now)
