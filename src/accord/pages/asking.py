"""One analysis asked with settings of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

from accord.analyses.base import Analysis
from accord.analyses.discovery import load
from accord.analyses.run import run
from accord.findings import archive
from accord.findings.brief import rank
from accord.findings.finding import Audience
from accord.findings.identity import finding_id
from accord.findings.words import say, title
from accord.pages.account import check_told, opened, period_of
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting of an analysis: becomes a flag, a form field, a schema entry."""

    name: str
    kind: str
    default: Any
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One finding in the words of its reader."""

    id: str
    analysis: str
    title: str
    says: str


def fields_of(analysis: Analysis[Any]) -> list[SettingField]:
    """The settings of an analysis in the order of its dataclass."""
    hints = get_type_hints(analysis.settings)
    return [_field(f.name, hints[f.name], f.default) for f in fields(analysis.settings)]


def _field(name: str, hint: Any, default: Any) -> SettingField:
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    return SettingField(name, getattr(hint, "__name__", "str"), default, choices)


def asked(
    workspace: Workspace,
    name: str,
    settings: Mapping[str, Any],
    *,
    now: datetime,
    first: date | None,
    last: date | None,
    audience: Audience,
    seed: int,
) -> tuple[Answer, ...]:
    """Run one analysis and keep its findings. Raises ``ValueError`` for a setting out of bounds, ``NoFacts``."""
    analysis = load(name)
    chosen = analysis.settings(**settings)
    with opened(workspace) as here:
        period, as_of = period_of(here, now, first, last)
        found = run(analysis, here.engine, here.charter, period, as_of=as_of, settings=chosen, seed=seed)
        if not found:
            check_told(here, period, as_of)
        for finding in found:
            archive.save(workspace.findings, finding)
        form = here.form
    return tuple(Answer(finding_id(f), name, title(f, audience, form), say(f, audience, form)) for f in rank(found))
