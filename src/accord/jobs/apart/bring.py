"""Read files into the facts, or look what reading them would bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from accord.facts.importing import read
from accord.facts.keys import KeysMissing
from accord.facts.limits import DEFAULT, Limits
from accord.facts.manifest import StoreError
from accord.facts.parse import Parsed, parse
from accord.facts.parts import UNSHOWN
from accord.facts.reading import Given
from accord.facts.report import Report
from accord.facts.settle import Answers, answers_of
from accord.facts.store import Store
from accord.facts.tables import TABLES
from accord.findings.identity import plain
from accord.jobs.apart import CannotBeDone, Tell
from accord.pages.account import charter_of
from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting

FIRST_ROWS = 5
INTERRUPTED = "It was stored before the work was interrupted; all of its rows are in."


def do(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Read ``paths``; ``preview`` stores nothing and adds the first rows of each file.

    ``since`` is when the work was asked for (naive UTC, None for a preview). ``answers`` are by file, as the report
    shows its name. The result holds ``report`` (a ``Report``, as plain JSON) and ``first_rows``.
    """
    workspace = Workspace(Path(request["workspace"]))
    preview = bool(request["preview"])
    looking = Looking()
    try:
        report = read(
            workspace,
            [Path(p) for p in request["paths"]],
            now=datetime.fromisoformat(request["now"]),
            defaults=defaults_of(workspace),
            each={name: answers_of(told) for name, told in request["answers"].items()},
            dry_run=preview,
            progress=lambda name, done, total: tell(done, total, f"reading {name}"),
            parse=looking if preview else parse,
        )
    except (StoreError, KeysMissing, BadSetting, FileNotFoundError) as reason:
        raise CannotBeDone(str(reason)) from reason
    report = _with_interrupted(workspace, report, request.get("since"))
    return {"report": plain(report), "first_rows": looking.found}


def _with_interrupted(workspace: Workspace, report: Report, since: str | None) -> Report:
    """What an interrupted attempt of the same work has stored was read by this work, though it is here already now."""
    if since is None:
        return report
    begun = datetime.fromisoformat(since)
    ours = {i.id for i in Store(workspace).state().imports if i.imported_at >= begun}
    files = [
        replace(f, status="read", notes=(*f.notes, INTERRUPTED))
        if f.status == "here already" and f.import_id in ours
        else f
        for f in report.files
    ]
    return replace(report, files=tuple(files))


def defaults_of(workspace: Workspace) -> Answers:
    """What the organisation's clause says of files that carry no zone."""
    organisation = charter_of(workspace).organisation
    return Answers(zone=organisation.zone) if organisation.files_without_zone == "organisation" else Answers()


class Looking:
    """Parses as ``parse`` does, and keeps the first rows of what it came to."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def __call__(
        self,
        path: Path,
        given: Given,
        out: Path,
        *,
        reader: str | None = None,
        limits: Limits = DEFAULT,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Parsed]:
        parsed = parse(path, given, out, reader=reader, limits=limits, progress=progress)
        for one in parsed:
            self.found += [_first_rows(one, table, at) for table, at in sorted(one.tables.items())]
        return parsed


def _first_rows(parsed: Parsed, table: str, at: Path) -> dict[str, Any]:
    """The first rows of a table, without columns that stand for people and those that hold nothing."""
    import duckdb

    names = [c for c in TABLES[table].names if c not in UNSHOWN]
    columns = ", ".join(f'"{n}"' for n in ("row_number", *names))
    with duckdb.connect() as connection:
        asked = f"select {columns} from read_parquet($1) order by row_number limit {FIRST_ROWS}"
        rows = connection.execute(asked, [str(at)]).fetchall()
    told = [n for i, n in enumerate(names, 1) if any(row[i] is not None for row in rows)]
    kept = [0, *(names.index(n) + 1 for n in told)]
    values = [[_value(row[i]) for i in kept] for row in rows]
    return {
        "source_id": parsed.source_id,
        "member": parsed.member,
        "file": parsed.source.name,
        "table": table,
        "columns": told,
        "rows": values,
    }


def _value(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else value.isoformat()
