"""Ask every analysis for the usual period: the last three months that the facts cover."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from accord.clauses.safe_yaml import UnsafeYaml
from accord.clauses.schema import ClauseError
from accord.facts.keys import KeysMissing
from accord.facts.manifest import StoreError
from accord.findings.identity import plain
from accord.jobs.apart import CannotBeDone, Tell
from accord.pages.account import NoFacts, brief_of
from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting


def do(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """The brief, whose findings are kept in the workspace. ``brief`` is None where there are no facts yet."""
    workspace = Workspace(Path(request["workspace"]))
    try:
        brief = brief_of(workspace, now=datetime.fromisoformat(request["now"]), progress=tell)
    except NoFacts:
        return {"brief": None}
    except (StoreError, KeysMissing, BadSetting, ClauseError, UnsafeYaml) as reason:
        raise CannotBeDone(str(reason)) from reason
    return {"brief": plain(brief)}
