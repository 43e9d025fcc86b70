"""Whole briefs on disk, named by their content, so that a page need not run the analyses again."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import rfc8785

from accord.findings.archive import from_plain
from accord.findings.brief import Brief
from accord.findings.identity import plain
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


class BriefLost(LookupError):  # noqa: N818 - says what happened to it
    """A brief's file is missing, or holds something else than was written."""


def keep(workspace: Workspace, brief: Brief) -> str:
    """Write a brief and return its name (SHA-256 of its canonical JSON, 64 digits); the same content is one file."""
    content = rfc8785.dumps(plain(brief))
    name = hashlib.sha256(content).hexdigest()
    path = _path(workspace, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, content)
    return name


def read(workspace: Workspace, name: str) -> Brief:
    """The brief of that name, as ``keep`` was given it (numbers to nine digits). Raises ``BriefLost``."""
    return _read(_path(workspace, name))


@lru_cache(maxsize=4)
def _read(path: Path) -> Brief:
    try:
        content = path.read_bytes()
    except FileNotFoundError as fault:
        raise BriefLost(f"{path} is missing; restore it from a backup or publish again") from fault
    if hashlib.sha256(content).hexdigest() != path.stem:
        raise BriefLost(f"{path} was changed after it was written; restore it from a backup or publish again")
    made: Brief = from_plain(Brief, json.loads(content))
    return made


def _path(workspace: Workspace, name: str) -> Path:
    return workspace.findings / "briefs" / f"{name}.json"
