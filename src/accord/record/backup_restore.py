"""Restore a backup into an empty workspace and an empty database; every byte is checked before it counts."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from accord.record.backup import BackupFault, Index, copied, index_of
from accord.workspace.folder import Workspace
from accord.workspace.safely import sync_folder

_OWN = ("lock", "keys")
"""What a new workspace has before anything is in it; ``keys`` may hold the secret of its sessions."""


def read_index(source: Path) -> Index:
    """What a backup says that it holds. Raises ``BackupFault``."""
    with _opened(source) as zipped:
        return index_of(zipped)


def put_files(source: Path, workspace: Workspace) -> Index:
    """The files first: settings and keys must be there before the record is opened. Raises ``BackupFault``."""
    with _opened(source) as zipped:
        index = index_of(zipped)
        _refuse_filled(workspace)
        spare = workspace.root / ".restoring"
        shutil.rmtree(spare, ignore_errors=True)
        try:
            for name in _checked_names(index, "workspace/"):
                _put(zipped, name, index.files[name], spare / PurePosixPath(name).relative_to("workspace"))
            _move(spare, workspace.root)
        finally:
            shutil.rmtree(spare, ignore_errors=True)
    return index


def put_rows(source: Path, using: str = "default") -> Index:
    """The record: into the shape that it had, all in one transaction, then to this version's shape.

    Raises ``BackupFault`` for a database that holds rows, or rows that are not what they were; ``Newer``.
    """
    from django.core.management import call_command
    from django.db import transaction

    from accord.record.backup_rows import Digest, digest, empty, filled, insert, reset_numbers, tables
    from accord.record.backup_shape import reach

    with _opened(source) as zipped:
        index = index_of(zipped)
        list(_checked_names(index, "record/"))
        found = tables(reach(index.shape, using))
        if there := filled(found, using):
            raise BackupFault(f"the database is not empty: {there[0]} holds rows. Nothing was changed")
        with transaction.atomic(using=using):
            empty(found, using)
            for model in found:
                name, told = f"record/{model._meta.db_table}.jsonl", Digest()
                insert(model, _rows(zipped, name, index, told), using)
                after = digest(model, using)
                wanted = index.tables[model._meta.db_table]
                if (told.count, told.hex()) != wanted or (after.count, after.hex()) != wanted:
                    raise BackupFault(f"the rows of {model._meta.db_table} are not what they were; nothing was kept")
            reset_numbers(found, using)
    call_command("migrate", database=using, verbosity=0, interactive=False)
    return index


def _rows(zipped: ZipFile, name: str, index: Index, told: object) -> Iterator[dict[str, object]]:
    import hashlib

    whole = hashlib.sha256()
    with zipped.open(name) as lines:
        for line in lines:
            whole.update(line)
            row = json.loads(line)
            told.add(row)  # type: ignore[attr-defined]
            yield row
    if whole.hexdigest() != index.files[name]:
        raise BackupFault(f"{name} in the backup is damaged; nothing was kept")


def _opened(source: Path) -> ZipFile:
    try:
        return ZipFile(source)
    except BadZipFile as fault:
        raise BackupFault(f"{source} is no backup of accord, or was cut short. Nothing was changed") from fault


def _checked_names(index: Index, start: str) -> Iterator[str]:
    for name in sorted(index.files):
        if name.startswith(start):
            if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
                raise BackupFault(f"{name} leads outside the workspace; nothing was changed")
            yield name


def _refuse_filled(workspace: Workspace) -> None:
    there = [p for p in workspace.root.rglob("*") if p.is_file()] if workspace.root.exists() else []
    filled = [p for p in there if p.relative_to(workspace.root).parts[0] not in _OWN]
    if filled:
        raise BackupFault(f"{workspace.root} is not empty ({filled[0].name} is there); restore into a new folder")


def _put(zipped: ZipFile, name: str, wanted: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with zipped.open(name) as packed, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
            found = copied(packed, out)
            out.flush()
            os.fsync(out.fileno())
    except (KeyError, BadZipFile, EOFError) as fault:
        raise BackupFault(f"{name} in the backup is damaged; nothing was kept") from fault
    if found != wanted:
        raise BackupFault(f"{name} in the backup is damaged; nothing was kept")


def _move(spare: Path, root: Path) -> None:
    """Into place, the manifest last: without it nothing else counts."""
    paths = sorted((p for p in spare.rglob("*") if p.is_file()), key=lambda p: p.name == "manifest.json")
    for path in paths:
        target = root / path.relative_to(spare)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(target)
        sync_folder(target.parent)
