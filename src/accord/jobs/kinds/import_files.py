"""Reading files into the facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accord.facts.report import Report
from accord.findings.archive import from_plain
from accord.jobs.after import facts_changed
from accord.jobs.aside import aside
from accord.jobs.doing import CannotBeDone, Work
from accord.pages.facts.waiting import Drop, drop
from accord.record.writing import change


def run(work: Work) -> dict[str, Any]:
    """Read the files of a drop, or of a folder. Reading the same twice brings nothing, so that another attempt after a
    killed worker is harmless."""
    paths = _paths(work)
    request = {"paths": paths, "answers": work.given.get("answers", {}), "preview": False, "since": work.since()}
    told = aside(work, "bring", request)
    report: Report = from_plain(Report, told["report"])
    with work.finishing(told):
        if report.imports:
            with change(work.by, "imported", "import", report.imports[0], _says(report), now=work.now()) as said:
                said.details["imports"] = list(report.imports)
            facts_changed(by=work.by, now=work.now())
    if "drop" in work.given:
        _clear(drop(work.workspace, work.given["drop"]), report)
    return told


def _clear(room: Drop, report: Report) -> None:
    """What was read no longer waits; a file that asks or was refused does, for somebody to answer or leave out."""
    still = {f.file for f in report.files if f.status in ("asks", "refused")}
    for one in room.files():
        if one.shown not in still:
            for held in (held for held in one.files if held.shown not in still):
                held.path.unlink()
    if not still:
        room.clear()


def _paths(work: Work) -> list[str]:
    if "drop" not in work.given:
        if not Path(work.given["folder"]).is_dir():
            raise CannotBeDone(f"There is no folder {work.given['folder']}. Mend watched_folder in accord.toml.")
        return [work.given["folder"]]
    folder = drop(work.workspace, work.given["drop"])
    if not folder.files():
        raise CannotBeDone("The files no longer wait here. Drop them again.")
    return [str(folder.path)]


def _says(report: Report) -> str:
    names = [f.file for f in report.files if f.status == "read"]
    new = sum(f.new for f in report.files)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"read {', '.join(names[:3])}{more}: {new:,} new rows"
