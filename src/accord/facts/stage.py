"""A private place where the next state is prepared, and the one step that puts it in force."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from accord.engines.files import literal
from accord.facts import manifest as manifests
from accord.facts.manifest import Damaged, Manifest, Part, StoreError
from accord.facts.merge import Merger
from accord.facts.originals import digest_of
from accord.facts.parts import file_name
from accord.facts.snapshots import files_of, names_of
from accord.workspace.folder import Workspace
from accord.workspace.safely import sync_file, sync_folder
from accord.workspace.settings import Settings


@dataclass(frozen=True, slots=True)
class Stage:
    """Files on their way into the store: nothing here counts before ``publish``."""

    workspace: Workspace
    root: Path

    @property
    def facts(self) -> Path:
        return self.root / "facts"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def rejects(self) -> Path:
        return self.root / "rejects"

    @property
    def scratch(self) -> Path:
        """Readers' output, opened originals, and what DuckDB spills."""
        return self.root / "scratch"

    def locate(self, part: Part) -> Path:
        """Where a part lies: here when it is new, else in the store. Raises ``Damaged`` when it is nowhere."""
        staged, stored = self.facts / file_name(part), self.workspace.facts / file_name(part)
        if staged.exists():
            return staged
        check_quickly(stored, part)
        return stored

    def publish(self, manifest: Manifest, also: Collection[str] = ()) -> None:
        """Put ``manifest`` and the staged files that it names in force; the manifest's rename is what counts.

        ``also`` names further staged files that are wanted. Files no longer wanted stay until the next ``sweep``.
        Raises ``OSError`` when the disk refuses; then the old state stands. A refused ``fsync`` is not tried
        again: the kernel may have dropped the data and say yes the second time.
        """
        store, wanted = self.workspace, names_of(manifest) | set(also)
        pairs = ((self.facts, store.facts), (self.originals, store.originals), (self.rejects, store.rejects))
        for staged, folder in pairs:
            names = sorted(p for p in staged.iterdir() if p.name in wanted)
            for path in names:
                sync_file(path)
                path.replace(folder / path.name)
            if names:
                sync_folder(folder)
        manifests.save(store.manifest, manifest)


def check_quickly(path: Path, part: Part) -> None:
    """Whether a Parquet file is there in its full size, with its marks at both ends. Raises ``Damaged``."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            size = file.seek(0, 2)
            file.seek(max(size - 4, 0))
            tail = file.read(4)
    except FileNotFoundError as fault:
        raise Damaged(damage(path, "is missing")) from fault
    if (head, tail, size) != (b"PAR1", b"PAR1", part.bytes):
        raise Damaged(damage(path, "is damaged"))


@contextmanager
def staging(workspace: Workspace) -> Iterator[Stage]:
    """A stage that is gone afterwards, whatever happened. A full disk becomes a ``StoreError``."""
    workspace.create()
    with _plainly(workspace), _claimed(workspace) as root:
        stage = Stage(workspace, root)
        try:
            for folder in (stage.facts, stage.originals, stage.rejects, stage.scratch):
                folder.mkdir(mode=0o700)
            yield stage
        finally:
            shutil.rmtree(root, ignore_errors=True)  # what stays is swept by the next writer


@contextmanager
def _claimed(workspace: Workspace) -> Iterator[Path]:
    """A folder whose lock file we hold while we live, so that a sweep can tell it from a dead writer's."""
    parent = workspace.root / "staging"
    parent.mkdir(mode=0o700, exist_ok=True)
    with readers_lock(workspace):  # no sweep may see the lock file before it is locked
        handle, name = tempfile.mkstemp(dir=parent, suffix=".lock")
        fcntl.flock(handle, fcntl.LOCK_EX)
        root = Path(name).with_suffix(".files")
        root.mkdir(mode=0o700)
    try:
        yield root
    finally:
        Path(name).unlink(missing_ok=True)  # while we hold it: nobody may take it for a dead writer's
        os.close(handle)


@contextmanager
def _plainly(workspace: Workspace) -> Iterator[None]:
    """A disk that refuses, in words."""
    import duckdb

    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS):
            raise StoreError(_refused(workspace, fault.strerror)) from fault
        raise
    except duckdb.IOException as fault:
        raise StoreError(_refused(workspace, str(fault).splitlines()[0])) from fault
    except duckdb.OutOfMemoryException as fault:
        told = f"merging needs more than memory_mb allows ({str(fault).splitlines()[0]})"
        raise StoreError(f"{told}. Raise it in accord.toml; nothing was changed") from fault


def _refused(workspace: Workspace, why: str | None) -> str:
    return f"the disk under {workspace.root} refused: {why}. Make room or mend it, and try again; nothing was changed"


@contextmanager
def merging(stage: Stage, settings: Settings) -> Iterator[Merger]:
    """A merger that works within the settings' memory and spills into the stage."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{settings.memory_mb}MB'")
        connection.execute(f"set temp_directory = {literal(str(stage.scratch))}")
        if settings.threads:
            connection.execute(f"set threads = {settings.threads}")
        try:
            yield Merger(connection, stage.locate, stage.facts)
        except duckdb.Error as fault:
            name_the_damaged(stage.workspace, fault)
            raise


def name_the_damaged(workspace: Workspace, fault: Exception) -> None:
    """Raise ``Damaged`` for the first Parquet file that is not what its name says; return when all are."""
    for path in sorted(workspace.facts.glob("*.parquet")):
        if digest_of(path) != path.stem:
            raise Damaged(damage(path, "is damaged")) from fault


def damage(path: Path, what: str) -> str:
    """What is told of a damaged file."""
    return f"{path} {what}. 'accord facts rebuild' makes it anew from the originals; nothing was changed"


@contextmanager
def readers_lock(workspace: Workspace) -> Iterator[None]:
    """Shared by all who read: while anyone holds it, no file is swept away under them.

    On a read-only disk nobody can sweep, and the facts can still be read.
    """
    try:
        workspace.create()
        lock = (workspace.root / "readers.lock").open("a")
    except OSError as fault:
        if fault.errno != errno.EROFS:
            raise
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def sweep(workspace: Workspace, manifest: Manifest) -> bool:
    """Delete what ``manifest`` does not name: strays of a crash, and what was undone. Call it as the writer.

    Does nothing and returns False while somebody reads; the next writer sweeps then.
    """
    with (workspace.root / "readers.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        wanted = files_of(workspace, manifest)
        for folder in (workspace.facts, workspace.originals, workspace.rejects):
            for path in folder.iterdir():
                if path.name not in wanted:
                    path.unlink()
            sync_folder(folder)
        _sweep_dead_stages(workspace.root / "staging")
    return True


def sweep_for_good(workspace: Workspace) -> None:
    """Sweep, waiting for readers to end, so that what was let go is off the disk on return.

    The writers' lock is held only while sweeping: a reader who wants to write cannot lock us both out.
    """
    while True:
        with workspace.writing():
            if sweep(workspace, manifests.load(workspace.manifest)):
                return
        time.sleep(0.1)


def _sweep_dead_stages(parent: Path) -> None:
    if not parent.exists():
        return
    for root in parent.glob("*.files"):
        if _is_dead(root.with_suffix(".lock")):
            shutil.rmtree(root)
    for lock in parent.glob("*.lock"):
        if _is_dead(lock) and not lock.with_suffix(".files").exists():
            lock.unlink(missing_ok=True)


def _is_dead(lock: Path) -> bool:
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True
