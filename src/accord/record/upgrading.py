"""Bring the database to this version's shape; what was there is backed up first."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from accord.record.start import start
from accord.workspace.folder import Workspace


class NoBackup(Exception):  # noqa: N818 - says what is missing
    """The database would be changed, and there is no way to back it up first."""


def upgrade(workspace: Workspace, *, without_backup: bool = False) -> Path | None:
    """``start``, then migrate where there is something to migrate. Returns the backup that was made before, if any.

    Two processes that begin at once take turns. Raises ``NoBackup`` for a PostgreSQL database without ``pg_dump``.
    """
    start(workspace)
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with workspace.writing():
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return None
        begun = bool(executor.loader.applied_migrations)
        backup = back_up(workspace) if begun and not without_backup else None
        call_command("migrate", verbosity=0, interactive=False)
    return backup


def back_up(workspace: Workspace) -> Path:
    """Copy the whole database into ``backups/``; returns the file. Others may write meanwhile."""
    from django.db import connection

    folder = workspace.root / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"record-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    if connection.vendor == "sqlite":
        return _copy_sqlite(folder / f"{name}.sqlite3")
    return _dump_postgres(folder / f"{name}.dump")


def _copy_sqlite(target: Path) -> Path:
    from django.db import connection

    connection.ensure_connection()
    target.touch(mode=0o600)
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()
    return target


def _dump_postgres(target: Path) -> Path:
    from django.conf import settings

    program = shutil.which("pg_dump")
    if program is None:
        raise NoBackup(
            "the database has to be changed for this version, and pg_dump is not on the path to back it up first. "
            "Install PostgreSQL's client, or make a backup yourself and start with --without-backup"
        )
    target.touch(mode=0o600)
    url = settings.ACCORD.database_url
    done = subprocess.run(
        [program, "--format=custom", f"--file={target}", url], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoBackup(f"pg_dump could not back the database up: {done.stderr.strip()[:300]}")
    return target
