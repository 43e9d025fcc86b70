"""Make up a company: write the exports of the months shown and read them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from accord.facts.manifest import StoreError
from accord.findings.identity import plain
from accord.jobs.apart import CannotBeDone, Tell
from accord.pages.demo_company import import_later, import_shown
from accord.workspace.folder import Workspace


def do(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """The months shown, or with ``until`` (a day) the later months up to it."""
    workspace, now = Workspace(Path(request["workspace"])), datetime.fromisoformat(request["now"])
    try:
        if request["until"]:
            report = import_later(workspace, date.fromisoformat(request["until"]), now=now, progress=tell)
        else:
            report = import_shown(workspace, now=now, progress=tell)
    except (StoreError, ValueError) as reason:
        raise CannotBeDone(str(reason)) from reason
    return {"report": plain(report), "first_rows": []}
