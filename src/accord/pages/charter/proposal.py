"""One proposal: what it changes, why, what reads it, the two keys; and what to settle where it was overtaken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from accord.charter import queries
from accord.charter.models import Proposal
from accord.charter.sight import require_sight
from accord.clauses.changes import Change, changes, field_at
from accord.clauses.charter import SIDE_WORDS
from accord.clauses.fields import CLAUSES, WITHIN, value_says
from accord.clauses.leaves import HERE, Path
from accord.clauses.merging import Conflict, merged
from accord.findings.format import Format
from accord.pages.charter.difference import DiffLine, yaml_difference
from accord.pages.charter.showing import (
    SignerShown,
    columns,
    keys_of,
    reads,
    signers,
)
from accord.pages.decisions.showing import SIDE_MARKS, Keys, moment
from accord.pages.sheet import Sheet, SheetTable, cell_text, cell_time
from accord.people.names import initials
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A value that both changes touch: ``name`` is its field in the form; the three texts of it in words."""

    name: str
    label: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do; ``sign`` is the label of the button, '' where it is not theirs to press."""

    sign: str
    edit: bool
    propose: bool
    withdraw: bool
    refresh: bool


@dataclass(frozen=True)
class ProposalPage:
    """``since_base`` is what the other change did that overtook this one, ``after`` what both together would change."""

    id: UUID
    name: str
    clause: str
    label: str
    state: str
    version: int
    base_version: int
    reason: str
    by: str
    mark: str
    initials: str
    at: str
    changes: tuple[Change, ...]
    yaml: tuple[DiffLine, ...]
    reads: tuple[str, ...]
    keys: Keys
    signers: tuple[SignerShown, ...]
    may: May
    since_base: tuple[str, ...]
    conflicts: tuple[ConflictShown, ...]
    entry: int | None
    salt: str
    form: Format
    made_up: str

    @property
    def title(self) -> str:
        return f"{self.name}, a change of {self.label.lower()}"

    def sheet(self) -> Sheet:
        rows = tuple((cell_text(c.says), cell_text(c.before), cell_text(c.after)) for c in self.changes)
        signed = tuple((cell_text(s.who), cell_text(s.says), cell_time(self.form, s.at)) for s in self.signers)
        return Sheet(
            "proposal",
            self.title,
            self.form,
            lede=self.reason,
            made_up=self.made_up,
            lines=(("State", self.keys.says), ("By", self.by), ("Clause", self.label), *self._salted()),
            tables=(
                SheetTable("changes", "What changes", columns("Change", "Before", "After"), rows),
                SheetTable("signatures", "Signatures", columns("Who", "State", "Signed"), signed),
            ),
            key=self.name,
        )

    def _salted(self) -> tuple[tuple[str, str], ...]:
        return (("Salt of the sealed text", self.salt),) if self.salt else ()


def proposal_page(
    person: Person, workspace: Workspace, proposal: UUID, *, form: Format, made_up: str = ""
) -> ProposalPage:
    """One proposal. Raises ``NotAllowed``, ``LookupError``."""
    require(person, Right.READ)
    row = queries.one_proposal(proposal)
    require_sight(person, row.clause)
    since, conflicts = _overtaken(row, workspace)
    sides = {s.side for s in queries.signatures(row)}
    version = next((v for v in queries.versions(row.clause) if v.proposal_id == row.id), None)
    return ProposalPage(
        id=row.id,
        name=row.name,
        clause=row.clause,
        label=CLAUSES[row.clause].label,
        state=row.state,
        version=row.version,
        base_version=row.base_version,
        reason=row.reason,
        by=row.by_name,
        mark=SIDE_MARKS.get(row.by_side, "n"),
        initials=initials(row.by_name),
        at=moment(row.changed_at, form),
        changes=changes(row.clause, row.base, row.content),
        yaml=yaml_difference(row.clause, row.base, row.content),
        reads=reads(row.clause),
        keys=keys_of(row.state, sides),
        signers=signers(row, form),
        may=_may(person, row, sides),
        since_base=since,
        conflicts=conflicts,
        entry=version.entry if version else None,
        salt=row.salt,
        form=form,
        made_up=made_up,
    )


def _overtaken(row: Proposal, workspace: Workspace) -> tuple[tuple[str, ...], tuple[ConflictShown, ...]]:
    if row.state != Proposal.OVERTAKEN:
        return (), ()
    now = queries.standing(workspace)[row.clause].content
    open_ = merged(row.clause, row.base, row.content, now).open
    since = tuple(c.says for c in changes(row.clause, row.base, now))
    return since, tuple(_conflict(row.clause, c, i) for i, c in enumerate(open_))


def choice_names(row: Proposal, workspace: Workspace) -> dict[str, Path]:
    """The form's field of each conflict of an overtaken proposal, and the path it settles."""
    now = queries.standing(workspace)[row.clause].content
    return {f"choice-{i}": c.path for i, c in enumerate(merged(row.clause, row.base, row.content, now).open)}


INNER = tuple(key for key, _ in WITHIN.values())


def _conflict(clause: str, one: Conflict, i: int) -> ConflictShown:
    if HERE in (one.base, one.mine, one.theirs):
        words = {True: "keep it", None: "take it out"}
        label, base = ", ".join(p for p in one.path if p not in INNER), "there was one"
        mine, theirs = (words[v if v is HERE else None] for v in (one.mine, one.theirs))
        return ConflictShown(f"choice-{i}", label, base, mine, theirs)
    field = field_at(clause, one.path)
    of = ", ".join(p for p in one.path[:-1] if p not in INNER)
    base, mine, theirs = (value_says(field, v) for v in (one.base, one.mine, one.theirs))
    return ConflictShown(f"choice-{i}", f"{of}: {field.label}" if of else field.label, base, mine, theirs)


def _may(person: Person, row: Proposal, sides: set[str]) -> May:
    prepares, waits = may(person, Right.PREPARE), row.state in (Proposal.PROPOSED, Proposal.SIGNED_BY_ONE)
    signs = may(person, Right.SIGN) and bool(person.side) and person.side not in sides and waits
    ours = prepares and person.side == row.by_side
    return May(
        sign=f"Sign for {SIDE_WORDS[person.side]}" if signs else "",
        edit=prepares and row.state in Proposal.OPEN,
        propose=prepares and row.state == Proposal.DRAFT,
        withdraw=ours and row.state in (*Proposal.OPEN, Proposal.OVERTAKEN),
        refresh=ours and row.state == Proposal.OVERTAKEN,
    )
