"""The joint calendar: what both sides plan, and where plans clash."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from accord.clauses.charter import Charter
from accord.engines import open_engine
from accord.facts.importing import read
from accord.facts.intake import Progress
from accord.facts.report import FileReport
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.findings.format import Format
from accord.methods.calendars import Entry, clashes, plans
from accord.pages.account import SCHEMA, charter_of
from accord.pages.workspaces import form_of
from accord.units.period import midnight
from accord.workspace.folder import Workspace

PLANNED = ("campaigns", "changes", "calendar")
"""The tables that both sides' plans are read from."""
_CAMPAIGNS = "select campaign_id, name, starts_at, ends_at from campaigns"
_CHANGES = """
    select change_id, coalesce(title, '') as title, planned_start, planned_end, service, kind
    from changes
"""
_CALENDAR = "select entry_id, kind, title, starts_at, ends_at, coalesce(side, '') as side from calendar"


@dataclass(frozen=True, slots=True)
class ClashShown:
    """Two entries by id, and the stretch that they share (UTC)."""

    entries: tuple[str, str]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Entries in order of time, clashes, and files that could not be read, with the reason; whether one asks."""

    entries: tuple[Entry, ...]
    clashes: tuple[ClashShown, ...]
    left_out: tuple[str, ...]
    form: Format
    asks: bool


def calendar_of(
    files: Sequence[Path],
    root: Path | None,
    *,
    now: datetime,
    flags: Answers,
    first: date | None = None,
    last: date | None = None,
    progress: Progress | None = None,
) -> CalendarPage:
    """Read files into a passing workspace and lay both sides' plans side by side.

    ``root`` is a workspace whose charter names services and zone; it is not written to. Entries that touch the
    days asked for are shown. Raises ``ValueError`` for days in the wrong order.
    """
    if first and last and first > last:
        raise ValueError(f"--from {first} is after --to {last}; give them in order")
    charter = charter_of(Workspace(root)) if root else Charter()
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        workspace = Workspace(Path(folder)).create()
        zone = Answers(zone=charter.organisation.zone) if root else Answers()
        report = read(workspace, list(files), now=now, flags=flags, defaults=zone, progress=progress)
        entries = entries_of(workspace, charter)
    form = form_of(charter)
    if flags.zone and not root:
        form = replace(form, zone=flags.zone)
    start, end = _span(form.zone, first, last)
    shown = [e for e in entries if _within(e.start, e.end, start, end)]
    met = [c for c in clashes(shown) if _within(c.start, c.end, start, end)]
    return CalendarPage(
        tuple(shown),
        tuple(ClashShown((c.one.id, c.other.id), c.start, c.end) for c in met),
        (*(f.error or f.file for f in report.refused), *map(_asked, report.questions)),
        form,
        bool(report.questions),
    )


def _asked(file: FileReport) -> str:
    question = file.question
    return f"{file.file}: {question.text} Answer with {question.flag}" if question else file.file


def _span(zone: str, first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    return midnight(first, zone) if first else None, midnight(last + timedelta(days=1), zone) if last else None


def _within(start: datetime, end: datetime, first: datetime | None, last: datetime | None) -> bool:
    """Whether ``[start, end)`` touches the days asked for; a moment without length counts where it lies."""
    return (last is None or start < last) and (first is None or end > first or start == end >= first)


def entries_of(workspace: Workspace, charter: Charter) -> list[Entry]:
    with Store.reading(workspace) as store:
        engine = open_engine(store.tables(), SCHEMA)
        try:
            campaigns, changes, calendar = (engine.query(q) for q in (_CAMPAIGNS, _CHANGES, _CALENDAR))
        finally:
            engine.close()
    found = plans(campaigns, changes, calendar, charter)
    return sorted(found, key=lambda e: (e.start, e.end, e.id))


def calendar_text(page: CalendarPage) -> str:
    """Entries by day, then clashes."""
    titles = {e.id: e.title for e in page.entries}
    lines = [
        f"{page.form.time(e.start)} to {page.form.time(e.end)}  {e.side or '-':<10} {e.kind:<12} {e.title}"
        for e in page.entries
    ]
    met = [
        f"{page.form.time(c.start)} to {page.form.time(c.end)}  {' meets '.join(titles[i] for i in c.entries)}"
        for c in page.clashes
    ]
    out = [f"left out: {text}" for text in page.left_out]
    head = f"{len(lines)} {'entry' if len(lines) == 1 else 'entries'}, times in {page.form.zone}"
    return "\n".join([head, *lines, "", f"{len(met)} {'clash' if len(met) == 1 else 'clashes'}", *met, *out])
