"""Files that were dropped and wait for somebody to confirm: private to the account, and no facts yet."""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from accord.facts.bundles import planned
from accord.facts.found import Found, files_in
from accord.workspace.folder import Workspace

_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]+")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Drop:
    """The folder of one drop; files of a side lie in a folder named after it."""

    path: Path

    def files(self) -> list[Found]:
        """What waits, as reading will see it."""
        return planned(files_in([self.path])) if self.path.is_dir() else []

    def add(self, name: str, content: Iterable[bytes], side: str = "") -> Path:
        """Keep one file. A second one of the same name gets a number."""
        folder = self.path / side if side else self.path
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = _free(folder, fit_name(name))
        target.touch(mode=0o600)
        with target.open("wb") as out:
            for chunk in content:
                out.write(chunk)
        return target

    def leave_out(self, shown: str) -> None:
        """Let one file go. Raises ``LookupError`` for a file that does not wait here."""
        found = next((f for f in self.files() if f.shown == shown), None)
        if found is None:
            raise LookupError(f"{shown} does not wait here")
        for held in found.files:
            held.path.unlink()

    def clear(self) -> None:
        """Let all of it go."""
        shutil.rmtree(self.path, ignore_errors=True)  # what stays is cleared by the nightly round


def drop(workspace: Workspace, name: str | uuid.UUID) -> Drop:
    """The drop of that name; its folder is made by the first file. Raises ``ValueError`` for a name that is none."""
    return Drop(waiting_room(workspace) / str(uuid.UUID(str(name))))


def waiting_room(workspace: Workspace) -> Path:
    return workspace.root / "waiting"


def clear_older(workspace: Workspace, age: timedelta) -> int:
    """Clear what has waited longer than ``age``, and what an interrupted upload left; returns how many."""
    before, cleared = time.time() - age.total_seconds(), 0
    room = waiting_room(workspace)
    for path in room.iterdir() if room.exists() else ():
        if path.stat().st_mtime < before:
            cleared += 1
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    return cleared


def fit_name(name: str) -> str:
    """A file name that cannot lead elsewhere, and is not passed over as hidden."""
    bare = _UNFIT.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip().lstrip(".~$") or "file"
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:_LONGEST]}{dot}{ending[:20]}" if dot else bare[:_LONGEST]


def _free(folder: Path, name: str) -> Path:
    target, number = folder / name, 1
    while target.exists():
        number += 1
        path = Path(name)
        target = folder / f"{path.stem} ({number}){path.suffix}"
    return target
