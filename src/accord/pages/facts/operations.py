"""What can be done on the pages of facts. Nothing here touches the facts: it queues the work that does."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.facts.manifest import StoreError
from accord.facts.store import Store
from accord.pages.facts.answers import answered, taken_back
from accord.pages.facts.waiting import Drop, drop
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import undo, work
from accord.record.models import Job
from accord.record.writing import Actor, change
from accord.workspace.folder import Workspace

SIDES = ("marketing", "it", "")
"""Whose export a file is; empty where the file itself tells, or nobody knows."""
UNDO_IMPORT = "facts.import"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes in."""

    name: str
    content: Iterable[bytes]


def bring(
    workspace: Workspace, uploads: Sequence[Upload], *, side: str, by: Person, now: datetime, drop_id: str = ""
) -> uuid.UUID:
    """Keep files where they wait, and queue a look at them; returns the drop's name. Nothing of them is a fact yet.

    Raises ``ValueError`` where there is no file, or no such side.
    """
    require(by, Right.IMPORT)
    if workspace.made_up:
        raise ValueError("This company is made up, and its facts never mix with yours: run accord serve for your own.")
    if side not in SIDES:
        raise ValueError("a file is marketing's, IT's, or tells itself whose it is")
    if not uploads:
        raise ValueError("Choose at least one file first.")
    name = uuid.UUID(drop_id) if drop_id else uuid.uuid4()
    room = drop(workspace, name)
    for upload in uploads:
        room.add(upload.name, upload.content, side)
    names = ", ".join(upload.name for upload in uploads[:3])
    with change(by, "dropped", "drop", name, f"brought {names} to be looked at", now=now):
        _look(name, _answers_of(name), by=by, now=now)
    return name


def answer(workspace: Workspace, name: uuid.UUID, given: Mapping[str, str], *, by: Person, now: datetime) -> None:
    """Take the answers of a drop's form, and look again. Raises ``ValueError`` for one that cannot be one."""
    require(by, Right.IMPORT)
    _waiting(workspace, name)
    answers = {file: told for file, told in _answers_of(name).items() if file not in taken_back(given)}
    for file, told in answered(given).items():
        answers[file] = _joined(answers.get(file, {}), told)
    with change(by, "answered", "drop", name, "answered questions about files", now=now):
        _look(name, answers, by=by, now=now)


def _joined(before: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    options = before.get("options", {}) | new.get("options", {})
    return before | new | ({"options": options} if options else {})


def leave_out(workspace: Workspace, name: uuid.UUID, file: str, *, by: Person, now: datetime) -> None:
    """Let one waiting file go. Raises ``LookupError``."""
    require(by, Right.IMPORT)
    room = _waiting(workspace, name)
    room.leave_out(file)
    with change(by, "left out", "drop", name, f"left {file} out", now=now):
        if room.files():
            _look(name, _answers_of(name), by=by, now=now)


def confirm(workspace: Workspace, name: uuid.UUID, *, by: Person, now: datetime) -> uuid.UUID:
    """Queue the reading of a drop; returns the job. It can be undone: before it has begun, or afterwards.

    A look that still waits or runs is cancelled: after the reading its files are gone.
    """
    require(by, Right.IMPORT)
    files = _waiting(workspace, name).files()
    said = f"confirmed the reading of {len(files)} {'file' if len(files) == 1 else 'files'}"
    with change(by, "confirmed", "drop", name, said, now=now):
        _look_no_more(name, by=by, now=now)
        given = {"drop": str(name), "answers": _answers_of(name)}
        job = work.queue("import_files", given, by=by, now=now, key=str(name))
        undo.offer(by, UNDO_IMPORT, "The files are being read.", {"job": str(job.id)}, now=now)
    return job.id


def read_watched(*, folder: str, by: Person, now: datetime) -> uuid.UUID:
    """Queue the reading of the watched folder; returns the job. Raises ``ValueError`` where none is watched."""
    require(by, Right.IMPORT)
    if not folder:
        raise ValueError("no folder is watched; name one as watched_folder in accord.toml")
    with change(by, "asked", "folder", "watched", "asked to read the watched folder now", now=now):
        return work.queue("import_files", {"folder": folder}, by=by, now=now, key="watched folder").id


def take_out(workspace: Workspace, import_id: str, *, by: Person, now: datetime) -> uuid.UUID:
    """Queue an import's undoing; returns the job. Raises ``LookupError`` for an import that there is not."""
    require(by, Right.IMPORT)
    try:
        one = Store(workspace).manifest.find(import_id)
    except StoreError as unknown:
        raise LookupError("there is no such import; it was taken out already, perhaps") from unknown
    with change(by, "asked", "import", one.id, f"asked to take {one.name} out of the facts", now=now):
        return work.queue("undo_import", {"imports": [one.id]}, by=by, now=now, key=one.id).id


def cancel(name: uuid.UUID, *, by: Person, now: datetime) -> None:
    """Cancel work that waits or runs."""
    require(by, Right.IMPORT)
    work.ask_to_cancel(name, by=by, now=now)


def retry(name: uuid.UUID, *, by: Person, now: datetime) -> uuid.UUID:
    """Try failed or cancelled work again; returns the new job."""
    require(by, Right.IMPORT)
    return work.again(name, by=by, now=now).id


@undo.way(UNDO_IMPORT)
def _undo_import(by: Actor, given: dict[str, Any], now: datetime) -> None:
    """Before the import has ended it is cancelled; afterwards it is taken out again."""
    job = work.progress(uuid.UUID(given["job"]))
    if job.state == Job.DONE:
        imports = [f["import_id"] for f in job.result["report"]["files"] if f["status"] == "read"]
        if imports:
            work.queue("undo_import", {"imports": imports}, by=by, now=now, key=str(job.id))
    else:
        work.ask_to_cancel(job.id, by=by, now=now)


def _waiting(workspace: Workspace, name: uuid.UUID) -> Drop:
    room = drop(workspace, name)
    if not room.files():
        raise LookupError("these files no longer wait here; drop them again")
    return room


def _answers_of(name: uuid.UUID) -> dict[str, dict[str, Any]]:
    """What has been answered about the files of a drop so far."""
    looks = work.latest("look", count=1, drop=str(name))
    answers: dict[str, dict[str, Any]] = dict(looks[0].given["answers"]) if looks else {}
    return answers


def _look(name: uuid.UUID, answers: dict[str, dict[str, Any]], *, by: Actor, now: datetime) -> None:
    """An earlier look that still waits or runs says nothing new: it is cancelled."""
    _look_no_more(name, by=by, now=now)
    work.queue("look", {"drop": str(name), "answers": answers}, by=by, now=now)


def _look_no_more(name: uuid.UUID, *, by: Actor, now: datetime) -> None:
    for job in work.open_jobs("look"):
        if job.given["drop"] == str(name):
            work.ask_to_cancel(job.id, by=by, now=now)
