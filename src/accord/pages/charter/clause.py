"""One clause: what it says, who signed it, what reads it, every version it had, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from accord.charter import queries
from accord.charter.models import ClauseVersion
from accord.charter.sight import require_sight
from accord.clauses.changes import changes
from accord.clauses.charter import PARTS
from accord.clauses.contents import Content, clause_text
from accord.clauses.fields import CLAUSES
from accord.findings.format import Format
from accord.pages.charter.difference import DiffLine, yaml_difference
from accord.pages.charter.overview import DRAFT, ClauseCard, card_of, differs, differs_says, signed_by
from accord.pages.charter.showing import Block, blocks, columns, reads
from accord.pages.decisions.showing import moment
from accord.pages.sheet import Sheet, SheetTable, cell_count, cell_text, cell_time
from accord.people.rights import Right, may, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A text that the clause had. ``proposal`` is None for the draft it began with."""

    number: int
    title: str
    since: str
    at: datetime
    by: str
    reason: str
    proposal: UUID | None
    changes: tuple[str, ...]


@dataclass(frozen=True)
class ClausePage:
    """``in_file`` are the differences of charter.yaml from what is signed, empty where there are none."""

    card: ClauseCard
    blocks: tuple[Block, ...]
    yaml: str
    reads: tuple[str, ...]
    versions: tuple[VersionShown, ...]
    in_file: tuple[str, ...]
    may_prepare: bool
    form: Format
    made_up: str

    @property
    def title(self) -> str:
        return self.card.label

    def sheet(self) -> Sheet:
        said = tuple(
            (cell_text(" / ".join(path)), cell_text(label), cell_text(text)) for path, label, text in _flat(self.blocks)
        )
        tables = [SheetTable("says", "What it says", columns("Part", "Value", "Says"), said)]
        if self.versions:
            rows = tuple(
                (cell_count(self.form, v.number), cell_time(self.form, v.at), cell_text(v.by), cell_text(v.reason),
                 cell_text("; ".join(v.changes))) for v in self.versions
            )  # fmt: skip
            heads = columns("Version", "Since", "Signed by", "Reason", "Changes")
            tables.append(SheetTable("versions", "Versions", heads, rows))
        notices = (*(() if self.card.version else (DRAFT,)), *((differs_says(self.title),) if self.in_file else ()))
        lines = (("State", self.card.keys.says), ("Signed by", self.card.by or "nobody yet"))
        return Sheet("clause", self.title, self.form, lede=self.card.says, made_up=self.made_up, notices=notices,
                     lines=lines, tables=tuple(tables), key=self.card.clause)  # fmt: skip


def _flat(of: tuple[Block, ...], within: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str, str]]:
    told = []
    for block in of:
        path = (*within, block.title) if block.title else within
        told += [(path, label, text) for label, text in block.pairs]
        told += _flat(block.blocks, path)
    return told


def clause_page(person: Person, workspace: Workspace, clause: str, *, form: Format, made_up: str = "") -> ClausePage:
    """One clause. Raises ``NotAllowed``, ``LookupError``."""
    require(person, Right.READ)
    require_sight(person, clause)
    one = queries.standing(workspace)[known(clause)]
    open_ = list(queries.proposals(clause, "draft", "proposed", "signed_by_one", "overtaken"))
    edited = changes(clause, one.content, one.in_file) if differs(one) else ()
    return ClausePage(
        card=card_of(one, open_, form),
        blocks=blocks(clause, one.content),
        yaml=clause_text(clause, one.content),
        reads=reads(clause),
        versions=versions_shown(queries.versions(clause), form),
        in_file=tuple(c.says for c in edited),
        may_prepare=may(person, Right.PREPARE),
        form=form,
        made_up=made_up,
    )


def known(clause: str) -> str:
    """The clause's name. Raises ``LookupError`` for one that there is not."""
    if clause not in PARTS:
        raise LookupError(f"there is no clause {clause[:40]}; there are {', '.join(PARTS)}")
    return clause


def versions_shown(rows: list[ClauseVersion], form: Format) -> tuple[VersionShown, ...]:
    """Newest first, each with what it changed of the one before."""
    before: list[Content | None] = [*(row.content for row in rows[1:]), None][: len(rows)]
    return tuple(_version(row, old, form) for row, old in zip(rows, before, strict=True))


def _version(row: ClauseVersion, old: Content | None, form: Format) -> VersionShown:
    told = changes(row.clause, old, row.content) if old is not None else ()
    return VersionShown(
        number=row.number,
        title=f"Version {row.number}" if row.number else "The draft it began with",
        since=moment(row.since, form),
        at=row.since,
        by=signed_by(row),
        reason=row.reason,
        proposal=row.proposal_id,
        changes=tuple(c.says for c in told),
    )


@dataclass(frozen=True)
class VersionsPage:
    """Two versions of a clause beside each other."""

    clause: str
    label: str
    versions: tuple[VersionShown, ...]
    left: VersionShown
    right: VersionShown
    left_blocks: tuple[Block, ...]
    right_blocks: tuple[Block, ...]
    changes: tuple[str, ...]
    yaml: tuple[DiffLine, ...]
    form: Format
    made_up: str

    @property
    def title(self) -> str:
        return f"{self.label}: {self.left.title.lower()} and {self.right.title.lower()}"

    def sheet(self) -> Sheet:
        rows = tuple((cell_text(says),) for says in self.changes)
        table = SheetTable("changes", "What changed", columns("Change"), rows)
        lines = ((self.left.title, f"{self.left.since} {self.left.by}".strip()),
                 (self.right.title, f"{self.right.since} {self.right.by}".strip()))  # fmt: skip
        return Sheet("versions", self.title, self.form, made_up=self.made_up, lines=lines, tables=(table,),
                     key=f"{self.clause}-{self.left.number}-{self.right.number}")  # fmt: skip


def versions_page(
    person: Person, clause: str, *, left: int, right: int, form: Format, made_up: str = ""
) -> VersionsPage:
    """Two versions side by side; -1 is the newest for ``right``, the one before it for ``left``.

    Raises ``NotAllowed``; ``LookupError`` for a version that there is not.
    """
    require(person, Right.READ)
    require_sight(person, clause)
    rows = queries.versions(known(clause))
    if not rows:
        raise LookupError(f"nobody has signed “{CLAUSES[clause].label}” yet, so that it has no versions")
    right = rows[0].number if right < 0 else right
    left = max(0, right - 1) if left < 0 else left
    by_number = {row.number: row for row in rows}
    missing = [n for n in (left, right) if n not in by_number]
    if missing:
        raise LookupError(
            f"there is no version {missing[0]} of “{CLAUSES[clause].label}”; the last is {rows[0].number}"
        )
    a, b = by_number[left], by_number[right]
    shown = {v.number: v for v in versions_shown(rows, form)}
    return VersionsPage(
        clause=clause,
        label=CLAUSES[clause].label,
        versions=tuple(shown.values()),
        left=shown[left],
        right=shown[right],
        left_blocks=blocks(clause, a.content),
        right_blocks=blocks(clause, b.content),
        changes=tuple(c.says for c in changes(clause, a.content, b.content)),
        yaml=yaml_difference(clause, a.content, b.content),
        form=form,
        made_up=made_up,
    )
