"""The brief: the findings of a period in four cells, ranked by what it costs to wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accord.findings.finding import CELLS, Cell, Finding
from accord.findings.totals import Total, totals
from accord.units.period import Period


@dataclass(frozen=True, slots=True)
class Missing:
    """What an analysis still needs, and which export would bring it."""

    analysis: str
    question: str
    needs: str
    how_to_get: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """One of the four cells: its totals, or what would measure it."""

    cell: Cell
    totals: tuple[Total, ...]
    findings: int
    missing: tuple[Missing, ...]

    @property
    def measured(self) -> bool:
        return self.findings > 0 or not self.missing


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: for 'where the numbers come from'."""

    file: str
    recognised_as: str
    side: str | None
    rows: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a brief says, for any audience and in any format.

    ``checks`` are sentences on exports that tell the same and whether they agree; ``notes`` what was
    assumed; ``signed`` whether the clauses it rests on have both signatures.
    """

    organisation: str
    period: Period
    as_of: datetime
    currency: str
    locale: str
    zone: str
    cells: tuple[CellAnswer, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    sources: tuple[Source, ...]
    checks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: bool = False
    made_up: bool = False


def rank(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """First what costs most a week to leave as it is, then by size, then by name so that ties are stable.

    What has no price comes after what has one: first what was measured in its own unit, by how much where it is the
    same figure of one question (unlike things are not compared), then what cannot be told.
    """
    return tuple(sorted(findings, key=_weight))


def _weight(finding: Finding) -> tuple[float, float, bool, str, str, float, str]:
    size = abs(finding.amount.interval.mid) if finding.amount else 0.0
    told = finding.headline if finding.measure else None
    measured = abs(told.mid) if told else 0.0
    return (-finding.waiting.weekly.mid, -size, not told, finding.analysis, finding.measure, -measured, finding.subject)


def cells(findings: Sequence[Finding], missing: dict[Cell, tuple[Missing, ...]]) -> tuple[CellAnswer, ...]:
    """The four cells in their fixed order."""
    return tuple(_cell(cell, [f for f in findings if f.cell == cell], missing.get(cell, ())) for cell in CELLS)


def _cell(cell: Cell, findings: Sequence[Finding], missing: tuple[Missing, ...]) -> CellAnswer:
    return CellAnswer(cell, tuple(totals(findings)), len(findings), missing)
