"""Learn from the documents, then ask every analysis for the usual period: the last three months of the facts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from accord.clauses.safe_yaml import UnsafeYaml
from accord.clauses.schema import ClauseError
from accord.decisions import briefs
from accord.facts.keys import KeysMissing
from accord.facts.manifest import StoreError
from accord.findings import archive
from accord.findings.brief import Brief
from accord.findings.format import Format
from accord.findings.identity import finding_id, plain
from accord.jobs.apart import CannotBeDone, Tell
from accord.pages.account import NoFacts, brief_of, specs_of
from accord.pages.finding import Context, finding_page
from accord.pages.goals import glances
from accord.pages.goals.worked import forecast_ahead
from accord.pages.learning import learn_where_possible
from accord.pages.renderings.html import draw_ahead
from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting


def do(request: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """The brief, whose findings are kept in the workspace; charts and shared numbers are made ahead of readers.

    ``brief`` is None where there are no facts yet.
    """
    workspace = Workspace(Path(request["workspace"]))
    try:
        learn_where_possible(workspace, tell)
        brief = brief_of(workspace, now=datetime.fromisoformat(request["now"]), progress=tell)
    except NoFacts:
        return {"brief": None}
    except (StoreError, KeysMissing, BadSetting, ClauseError, UnsafeYaml) as reason:
        raise CannotBeDone(str(reason)) from reason
    _draw_ahead(workspace, brief)
    glances.keep(workspace, briefs.keep(workspace, brief), brief.as_of)
    forecast_ahead(workspace, datetime.fromisoformat(request["now"]))
    return {"brief": plain(brief)}


def _draw_ahead(workspace: Workspace, brief: Brief) -> None:
    """Here, where it takes no processor from the pages; of the findings as they were kept, which pages will show."""
    findings = tuple(archive.load(workspace.findings, finding_id(f)) for f in brief.findings)
    form = Format(brief.locale, brief.zone, brief.currency)
    context = Context(form, specs=specs_of(findings))
    draw_ahead([finding_page(f, context, "finance") for f in findings], form, workspace.drawn)
