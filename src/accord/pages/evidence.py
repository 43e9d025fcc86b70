"""A finding opened to its rows: file, line and mapped columns, never people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.analyses.discovery import load
from accord.engines.base import rows as records
from accord.facts.parts import UNSHOWN
from accord.facts.tables import TABLES
from accord.findings import archive
from accord.findings.brief import rank
from accord.findings.evidence import counted, opened
from accord.findings.finding import Audience, Evidence, Finding
from accord.findings.identity import finding_id, revision_id
from accord.findings.words import headline, title
from accord.pages.account import Open, about, charter_of
from accord.pages.account import opened as opened_workspace
from accord.pages.finding import Context, finding_page
from accord.pages.language.proving import proofs_of
from accord.pages.outlook import stamp_of
from accord.pages.worked_out import worked_out_once
from accord.pages.workspaces import form_of
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """One fact row: the file and line it came from, and its columns by name."""

    file: str
    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """One piece of evidence: how many rows there are now, how many the finding saw, and the first of them."""

    label: str
    table: str
    found: int
    seen: int
    adds_up_to: str
    rows: tuple[Row, ...]

    @property
    def agrees(self) -> bool:
        return self.found == self.seen


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in a list."""

    id: str
    analysis: str
    title: str
    headline: str
    kind: str
    cell: str | None
    start: datetime
    end: datetime


def finding_shown(workspace: Workspace, name: str, audience: Audience, *, as_json: bool) -> str:
    """The page of one finding, as text or JSON. Raises ``NoFinding``."""
    finding = archive.load(workspace.findings, name)
    spec = load(finding.analysis).chart(finding)
    specs = {finding_id(finding): spec} if spec else {}
    form = form_of(charter_of(workspace))
    proofs = proofs_of(workspace, (finding,), form)
    page = finding_page(finding, Context(form, about=about(), specs=specs, proofs=proofs), audience)
    if as_json:
        from accord.pages.renderings.as_json import finding_json

        return finding_json(page)
    from accord.pages.renderings.text import finding_text

    return finding_text(page)


def opened_evidence(workspace: Workspace, name: str, most: int) -> tuple[Opened, ...]:
    """The rows behind a finding, at most ``most`` of each piece. Raises ``NoFinding``."""
    finding = archive.load(workspace.findings, name)
    tables = sorted({e.table for e in finding.evidence})
    return _pieces(workspace, finding_id(finding), revision_id(finding), most, stamp_of(workspace, *tables))


@worked_out_once(most=64)
def _pieces(workspace: Workspace, name: str, revision: str, most: int, stamp: Any) -> tuple[Opened, ...]:
    """Read again only when the facts, the clauses or the finding have changed."""
    finding = archive.read(workspace.findings / name / f"{revision}.json")
    with opened_workspace(workspace) as here:
        return tuple(_opened(here, e, most) for e in finding.evidence)


def _opened(here: Open, evidence: Evidence, most: int) -> Opened:
    table = TABLES[evidence.table]
    shown = [c for c in table.names if c not in UNSHOWN]
    count = counted(evidence)
    found = int(here.engine.query(count.sql, count.given)["found"][0])  # type: ignore[arg-type]
    by = [column for column in (table.time, "source_id", "row_number") if column]
    text = opened(evidence, [*shown, "source_id", "row_number"], by)
    result = here.engine.query(f"{text.sql} limit {int(most)}", text.given)  # type: ignore[arg-type]
    names = {i.source_id: i.name for i in here.state.imports}
    rows = tuple(
        Row(names.get(str(r["source_id"]), "?"), int(r["row_number"]), {c: _plain(r[c]) for c in shown})
        for r in records(result)
    )
    return Opened(evidence.label, evidence.table, found, evidence.rows, evidence.adds_up_to or "", rows)


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def evidence_text(pieces: Sequence[Opened]) -> str:
    """Each piece as a heading and one line a row: file, line number, columns that have a value."""
    return "\n\n".join("\n".join(_piece(p)) for p in pieces)


def _piece(piece: Opened) -> list[str]:
    head = f"{piece.label}: {piece.found:,} {'row' if piece.found == 1 else 'rows'} of {piece.table}"
    if not piece.agrees:
        head += f" (the finding saw {piece.seen:,}; facts have changed since, run accord brief again)"
    more = (
        [f"  ... and {piece.found - len(piece.rows):,} more; --rows shows them"]
        if piece.found > len(piece.rows)
        else []
    )
    return [head, *(_row(r) for r in piece.rows), *more]


def _row(row: Row) -> str:
    told = ", ".join(f"{k}={_short(v)}" for k, v in row.values.items() if v is not None)
    return f"  {row.file}, line {row.line}: {told}"


def _short(value: Any) -> str:
    text = value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def listed(workspace: Workspace, audience: Audience, analysis: str | None = None) -> tuple[Line, ...]:
    """The latest revision of every finding kept, in rank."""
    form = form_of(charter_of(workspace))
    names = sorted(p.name for p in workspace.findings.glob("*") if p.is_dir())
    found = [archive.load(workspace.findings, name) for name in names]
    kept = [f for f in found if analysis in (None, f.analysis)]
    return tuple(_line(f, audience, form) for f in rank(kept))


def _line(finding: Finding, audience: Audience, form: Any) -> Line:
    return Line(
        finding_id(finding), finding.analysis, title(finding, audience, form), headline(finding, form), finding.kind,
        finding.cell, finding.period.start, finding.period.end,
    )  # fmt: skip
