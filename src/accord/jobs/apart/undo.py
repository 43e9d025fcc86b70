"""Take imports out of the facts again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accord.facts.keys import KeysMissing
from accord.facts.manifest import StoreError
from accord.facts.store import Store
from accord.facts.undo import undo
from accord.jobs.apart import CannotBeDone, Tell
from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting


def do(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """Take out ``imports``, by id. One that is out already was taken out by an earlier attempt, and stays out."""
    workspace = Workspace(Path(request["workspace"]))
    tell(0, 1, "taking the rows out")
    try:
        there = {i.id for i in Store(workspace).state().imports}
        wanted = [one for one in request["imports"] if one in there]
        told = undo(workspace, wanted) if wanted else None
    except (StoreError, KeysMissing, BadSetting) as reason:
        raise CannotBeDone(str(reason)) from reason
    names = [i.name for i in told.imports] if told else []
    rows = {table: [before, after] for table, (before, after) in told.rows.items()} if told else {}
    return {"files": names, "rows": rows}
