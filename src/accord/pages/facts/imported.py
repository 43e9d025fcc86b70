"""The page of one import: how a file was read, what was rejected and why; and the page of one piece of work."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from accord.facts.manifest import Import, StoreError
from accord.facts.store import Store
from accord.findings.format import Format
from accord.pages.facts.shown import (
    SIDE_WORDS,
    ProgressShown,
    how_read,
    import_title,
    money_text,
    progress_shown,
    recognised,
    rows_of,
    span,
)
from accord.pages.facts.words import KINDS
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.pages.shown import Column, plural
from accord.people.models import Person
from accord.people.rights import Right, may, require
from accord.record import work
from accord.workspace.folder import Workspace

REJECTS = 100


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One file that was read. Values of rejected rows are shown to those who may import only: they may name people."""

    id: str
    title: str
    lede: str
    how: tuple[tuple[str, str], ...]
    matched: tuple[tuple[str, str], ...]
    left: tuple[str, ...]
    notes: tuple[str, ...]
    rows: int
    rows_text: str
    tables: tuple[tuple[str, int, str], ...]
    rejected: int
    rejected_text: str
    rejects: tuple[tuple[str, str, str, str], ...]
    has_rejects: bool
    original: str
    may_import: bool
    made_up: bool
    form: Format

    def sheet(self) -> Sheet:
        columns = tuple(Column(n, n.capitalize(), False) for n in ("row", "column", "value", "reason"))
        rows = tuple(tuple(cell_text(text) for text in reject) for reject in self.rejects)
        tables = (SheetTable("rejected", "Rows rejected, and why", columns, rows),) if rows else ()
        made_up = "This company is made up: its facts exist only here." if self.made_up else ""
        return Sheet(
            "import", self.title, self.form, lede=self.lede, made_up=made_up, lines=self.how, tables=tables, key=self.id
        )


_ORIGINALS = {
    "kept": "kept byte for byte, encrypted",
    "expired": "deleted after the time that the settings give it",
    "forgotten": "deleted, because somebody in it asked to be forgotten",
}


def import_page(person: Person, workspace: Workspace, import_id: str, *, form: Format) -> ImportPage:
    """One import's page. Raises ``NotAllowed``, and ``LookupError`` for an import that there is not."""
    require(person, Right.READ)
    one = found(workspace, import_id)
    may_import = may(person, Right.IMPORT)
    rejects = reject_file(workspace, one)
    covers = span(form, one.first, one.last)
    account = one.settled.get("options", {}).get("account")
    told = [recognised(one.reader), SIDE_WORDS.get(one.side or "", ""), covers, money_text(form, one.money)]
    return ImportPage(
        id=one.id,
        title=import_title(one),
        lede=", ".join(t for t in told if t),
        how=(("Read", form.time(one.imported_at)), *how_read(one.zone, one.locale, one.encoding, account)),
        matched=one.columns_matched,
        left=one.columns_left,
        notes=one.notes,
        rows=rows_of(one),
        rows_text=plural(rows_of(one), "row", form),
        tables=tuple((t.replace("_", " "), n, form.count_all(n)) for t, n in sorted(one.yielded.items())),
        rejected=one.rejected,
        rejected_text=plural(one.rejected, "row", form),
        rejects=_rejects(rejects) if may_import and rejects else (),
        has_rejects=may_import and rejects is not None,
        original=_ORIGINALS[one.original_state],
        may_import=may_import,
        made_up=workspace.made_up,
        form=form,
    )


def found(workspace: Workspace, import_id: str) -> Import:
    """The import of exactly that id. Raises ``LookupError``."""
    try:
        one = Store(workspace).manifest.find(import_id)
    except StoreError as unknown:
        raise LookupError("there is no such import; it was taken out, perhaps") from unknown
    return one


def reject_file(workspace: Workspace, one: Import) -> Path | None:
    path = workspace.rejects / f"{one.rejects}.csv"
    return path if one.rejects and path.exists() else None


def rejects_of(person: Person, workspace: Workspace, import_id: str) -> Path:
    """The file with all rejected rows. Raises ``NotAllowed``, and ``LookupError`` where there is none."""
    require(person, Right.IMPORT)
    path = reject_file(workspace, found(workspace, import_id))
    if path is None:
        raise LookupError("this import has no rejected rows")
    return path


def _rejects(path: Path) -> tuple[tuple[str, str, str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row[0], row[1], row[2], row[3]) for row in islice(csv.reader(file), 1, REJECTS + 1))


@dataclass(frozen=True, slots=True)
class WorkPage:
    """How one piece of work stands."""

    id: uuid.UUID
    title: str
    lede: str
    work: ProgressShown
    may_import: bool
    form: Format

    def sheet(self) -> Sheet:
        lines = (("State", self.work.state), ("Asked by", self.work.by), ("At", self.work.at), ("Why", self.work.error))
        return Sheet("work", self.title, self.form, lede=self.lede, lines=lines, key=str(self.id))


def work_page(person: Person, name: uuid.UUID, *, form: Format) -> WorkPage:
    """One job's page. Raises ``NotAllowed`` and ``LookupError``."""
    require(person, Right.READ)
    job = work.progress(name)
    title = KINDS.get(job.kind, job.kind.replace("_", " "))
    says = {"done": "It is done.", "failed": "It could not be done.", "cancelled": "It was cancelled."}
    shown = progress_shown(job, title, form)
    return WorkPage(name, title, says.get(job.state, ""), shown, may(person, Right.IMPORT), form)
