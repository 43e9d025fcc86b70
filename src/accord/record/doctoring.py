"""What a doctor looks at: keys, disk, database, facts, originals, the signed record, the worker, the address, mail.

Each look tells one line, and where something is wrong the command that mends it. Nothing here changes anything.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from accord.record import clock
from accord.record.models import Job
from accord.workspace.folder import Workspace

LEAST_FREE = 1_000_000_000
"""Bytes on the disk below which imports and backups will soon fail."""
SILENT = timedelta(minutes=2)
"""Work that is due and that nobody has begun for so long: there is no worker."""
SAMPLE = 5
_ALONE = 0o077


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at. ``mend`` is a command, or what to do, where it is wrong."""

    name: str
    ok: bool
    says: str
    mend: str = ""


class Wrong(Exception):  # noqa: N818 - says what is wrong
    """Something is wrong; ``mend`` says what to do."""

    def __init__(self, says: str, mend: str) -> None:
        self.mend = mend
        super().__init__(says)


def looks(workspace: Workspace) -> Iterator[Look]:
    """Look at everything, one after the other; a look that breaks is a wrong one."""
    every: tuple[tuple[str, str, Callable[[], str]], ...] = (
        ("keys", "put the folder keys/ back from a backup", lambda: _keys(workspace)),
        ("disk", "make room, or move the workspace", lambda: _disk(workspace)),
        ("database", "accord restore FILE --workspace NEW", _database),
        ("migrations", "accord serve", _migrations),
        ("facts", "accord facts rebuild", lambda: _facts(workspace)),
        ("originals", "put originals/ and keys/ back from a backup", lambda: _originals(workspace)),
        ("signed record", "accord restore FILE --workspace NEW", _signed),
        ("worker", "accord work", _worker),
        ("address", "set site_url in accord.toml", _address),
        ("mail", "set smtp_url in accord.toml", _mail),
    )
    for name, mend, look in every:
        yield _looked(name, mend, look)


def _looked(name: str, mend: str, look: Callable[[], str]) -> Look:
    try:
        return Look(name, True, look())
    except Wrong as wrong:
        return Look(name, False, str(wrong), wrong.mend)
    except Exception as fault:  # whatever keeps us from looking is what is wrong
        if isinstance(fault, DatabaseError) and _behind():
            return Look(name, False, "the database lacks tables, so this cannot be looked at", "accord serve")
        return Look(name, False, str(fault) or type(fault).__name__, mend)


def _behind() -> bool:
    try:
        return bool(pending_migrations())
    except DatabaseError:
        return False


def _keys(workspace: Workspace) -> str:
    from accord.facts import keys, manifest
    from accord.record.signing import last_entry, server_key

    if workspace.manifest.exists():
        keys.load(workspace, manifest.load(workspace.manifest).keys)
    if last_entry() is not None:
        server_key()
    found = sorted(p for p in workspace.keys.iterdir() if p.is_file())
    open_to_others = [p for p in (workspace.keys, *found) if stat.S_IMODE(p.stat().st_mode) & _ALONE]
    if open_to_others:
        raise Wrong(f"{open_to_others[0]} can be read by other accounts", f"chmod -R u=rwX,go= {workspace.keys}")
    return f"{len(found)} in keys/, for this account only"


def _disk(workspace: Workspace) -> str:
    free = shutil.disk_usage(workspace.root).free
    if free < LEAST_FREE:
        raise Wrong(f"only {free / 1e9:.1f} GB are free", "make room, or move the workspace")
    return f"{free / 1e9:.0f} GB free"


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("select version()")
            return str(cursor.fetchone()[0]).partition(",")[0]
        for check in ("integrity_check", "foreign_key_check"):
            cursor.execute(f"pragma {check}")
            found = [row for row in cursor.fetchall() if row != ("ok",)]
            if found:
                raise Wrong(f"SQLite's {check} says: {found[0]}", "accord restore FILE --workspace NEW")
    return "SQLite is sound"


def _migrations() -> str:
    if pending := pending_migrations():
        raise Wrong(f"the database is older than this version: {pending[0]} is missing", "accord serve")
    return "the database has this version's shape"


def pending_migrations() -> list[str]:
    """What the database lacks of this version's shape."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _facts(workspace: Workspace) -> str:
    from accord.facts import manifest
    from accord.facts.parts import file_name
    from accord.facts.snapshots import parts_of
    from accord.facts.stage import check_quickly

    told = manifest.load(workspace.manifest)
    parts = parts_of(told)
    for _, part in parts.values():
        check_quickly(workspace.facts / file_name(part), part)
    return f"{len(told.imports)} imports, {len(parts)} files of facts, all there"


def _originals(workspace: Workspace) -> str:
    from accord.facts import keys, manifest, originals

    told = manifest.load(workspace.manifest)
    kept = sorted({i.original for i in told.imports if i.original_state == "kept"})
    if not kept:
        return "none are kept"
    sample = kept[:: max(1, len(kept) // SAMPLE)][:SAMPLE]
    opened = keys.load(workspace, told.keys)
    for one in sample:
        originals.verify(one, workspace.originals, opened)
    return f"{len(sample)} of {len(kept)} opened and compared"


def _signed() -> str:
    from accord.record.models import SignedEntry
    from accord.record.signing import faults

    count = SignedEntry.objects.count()
    if count and (found := faults()):
        raise Wrong(found[0], "accord restore FILE --workspace NEW, and tell both signers")
    return f"{count} signed entries, the chain holds"


def _worker() -> str:
    late = waiting_for_a_worker(now=clock.now(), real=datetime.now(UTC))
    if late is not None and late > SILENT:
        raise Wrong(f"work has been due for {late.total_seconds() / 60:.0f} minutes, and nobody does it", "accord work")
    return "nothing waits for it" if late is None else "it is at work"


def waiting_for_a_worker(*, now: datetime, real: datetime) -> timedelta | None:
    """How long the oldest due work has waited while no worker holds any; None where nothing waits."""
    if Job.objects.filter(state=Job.RUNNING, lease_until__gt=real).exists():
        return None
    oldest = Job.objects.filter(state=Job.QUEUED, not_before__lte=now).order_by("not_before").first()
    return now - oldest.not_before if oldest else None


def _address() -> str:
    site = urlsplit(settings.ACCORD.site_url)
    if site.scheme not in ("http", "https") or not site.hostname:
        raise Wrong(f"site_url is {settings.ACCORD.site_url!r}", "write it like https://accord.our-shop.example")
    if site.scheme == "http" and site.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise Wrong(f"{settings.ACCORD.site_url} is not encrypted: passwords would go in the clear", "use https://")
    if site.scheme == "https" and not settings.ACCORD.trusted_proxies:
        raise Wrong("site_url is https, and no proxy is trusted to have encrypted", "set trusted_proxies = 1")
    return settings.ACCORD.site_url


def _mail() -> str:
    from django.core.mail import get_connection

    if not settings.EMAIL_HOST:
        return "nothing is mailed: no smtp_url"
    server = get_connection("django.core.mail.backends.smtp.EmailBackend", timeout=5)
    server.open()
    server.close()
    return f"{settings.EMAIL_HOST} takes mail from us"


def readable(path: Path) -> bool:
    """Whether a file is there and may be read; one that there is not yet counts."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except FileNotFoundError:
        return path.parent.is_dir()
    except OSError:
        return False
    return True
