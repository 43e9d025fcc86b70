"""A workspace's folder: where what lies, and the one lock for writers."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

MARK_MADE_UP = "made-up"
"""A file of this name in a workspace says that its facts are made up; demo and real facts never share one."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One organisation's data folder. All paths hang off ``root``; nothing is made before ``create``."""

    root: Path

    @property
    def originals(self) -> Path:
        """Files as they came, encrypted, named by the hash of their content."""
        return self.root / "originals"

    @property
    def facts(self) -> Path:
        """Parquet files, named by content."""
        return self.root / "facts"

    @property
    def manifest(self) -> Path:
        """What is in force; its rename is the only commit point of facts."""
        return self.root / "manifest.json"

    @property
    def rejects(self) -> Path:
        """One file of rejected rows for each import that had any."""
        return self.root / "rejects"

    @property
    def findings(self) -> Path:
        return self.root / "findings"

    @property
    def drawn(self) -> Path:
        """Charts that the analyses drew ahead, named by content; can be drawn again at any time."""
        return self.root / "drawn"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def settings(self) -> Path:
        return self.root / "accord.toml"

    @property
    def charter(self) -> Path:
        return self.root / "charter.yaml"

    @property
    def made_up(self) -> bool:
        """Whether this is a demo's workspace."""
        return (self.root / MARK_MADE_UP).exists()

    def create(self) -> Workspace:
        """Make the folder and its parts, private to the account that runs it. Calling it twice is harmless."""
        for folder in (self.root, self.originals, self.facts, self.rejects, self.findings, self.keys):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writers' lock; a second writer waits its turn. Freed by the kernel if we die."""
        self.create()
        with (self.root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def default_root() -> Path:
    """``ACCORD_WORKSPACE``, else the platform's data folder."""
    named = os.environ.get("ACCORD_WORKSPACE")
    return Path(named) if named else platform_root() / "default"


def platform_root() -> Path:
    """The platform's data folder for accord; each workspace that nobody placed elsewhere is a folder in it."""
    return platformdirs.user_data_path("accord")


def workspace_for(folder: Path) -> Workspace:
    """The workspace that belongs to a folder of exports: one a folder, in the platform's data folder."""
    resolved = folder.resolve()
    mark = hashlib.sha256(str(resolved).encode()).hexdigest()[:8]
    return Workspace(platform_root() / f"{resolved.name}-{mark}")
