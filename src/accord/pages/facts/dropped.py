"""The page of one drop: what the files were recognised as, what they would bring, what they ask; then the reading."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from accord.facts.report import Report
from accord.facts.tables import TABLES
from accord.findings.archive import from_plain
from accord.findings.format import Format
from accord.pages.facts.shown import FileShown, ProgressShown, file_shown, progress_shown
from accord.pages.facts.waiting import drop
from accord.pages.facts.words import KINDS
from accord.pages.sheet import Sheet, SheetTable, cell_count, cell_text
from accord.pages.shown import Column, plural
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import work
from accord.record.work import Progress
from accord.workspace.folder import Workspace

State = Literal["looking", "looked", "reading", "read", "failed", "left"]


@dataclass(frozen=True, slots=True)
class DropPage:
    """``looking`` while the files are opened, ``looked`` while they wait to be confirmed, ``reading``, ``read``;
    ``failed`` with the reason in ``work``; ``left`` where they are no longer there. ``answered`` names the files whose
    questions somebody has answered, so that a wrong answer can be given anew."""

    id: uuid.UUID
    title: str
    lede: str
    state: State
    work: ProgressShown | None
    files: tuple[FileShown, ...]
    waiting: tuple[str, ...]
    ready: int
    asks: int
    new: int
    new_text: str
    coming: str
    rejected: int
    rejected_text: str
    zones: tuple[str, ...]
    tables: tuple[str, ...]
    answered: frozenset[str]
    analysing: ProgressShown | None
    made_up: bool
    form: Format

    @property
    def moving(self) -> bool:
        """Whether the page changes by itself."""
        return bool(self.work and self.work.open) or bool(self.analysing and self.analysing.open)

    def sheet(self) -> Sheet:
        columns = tuple(
            Column(n, n.capitalize(), n not in ("file", "recognised as"))
            for n in ("file", "recognised as", "rows", "new", "same", "rejected")
        )
        rows = tuple(
            (
                cell_text(f.title),
                cell_text(f.recognised or f.error),
                *(cell_count(self.form, n) for n in (f.rows, f.new, f.same, f.rejected)),
            )
            for f in self.files
        )
        made_up = "This company is made up: its facts exist only here." if self.made_up else ""
        table = SheetTable("files", "Files", columns, rows)
        return Sheet("drop", self.title, self.form, lede=self.lede, made_up=made_up, tables=(table,), key=str(self.id))


def drop_page(person: Person, workspace: Workspace, name: uuid.UUID, *, form: Format) -> DropPage:
    """The page of a drop. Raises ``NotAllowed``, and ``LookupError`` for one that there never was."""
    require(person, Right.IMPORT)
    looks, reads = work.latest("look", count=1, drop=str(name)), work.latest("import_files", count=1, drop=str(name))
    if not looks:
        raise LookupError("there is no such drop of files")
    job = reads[0] if reads and reads[0].queued_at >= looks[0].queued_at else looks[0]
    state = _state(job)
    report, rows = _report(job)
    waiting = tuple(f.shown for f in drop(workspace, name).files())
    if state == "looked" and not waiting:
        state, report = "left", None
    files = tuple(file_shown(f, form, rows) for f in report.files) if report else ()
    ready = sum(f.status == "read" for f in files)
    asks = sum(f.status == "asks" for f in files)
    new, rejected = sum(f.new for f in files), sum(f.rejected for f in files)
    return DropPage(
        id=name,
        title=_title(state, files, asks, form),
        lede=_lede(state, new, rejected, form),
        state=state,
        work=progress_shown(job, KINDS[job.kind], form) if job.open or state == "failed" else None,
        files=files,
        waiting=waiting,
        ready=ready,
        asks=asks,
        new=new,
        new_text=form.count_all(new),
        coming=_coming(new, form),
        rejected=rejected,
        rejected_text=form.count_all(rejected),
        zones=_zones(files),
        tables=tuple(TABLES),
        answered=frozenset(job.given["answers"]) if state == "looked" else frozenset(),
        analysing=_analysing(form) if state == "read" else None,
        made_up=workspace.made_up,
        form=form,
    )


def _state(job: Progress) -> State:
    if job.state in ("failed", "cancelled"):
        return "failed"
    if job.kind == "look":
        return "looking" if job.open else "looked"
    return "reading" if job.open else "read"


def _report(job: Progress) -> tuple[Report | None, Iterable[dict[str, Any]]]:
    if "report" not in job.result:
        return None, ()
    report: Report = from_plain(Report, job.result["report"])
    return report, job.result["first_rows"]


def _title(state: State, files: tuple[FileShown, ...], asks: int, form: Format) -> str:
    match state:
        case "looking":
            return "Looking at the files"
        case "reading":
            return "Reading the files"
        case "failed":
            return "The files were not read"
        case "left":
            return "These files no longer wait"
        case "read":
            taken = sum(f.status == "read" for f in files)
            return f"{plural(taken, 'file', form)} read" if taken else "Nothing new in these files"
    question = f", {plural(asks, 'question', form)} for you" if asks else ""
    return f"{plural(len(files), 'file', form)} in{question}"


def _lede(state: State, new: int, rejected: int, form: Format) -> str:
    counts = f"{plural(new, 'new row', form)}, {form.count_all(rejected)} rejected."
    if state == "looked":
        return f"They would bring {counts} Nothing is stored yet."
    return counts if state == "read" else ""


def _coming(new: int, form: Format) -> str:
    if not new:
        return "No new rows come in"
    return f"{plural(new, 'new row', form)} {'comes' if new == 1 else 'come'} in"


def _zones(files: tuple[FileShown, ...]) -> tuple[str, ...]:
    """All time zones, where a file asks for one."""
    from zoneinfo import available_timezones

    asked = any(f.question and f.question.widget == "zone" for f in files)
    return (
        tuple(sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc", "System"))))
        if asked
        else ()
    )


def _analysing(form: Format) -> ProgressShown | None:
    found = work.latest("analyse", count=1)
    return progress_shown(found[0], KINDS["analyse"], form) if found else None
