"""What can be asked of the charter; nothing here changes a row."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet

from accord.charter.models import ClauseSigned, ClauseVersion, Proposal
from accord.charter.reading import charter_of
from accord.clauses.charter import PARTS, SILENT_WHEN_EMPTY, Charter
from accord.clauses.contents import Content, contents, joined
from accord.clauses.marks import MarksDamaged
from accord.clauses.schema import ClauseError
from accord.record import agreeing
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clause stands: ``number`` 0 is a draft. ``in_file`` is what charter.yaml says, ``content`` what counts."""

    clause: str
    number: int
    content: Content
    in_file: Content
    version: ClauseVersion | None

    @property
    def signed(self) -> bool:
        return self.version is not None

    @property
    def asks(self) -> bool:
        """Whether both sides have something to sign here, or have signed it."""
        return self.signed or self.clause not in SILENT_WHEN_EMPTY or bool(self.content)


def in_force() -> dict[str, ClauseVersion]:
    """The signed version of each clause that has one."""
    return {v.clause: v for v in ClauseVersion.objects.exclude(entry=None).order_by("number")}


def standing(workspace: Workspace) -> dict[str, Standing]:
    """How each clause stands, signed text before the file's."""
    signed, in_file = in_force(), contents(in_file_or_default(workspace))
    return {clause: _standing(clause, signed.get(clause), in_file[clause]) for clause in PARTS}


def in_file_or_default(workspace: Workspace) -> Charter:
    """The clauses of charter.yaml; the defaults where somebody edited it so that it cannot be read."""
    return Charter() if file_fault(workspace) else charter_of(workspace)


def file_fault(workspace: Workspace) -> str:
    """Why charter.yaml, or the marks beside it, cannot be read, with the mend; '' where they can."""
    try:
        charter_of(workspace)
    except (ClauseError, MarksDamaged) as fault:
        return str(fault)
    return ""


def _standing(clause: str, version: ClauseVersion | None, in_file: Content) -> Standing:
    if version is None:
        return Standing(clause, 0, in_file, in_file, None)
    return Standing(clause, version.number, version.content, in_file, version)


def agreed(workspace: Workspace) -> Charter:
    """The charter with the signed text of each clause that has one, whatever the file says."""
    stand = standing(workspace)
    charter = joined({clause: one.content for clause, one in stand.items()})
    return replace(charter, signed=frozenset(clause for clause, one in stand.items() if one.signed))


def versions(clause: str) -> list[ClauseVersion]:
    """All texts that a clause had, the newest first."""
    return list(ClauseVersion.objects.filter(clause=clause).select_related("proposal").order_by("-number"))


def proposals(clause: str = "", *states: str) -> QuerySet[Proposal]:
    """Proposals, of one clause and in these states where they are given, newest first."""
    found = Proposal.objects.order_by("-number")
    found = found.filter(clause=clause) if clause else found
    return found.filter(state__in=states) if states else found


def one_proposal(proposal: uuid.UUID | str) -> Proposal:
    """By its id, or its name (P-12). Raises ``LookupError``."""
    text = str(proposal)
    if text[:2].upper() == "P-" and text[2:].isdigit():
        found = Proposal.objects.filter(number=int(text[2:])).first()
    else:
        found = Proposal.objects.filter(pk=proposal).first()
    if found is None:
        raise LookupError(f"there is no proposal {text}")
    return found


def signatures(row: Proposal) -> list[ClauseSigned]:
    """Signatures that count: over the text as it is."""
    return agreeing.signatures(row)


def waiting_for(side: str) -> QuerySet[Proposal]:
    """Proposals before both sides that this side has not signed yet, the one that has waited longest first."""
    ours = ClauseSigned.objects.filter(proposal=OuterRef("pk"), version=OuterRef("version"), side=side)
    asked = Proposal.objects.filter(state__in=Proposal.ASKED)
    return asked.exclude(Exists(ours)).order_by("proposed_at", "number")
