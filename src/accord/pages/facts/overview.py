"""The page of facts: what there is, how fresh it is, what came in, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accord.analyses.account import CLAUSES_FOR
from accord.analyses.base import Analysis
from accord.analyses.discovery import discover
from accord.clauses.charter import Charter
from accord.facts.store import State, Store, TableState
from accord.facts.tables import TABLES
from accord.findings.format import Format
from accord.pages.account import charter_of, how_to_get
from accord.pages.charter.offering import ServiceFound, services_found
from accord.pages.facts.demo_site import ClockShown, clock_shown
from accord.pages.facts.shown import SIDE_WORDS, ProgressShown, import_title, progress_shown, recognised, rows_of, span
from accord.pages.facts.words import KINDS
from accord.pages.sheet import Cell, Sheet, SheetTable, cell_count, cell_text, cell_time
from accord.pages.shown import Column, plural
from accord.people.models import Person
from accord.people.rights import Right, may, require
from accord.record import work
from accord.workspace.folder import Workspace

STALE_AFTER = timedelta(days=8)
"""A weekly export that is a day late is not stale yet."""
GAPS = 3
"""Where rows come seldom (incidents), so many of the usual pauses more."""
SHOWN = 12
"""Imports on the page; a hand-out has them all."""


@dataclass(frozen=True, slots=True)
class TableShown:
    """One fact table: its rows, the days they cover, whose exports they are, and when something last came in."""

    name: str
    label: str
    meaning: str
    rows: int
    rows_text: str
    first: datetime | None
    last: datetime | None
    covers: str
    sources: str
    read_at: datetime | None
    read_text: str
    stale: bool


@dataclass(frozen=True, slots=True)
class ImportShown:
    """One file that was read."""

    id: str
    title: str
    recognised: str
    side: str
    covers: str
    rows: int
    rows_text: str
    rejected: int
    rejected_text: str
    at: datetime
    at_text: str


@dataclass(frozen=True, slots=True)
class MissingShown:
    """What one analysis still needs, and where its export is found. ``partly``: it answers, but less well."""

    analysis: str
    title: str
    question: str
    partly: bool
    needs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DropShown:
    """Files that wait to be confirmed."""

    id: str
    files: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class FactsPage:
    """What is known, how fresh it is, and what would make it more. ``services`` are names in the incidents of which
    some may carry orders, while the charter says of none."""

    title: str
    lede: str
    tables: tuple[TableShown, ...]
    imports: tuple[ImportShown, ...]
    more_imports: int
    drops: tuple[DropShown, ...]
    jobs: tuple[ProgressShown, ...]
    missing: tuple[MissingShown, ...]
    found_at: tuple[tuple[str, str], ...]
    complete: tuple[str, ...]
    watched_folder: str
    limit_mb: int
    my_side: str
    may_import: bool
    clock: ClockShown | None
    services: tuple[ServiceFound, ...]
    may_prepare: bool
    made_up: bool
    form: Format
    as_of: datetime

    def sheet(self) -> Sheet:
        """Tables, imports and what is missing."""
        return Sheet(
            "facts",
            self.title,
            self.form,
            lede=self.lede,
            made_up="This company is made up: its facts exist only here." if self.made_up else "",
            tables=(_sheet_of_tables(self), _sheet_of_imports(self), _sheet_of_missing(self)),
        )


def facts_page(
    person: Person,
    workspace: Workspace,
    *,
    form: Format,
    now: datetime,
    watched_folder: str = "",
    limit_mb: int = 0,
    all_imports: bool = False,
) -> FactsPage:
    """The page as this person sees it; ``now`` is aware. Raises ``NotAllowed``."""
    require(person, Right.READ)
    state, charter = Store(workspace).state(), charter_of(workspace)
    moment = now.astimezone(UTC).replace(tzinfo=None)
    found = tuple(_imports(state, form))
    tables = tuple(_tables(state, moment, form))
    missing, complete = _missing(state, charter)
    may_import = may(person, Right.IMPORT)
    return FactsPage(
        title=_title(tables),
        lede=_lede(tables, found, moment, form),
        tables=tables,
        imports=found if all_imports else found[:SHOWN],
        more_imports=0 if all_imports else max(0, len(found) - SHOWN),
        drops=tuple(_drops(workspace, form)) if may_import else (),
        jobs=tuple(progress_shown(j, KINDS.get(j.kind, j.kind), form) for j in work.open_jobs()),
        missing=missing,
        found_at=tuple(sorted({(what, how) for m in missing for what, how in m.needs if how})),
        complete=complete,
        watched_folder=watched_folder if may_import else "",
        limit_mb=limit_mb,
        my_side=person.side,
        may_import=may_import and not workspace.made_up,
        clock=clock_shown(person, workspace, now),
        services=services_found(workspace),
        may_prepare=may(person, Right.PREPARE),
        made_up=workspace.made_up,
        form=form,
        as_of=moment,
    )


def _title(tables: tuple[TableShown, ...]) -> str:
    if not tables:
        return "No facts yet: drop the first exports"
    stale = [t.label for t in tables if t.stale]
    if not stale:
        return "The facts are fresh"
    return f"{_listed(stale)} {'is' if len(stale) == 1 else 'are'} getting old"


def _listed(names: list[str]) -> str:
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    text = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    return text[:1].upper() + text[1:]


def _lede(tables: tuple[TableShown, ...], imports: tuple[ImportShown, ...], now: datetime, form: Format) -> str:
    if not tables:
        return "Drop what your tools export, as it comes: marketing's shop and ad files, IT's incidents and changes."
    rows = plural(sum(t.rows for t in tables), "row", form)
    says = f"{rows} in {plural(len(tables), 'table', form)}, from {plural(len(imports), 'file', form)}."
    reach = [t.last for t in tables if t.last and t.last <= now]  # what is planned lies ahead
    read = [t.read_at for t in tables if t.read_at]
    if reach and read:
        says += f" They reach to {form.day(max(reach))}; something last came in on {form.day(max(read))}."
    return says


def _tables(state: State, now: datetime, form: Format) -> Iterator[TableShown]:
    read_at = {t: i.imported_at for i in state.imports for t in i.own}
    for name, t in sorted(state.tables.items(), key=lambda pair: -pair[1].rows):
        at = read_at.get(name)
        yield TableShown(
            name=name,
            label=name.replace("_", " "),
            meaning=TABLES[name].row,
            rows=t.rows,
            rows_text=form.count_all(t.rows),
            first=t.first,
            last=t.last,
            covers=span(form, t.first, t.last),
            sources=", ".join(recognised(r) for r in t.readers),
            read_at=at,
            read_text=form.day(at) if at else "",
            stale=_ended_long_ago(t, at, now),
        )


def _ended_long_ago(t: TableState, read_at: datetime | None, now: datetime) -> bool:
    """Whether what is in a table ends long ago, whenever it was read; what has no times is judged by its reading."""
    if t.first is None or t.last is None:
        return read_at is not None and now - read_at > STALE_AFTER
    pause = (t.last - t.first) / t.rows if t.rows else timedelta(0)
    return now - t.last > STALE_AFTER + GAPS * pause


def _imports(state: State, form: Format) -> Iterator[ImportShown]:
    for one in sorted(state.imports, key=lambda i: i.imported_at, reverse=True):
        yield ImportShown(
            id=one.id,
            title=import_title(one),
            recognised=recognised(one.reader),
            side=SIDE_WORDS.get(one.side or "", ""),
            covers=span(form, one.first, one.last),
            rows=rows_of(one),
            rows_text=form.count_all(rows_of(one)),
            rejected=one.rejected,
            rejected_text=form.count_all(one.rejected),
            at=one.imported_at,
            at_text=form.day(one.imported_at),
        )


def _missing(state: State, charter: Charter) -> tuple[tuple[MissingShown, ...], tuple[str, ...]]:
    filled = {t for t, s in state.tables.items() if s.rows} | {"rates"}  # where another currency comes, a file asks
    ways, found, complete = how_to_get(), [], []
    for analysis in discover():
        needs = _needs(analysis, charter, filled, ways)
        lacks = any(not partly for _, _, partly in needs)
        if needs:
            pairs = tuple((what, how) for what, how, _ in needs)
            found.append(MissingShown(analysis.name, analysis.title, analysis.question, not lacks, pairs))
        else:
            complete.append(analysis.title)
    return tuple(sorted(found, key=lambda m: m.partly)), tuple(complete)


def _needs(
    analysis: Analysis[object], charter: Charter, filled: set[str], ways: dict[str, str]
) -> list[tuple[str, str, bool]]:
    """(what, how to get it, whether the analysis answers in part without it)."""
    needs = [(t.replace("_", " "), ways.get(t, ""), False) for t in analysis.needs.tables if t not in filled]
    needs += [(t.replace("_", " "), ways.get(t, ""), True) for t in analysis.needs.optional if t not in filled]
    has = any(s.slos for s in charter.services) if analysis.name == "error_budgets" else _tied(charter)
    if analysis.name in CLAUSES_FOR and not has:
        needs.insert(0, (CLAUSES_FOR[analysis.name], "Charter, services: propose one, and both sides sign it", False))
    return needs


def _tied(charter: Charter) -> bool:
    return any(s.carries for s in charter.services)


def _drops(workspace: Workspace, form: Format) -> Iterator[DropShown]:
    from accord.pages.facts.waiting import drop

    seen: set[str] = set()
    importing = {j.given.get("drop") for j in work.open_jobs("import_files")}
    for job in work.latest("look", count=100):
        name = job.given["drop"]
        if name in seen or name in importing:
            continue
        seen.add(name)
        files = drop(workspace, name).files()
        if files:
            names = [Path(f.shown).name for f in files]
            text = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            yield DropShown(name, text, job.by_name, form.time(job.queued_at))


def _columns(*named: tuple[str, bool]) -> tuple[Column, ...]:
    return tuple(Column(label.lower().replace(" ", "_"), label, number) for label, number in named)


def _sheet_of_tables(page: FactsPage) -> SheetTable:
    columns = _columns(
        ("Table", False), ("Rows", True), ("First", False), ("Last", False), ("From", False), ("Read", False)
    )
    rows: list[tuple[Cell, ...]] = [
        (
            cell_text(t.label),
            cell_count(page.form, t.rows),
            cell_time(page.form, t.first),
            cell_time(page.form, t.last),
            cell_text(t.sources),
            cell_time(page.form, t.read_at),
        )
        for t in page.tables
    ]
    return SheetTable("tables", "What there is", columns, tuple(rows))


def _sheet_of_imports(page: FactsPage) -> SheetTable:
    columns = _columns(
        ("File", False), ("Recognised as", False), ("Side", False), ("Rows", True), ("Rejected", True), ("Read", False)
    )
    rows: list[tuple[Cell, ...]] = [
        (
            cell_text(i.title),
            cell_text(i.recognised),
            cell_text(i.side),
            cell_count(page.form, i.rows),
            cell_count(page.form, i.rejected),
            cell_time(page.form, i.at),
        )
        for i in page.imports
    ]
    return SheetTable("files", "What came in", columns, tuple(rows))


def _sheet_of_missing(page: FactsPage) -> SheetTable:
    columns = _columns(("Question", False), ("Still needs", False), ("Where it is found", False))
    rows: list[tuple[Cell, ...]] = [
        (cell_text(m.question), cell_text(what), cell_text(how)) for m in page.missing for what, how in m.needs
    ]
    return SheetTable("missing", "What is still missing", columns, tuple(rows))
