"""One finding, opened: what it says, what both sides said to it, its evidence, and how it was worked out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from accord.findings.finding import AUDIENCES, Audience, Finding
from accord.findings.format import Format
from accord.language.playback import Point
from accord.pages.evidence import Opened, opened_evidence
from accord.pages.finding import Context, FindingPage, ProofShown, finding_page
from accord.pages.language.known import stamps_of
from accord.pages.sharing import from_outside
from accord.pages.sheet import Sheet, SheetTable, cell_count, cell_money, cell_of, cell_text
from accord.pages.shown import Column, plural
from accord.pages.worked_out import worked_out_once
from accord.people.names import initials
from accord.units.money import Money
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.decisions.models import Published
    from accord.people.models import Person

ROWS = 50
MOST_ROWS = 2000
EARLY = 10
"""So many findings' rows are read before anybody asks."""


@dataclass(frozen=True, slots=True)
class SaidShown:
    """A comment or a restatement as it is shown; ``points`` are those of the original."""

    id: uuid.UUID
    initials: str
    name: str
    side: str
    when: str
    text: str
    points: tuple[Point, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A finding with everything around it. ``notice`` says where this is not the latest word on it."""

    finding: FindingPage
    form: Format
    made_up: str
    notice: str
    revisions: tuple[str, ...]
    latest: bool
    comments: tuple[SaidShown, ...]
    said_back: tuple[SaidShown, ...]
    original: str
    may_comment: bool
    may_prepare: bool
    may_decide: bool
    decision: str
    decided_as: str

    @property
    def title(self) -> str:
        return self.finding.title

    def sheet(self) -> Sheet:
        from accord.pages.sheets_of import sheet_of

        return sheet_of(self.finding, self.form, self.made_up)


def opened_page(
    person: Person, workspace: Workspace, name: str, *, revision: str, audience: Audience, form: Format, made_up: str
) -> OpenedPage:
    """The page of one finding, or of an earlier revision of it. Raises ``NotAllowed`` and ``NoFinding``."""
    from accord.comments import queries as said
    from accord.decisions.models import Published
    from accord.decisions.queries import open_about
    from accord.findings import archive
    from accord.people.rights import Right, may, require

    require(person, Right.READ)
    known(workspace, name)
    home = workspace.findings / name
    shown = latest = (home / "latest").read_text(encoding="utf-8")
    # The others by the time of writing, which a workspace that was copied or restored has lost; the last is named.
    kept = (*(r for r in archive.revisions(workspace.findings, name) if r != latest), latest)
    if revision and revision != latest:
        if revision not in kept:
            raise archive.NoFinding(f"finding {name} has no revision {revision}; it has {', '.join(kept)}")
        shown = revision
    finding = archive.read(home / f"{shown}.json")  # which says so where somebody has changed it
    stamps = _stamps(workspace, finding, from_outside(person))
    page = _told(workspace, _latest_file(), name, shown, audience, form, stamps)
    row = Published.objects.filter(pk=name).first()
    decision = open_about(row.analysis, row.about) if row else None
    return OpenedPage(
        finding=page,
        form=form,
        made_up=made_up,
        notice=_notice(row, page.revision, latest),
        revisions=kept,
        latest=page.revision == latest,
        comments=tuple(_said(c, form) for c in said.comments("finding", name)),
        said_back=tuple(_said_back(r, form) for r in said.restatements("finding", name)),
        original=_original(page),
        may_comment=may(person, Right.COMMENT),
        may_prepare=may(person, Right.PREPARE),
        may_decide=may(person, Right.PREPARE) and row is not None and decision is None,
        decision=str(decision.pk) if decision else "",
        decided_as=f"{decision.name}, {decision.title}" if decision else "",
    )


def _latest_file() -> str:
    from accord.decisions.queries import latest_kept

    kept = latest_kept()
    return kept.file if kept else ""


def _stamps(workspace: Workspace, finding: Finding, outside: bool) -> tuple[Any, ...]:
    """What the page of a finding about a word depends on beside the finding; of any other, nothing."""
    from accord.pages.language.proving import is_about_a_word

    return (*stamps_of(workspace), outside) if is_about_a_word(finding) else (False,)


@worked_out_once(most=1024)
def _told(
    workspace: Workspace, file: str, name: str, revision: str, audience: Audience, form: Format, stamps: Any
) -> FindingPage:
    """A revision beside a brief reads the same to everybody of an audience; both are named by their content.

    ``stamps`` tell the documents and what may be quoted of them from others; the last whether somebody from outside
    reads."""
    finding = _finding(workspace, name, revision)
    context = _context(workspace, file, finding, name, audience, form)
    return finding_page(finding, replace(context, proofs=_proofs(workspace, name, revision, form, stamps)), audience)


@worked_out_once(most=256)
def _finding(workspace: Workspace, name: str, revision: str) -> Finding:
    from accord.findings import archive

    return archive.read(workspace.findings / name / f"{revision}.json")


@worked_out_once(most=256)
def _proofs(
    workspace: Workspace, name: str, revision: str, form: Format, stamps: Any
) -> dict[str, tuple[ProofShown, ...]]:
    """The sentences are the same in all wordings."""
    from accord.pages.language.proving import proofs_of

    return proofs_of(workspace, (_finding(workspace, name, revision),), form, outside=stamps[-1])


def _original(page: FindingPage) -> str:
    """What the reader was told, the amount with its interval included, and the playback."""
    told = next((w.say for w in page.wordings if w.audience == page.audience), page.say)
    return f"{told} {page.playback}".strip()


def known(workspace: Workspace, name: str) -> None:
    """Raise ``NoFinding`` unless there is a finding of exactly this name."""
    from accord.findings.archive import NoFinding

    if not (name.isalnum() and (workspace.findings / name / "latest").is_file()):
        raise NoFinding(f"there is no finding {name}")


def _context(workspace: Workspace, file: str, finding: Finding, name: str, audience: Audience, form: Format) -> Context:
    """What the page takes from its brief, where the latest one still tells it."""
    from accord.pages.account import about, specs_of

    specs = specs_of((finding,))
    names, around = _around(workspace, file, audience, form) if file else (frozenset(), None)
    if around and name in names:
        return replace(around, specs=specs)
    return Context(form, about=about(), specs=specs)


@worked_out_once(most=32)
def _around(workspace: Workspace, file: str, audience: Audience, form: Format) -> tuple[frozenset[str], Context]:
    """The findings of a brief, and what the pages of all of them take from it."""
    from accord.decisions import briefs
    from accord.findings.identity import finding_id
    from accord.pages.account import about
    from accord.pages.brief import context_of

    brief = briefs.read(workspace, file)
    return frozenset(finding_id(f) for f in brief.findings), context_of(brief, audience, form, about(), {})


def make_ready(workspace: Workspace, form: Format) -> None:
    """Work out what many will ask for: the pages of the latest brief's findings, for each audience, and the rows
    behind the first of them."""
    from accord.decisions import briefs
    from accord.findings.identity import finding_id

    file = _latest_file()
    findings = briefs.read(workspace, file).findings if file else ()
    names = [finding_id(f) for f in findings]
    for name in names[:EARLY]:
        opened_evidence(workspace, name, ROWS)
    for name, finding in zip(names, findings, strict=True):
        revision = (workspace.findings / name / "latest").read_text(encoding="utf-8")
        stamps = _stamps(workspace, finding, outside=False)
        for audience in AUDIENCES:
            _told(workspace, file, name, revision, audience, form, stamps)


def _notice(row: Published | None, revision: str, latest: str) -> str:
    if revision != latest:
        return "A newer revision of this finding is in force."
    if row is None:
        return "This finding has not been published."
    return "The latest brief no longer tells this finding." if row.gone_at else ""


def _said(comment: Any, form: Format) -> SaidShown:
    return SaidShown(
        comment.id, initials(comment.name), comment.name, comment.side, _when(comment.at, form), comment.text
    )


def _said_back(row: Any, form: Format) -> SaidShown:
    lost = len(row.lost)
    all_there = f"All {plural(len(row.points), 'point', form)} are there." if row.points else ""
    verdict = f"{lost} of {plural(len(row.points), 'point', form)} were lost." if lost else all_there
    return SaidShown(row.id, initials(row.name), row.name, row.side, _when(row.at, form), row.text, row.points, verdict)


def _when(at: datetime, form: Format) -> str:
    from accord.pages.sheet import utc

    return form.time(utc(at))


_MINOR = "_minor"


@dataclass(frozen=True, slots=True)
class PieceShown:
    """One piece of evidence with the first of its rows; ``says`` how many there are, and whether that is as before."""

    label: str
    table: str
    says: str
    agrees: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    raw: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The rows behind a finding, with file and line; people's columns are never shown."""

    id: str
    title: str
    pieces: tuple[PieceShown, ...]
    shown: int
    more: int
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        tables = tuple(self._table(n, piece) for n, piece in enumerate(self.pieces, 1))
        return Sheet("evidence", f"Evidence: {self.title}", self.form, made_up=self.made_up, tables=tables, key=self.id)

    def _table(self, number: int, piece: PieceShown) -> SheetTable:
        rows = tuple(tuple(self._cell(v, m) for v, m in _with_money(piece.columns, row)) for row in piece.raw)
        columns = tuple(replace(c, name=c.name.removesuffix(_MINOR)) for c in piece.columns)
        return SheetTable(f"{number} {piece.table}", piece.label, columns, rows, piece.says)

    def _cell(self, value: Any, money: Money | None) -> Any:
        if money is not None:
            return cell_money(self.form, money)
        if value is None or isinstance(value, str):
            return cell_text(value or "")
        if isinstance(value, bool):
            return cell_text("yes" if value else "no")
        if isinstance(value, int):
            return cell_count(self.form, value)
        return cell_of(self.form, value, "time" if isinstance(value, datetime) else "ratio")


def evidence_page(
    person: Person, workspace: Workspace, name: str, *, most: int, audience: Audience, form: Format, made_up: str
) -> EvidencePage:
    """The rows of each piece of evidence, at most ``most``. Raises ``NotAllowed`` and ``NoFinding``."""
    from accord.findings import archive
    from accord.findings.words import title
    from accord.people.rights import Right, require

    require(person, Right.READ)
    known(workspace, name)
    most = max(1, min(most, MOST_ROWS))
    finding = archive.load(workspace.findings, name)
    pieces = opened_evidence(workspace, name, most)
    more = max((p.found for p in pieces), default=0)
    return EvidencePage(
        name,
        title(finding, audience, form),
        tuple(_piece(p, form) for p in pieces),
        most,
        min(MOST_ROWS, most * 10) if more > most and most < MOST_ROWS else 0,
        form,
        made_up,
    )


def _piece(piece: Opened, form: Format) -> PieceShown:
    told = [c for c in (piece.rows[0].values if piece.rows else {}) if any(r.values[c] is not None for r in piece.rows)]
    columns = (Column("file", "File", False), Column("line", "Line", True), *(_column(c, piece) for c in told))
    raw = tuple((r.file, r.line, *(r.values[c] for c in told)) for r in piece.rows)
    says = f"{plural(piece.found, 'row', form)} of {piece.table}"
    if not piece.agrees:
        says += f"; the finding saw {form.count_all(piece.seen)}, the facts have changed since"
    rows = tuple(tuple(_money(m, form) if m else _text(v, form) for v, m in _with_money(columns, row)) for row in raw)
    return PieceShown(piece.label, piece.table, says, piece.agrees, columns, rows, raw)


def _column(name: str, piece: Opened) -> Column:
    told = [r.values[name] for r in piece.rows]
    number = all(isinstance(v, int | float | None) and not isinstance(v, bool) for v in told)
    return Column(name, name.removesuffix(_MINOR).replace("_", " ").capitalize(), number)


def _with_money(columns: Sequence[Column], row: Sequence[Any]) -> list[tuple[Any, Money | None]]:
    """The values of a row, each with its money where it counts minor units: 8,850 beside EUR reads as euros."""
    currency = next((v for c, v in zip(columns, row, strict=True) if c.name == "currency"), None)
    return [
        (v, Money(int(v), currency) if currency and isinstance(v, int | float) and c.name.endswith(_MINOR) else None)
        for c, v in zip(columns, row, strict=True)
    ]


def _money(money: Money, form: Format) -> str:
    return str(cell_money(form, money).text)


def _text(value: Any, form: Format) -> str:
    if isinstance(value, datetime):
        return form.time(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return form.count_all(value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class HowPage:
    """How an analysis answers: its question, method, assumptions, and when not to trust it."""

    name: str
    title: str
    version: int
    sections: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    improves: tuple[str, ...]
    form: Format

    def sheet(self) -> Sheet:
        return Sheet("analysis", self.title, self.form, lines=self.sections, key=self.name)


def how_page(person: Person, name: str, *, form: Format) -> HowPage:
    """How an analysis works, from its own words. Raises ``NotAllowed``, and ``LookupError`` for an unknown one."""
    import sys

    from accord.analyses.discovery import load, names
    from accord.people.rights import Right, require

    require(person, Right.READ)
    if name not in names():
        raise LookupError(f"there is no analysis {name}; there are {', '.join(names())}")
    analysis = load(name)
    text = getdoc(sys.modules[type(analysis).__module__]) or ""
    needs = analysis.needs
    return HowPage(name, analysis.title, analysis.version, _sections(text), needs.tables, needs.optional, form)


def _sections(text: str) -> tuple[tuple[str, str], ...]:
    """Headings stand at the margin, what they say is indented."""
    parts = re.split(r"^(\S[^\n]*)\n(?=    )", text, flags=re.MULTILINE)[1:]
    return tuple((h.strip(), " ".join(b.split())) for h, b in zip(parts[::2], parts[1::2], strict=True))
