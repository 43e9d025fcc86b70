"""The whole account of a period: every analysis asked, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.analyses.base import Analysis
from accord.analyses.discovery import discover
from accord.analyses.run import run
from accord.clauses.charter import Charter
from accord.engines.base import Engine
from accord.findings.brief import Missing
from accord.findings.finding import Cell, Finding
from accord.units.period import Period

Progress = Callable[[int, int, str], None]

CLAUSES_FOR: dict[str, str] = {
    "outages": "a services clause that ties a service to orders",
    "error_budgets": "a services clause with an objective (SLO)",
    "load": "a services clause that ties a service to orders",
}
"""Analyses that stay silent without a certain clause, and what it must say."""


@dataclass(frozen=True, slots=True)
class Account:
    """All findings of a period, and what would measure more: by cell, and in one list."""

    findings: tuple[Finding, ...]
    missing_by_cell: Mapping[Cell, tuple[Missing, ...]]
    missing: tuple[Missing, ...]


def account(
    engine: Engine,
    charter: Charter,
    period: Period,
    *,
    as_of: datetime,
    filled: Collection[str],
    how_to_get: Mapping[str, str],
    seed: int = 0,
    progress: Progress | None = None,
) -> Account:
    """Ask every analysis. ``filled`` are the fact tables that have rows; ``how_to_get`` says, by table, which export
    brings one. ``progress`` is called before each analysis with (done, total, its title)."""
    asked = sorted(discover(), key=lambda analysis: analysis.hears)
    findings: list[Finding] = []
    for done, analysis in enumerate(asked):
        if progress:
            progress(done, len(asked), analysis.title)
        told = tuple(findings) if analysis.hears else ()
        findings += run(analysis, engine, charter, period, as_of=as_of, seed=seed, told=told)
    if progress:
        progress(len(asked), len(asked), "done")
    lacking = {a.name: _missing(a, charter, filled, how_to_get) for a in asked}
    by_cell: dict[Cell, tuple[Missing, ...]] = {}
    for analysis in asked:
        if analysis.cell is not None:
            whole = tuple(m for m in lacking[analysis.name] if not m.partly)
            by_cell[analysis.cell] = by_cell.get(analysis.cell, ()) + whole
    return Account(tuple(findings), by_cell, tuple(m for ms in lacking.values() for m in ms))


def _missing(
    analysis: Analysis[Any], charter: Charter, filled: Collection[str], how_to_get: Mapping[str, str]
) -> tuple[Missing, ...]:
    tables = [(t, False) for t in analysis.needs.tables] + [(t, True) for t in analysis.needs.optional]
    found = [
        Missing(analysis.name, analysis.question, table.replace("_", " "), how_to_get.get(table, ""), partly)
        for table, partly in tables
        if table not in filled
    ]
    if analysis.name in CLAUSES_FOR and not _has_clause(analysis.name, charter):
        where = "Charter, services: propose one. Without the site: charter.yaml, which accord init writes with comments"
        found.insert(0, Missing(analysis.name, analysis.question, CLAUSES_FOR[analysis.name], where))
    return tuple(found)


def _has_clause(name: str, charter: Charter) -> bool:
    if name == "error_budgets":
        return any(s.slos for s in charter.services)
    return any(s.carries for s in charter.services)
