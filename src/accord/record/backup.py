"""A backup: the whole record and the workspace's files at one moment, in one file; the site goes on meanwhile.

The file is a ZIP. ``record/TABLE.jsonl`` holds the rows, ``workspace/...`` the files, and ``accord-backup.json``, the
last one, names each with its SHA-256, so that a backup that was cut short has none and is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from accord.record.backup_databases import one_moment
from accord.record.backup_rows import Digest, line, rows, tables
from accord.record.backup_shape import Shape, applied, models_of
from accord.workspace.folder import Workspace

FORMAT = 1
INDEX = "accord-backup.json"
LEFT_OUT = ("backups", "derived", "lock", "readers.lock", "staging", "waiting")
"""What can be made again, waits for somebody, or is a backup itself; the database's own files come as rows."""
_BLOCK = 1 << 20


class BackupFault(Exception):  # noqa: N818 - as the other reasons, it says what it is
    """It cannot be backed up or restored; the message says why, and that nothing was changed."""


@dataclass(frozen=True)
class Index:
    """What a backup holds: files by their SHA-256, tables by rows and hash (see ``backup_rows.Digest``)."""

    format: int
    accord: str
    made_at: str
    made_up: bool
    with_keys: bool
    shape: Shape
    files: dict[str, str] = field(default_factory=dict)
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(count for count, _ in self.tables.values())


def back_up(workspace: Workspace, target: Path, *, with_keys: bool, now: datetime) -> Index:
    """Write a backup; ``target`` is there whole or not at all, readable by its owner only.

    Writers of facts wait while the moment is taken (files are linked, not copied); nobody waits for the rest.
    Raises ``BackupFault`` where ``target`` exists.
    """
    if target.exists():
        raise BackupFault(f"{target} is there already; name another file")
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            index = _written(workspace, out, with_keys, now)
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return index


def _written(workspace: Workspace, out: IO[bytes], with_keys: bool, now: datetime) -> Index:
    with _moment(workspace, with_keys) as (files, database), ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as zipped:
        index = Index(FORMAT, version("accord"), now.isoformat(), workspace.made_up, with_keys, applied(database))
        _put_rows(zipped, database, index)
        _put_files(zipped, files, index)
        zipped.writestr(INDEX, json.dumps(asdict(index), indent=1, sort_keys=True))
    return index


@contextmanager
def _moment(workspace: Workspace, with_keys: bool) -> Iterator[tuple[Path, str]]:
    """The files and the database of one moment: a folder of links, and the name of a connection."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=workspace.root) as folder:
        with workspace.writing():
            _link(workspace, Path(folder), with_keys)
            moment = one_moment()
            database = moment.__enter__()
        try:
            yield Path(folder), database
        finally:
            moment.__exit__(None, None, None)


def _link(workspace: Workspace, folder: Path, with_keys: bool) -> None:
    left_out = (*LEFT_OUT, *(() if with_keys else ("keys",)))
    for path in sorted(workspace.root.rglob("*")):
        place = path.relative_to(workspace.root)
        top = place.parts[0]
        if top in left_out or top.startswith((".", "record.sqlite3")) or not path.is_file() or path.is_symlink():
            continue
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, folder / place)
        except OSError:  # a file system without links
            shutil.copy2(path, folder / place)


def _put_rows(zipped: ZipFile, database: str, index: Index) -> None:
    for model in tables(models_of(index.shape, database)):
        name, told, whole = f"record/{model._meta.db_table}.jsonl", Digest(), hashlib.sha256()
        with zipped.open(name, "w", force_zip64=True) as out:
            for row in rows(model, database):
                told.add(row)
                whole.update(line(row))
                out.write(line(row))
        index.files[name] = whole.hexdigest()
        index.tables[model._meta.db_table] = (told.count, told.hex())


def _put_files(zipped: ZipFile, folder: Path, index: Index) -> None:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = f"workspace/{path.relative_to(folder).as_posix()}"
        with path.open("rb") as source, zipped.open(name, "w", force_zip64=True) as out:
            index.files[name] = copied(source, out)


def copied(source: IO[bytes], out: IO[bytes]) -> str:
    """Copy, and return the SHA-256 of what was copied."""
    whole = hashlib.sha256()
    while block := source.read(_BLOCK):
        whole.update(block)
        out.write(block)
    return whole.hexdigest()


def index_of(zipped: ZipFile) -> Index:
    """What a backup says that it holds. Raises ``BackupFault`` for a file that is none, or a newer one."""
    if INDEX not in zipped.namelist():
        raise BackupFault("this is no whole backup of accord: its list of contents is missing. Nothing was changed")
    told: dict[str, Any] = json.loads(zipped.read(INDEX))
    if told["format"] > FORMAT:
        raise BackupFault(f"this backup was made by accord {told['accord']}, which is newer; restore it with that one")
    told["shape"] = [(app, name) for app, name in told["shape"]]
    told["tables"] = {name: (count, mark) for name, (count, mark) in told["tables"].items()}
    return Index(**told)
