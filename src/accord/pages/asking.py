"""One analysis asked with settings of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
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
    """One setting of an analysis: becomes a flag, a form field, a schema entry.

    ``meaning`` says what it does, ``unit`` and the bounds ``least`` and ``most`` (both included) what it takes.
    """

    name: str
    kind: str
    default: Any
    choices: tuple[str, ...]
    meaning: str = ""
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def help(self) -> str:
        """The meaning in a sentence, with unit and bounds: 'How far ahead to look (1 to 1100 days).'"""
        ends = "" if self.least is None else f"{self.least:g} or more"
        if self.least is not None and self.most is not None:
            ends = f"{self.least:g} to {self.most:g}"
        takes = f"{ends} {self.unit}".strip()
        return f"{self.meaning[:1].upper()}{self.meaning[1:]}" + (f" ({takes})." if takes else ".")


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
    return [_field(f, hints[f.name]) for f in fields(analysis.settings)]


def _field(one: Field[Any], hint: Any) -> SettingField:
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    return SettingField(one.name, getattr(hint, "__name__", "str"), one.default, choices, **one.metadata)


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
