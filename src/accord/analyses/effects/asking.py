"""One question about one subject, asked of one stretch of time after another."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from accord.analyses.base import Analysis, Effect
from accord.analyses.effects.measured import Used
from accord.analyses.run import run
from accord.clauses.charter import Charter
from accord.engines.base import Engine
from accord.findings.finding import Finding, Unit
from accord.findings.identity import finding_id, revision_id
from accord.findings.totals import apart
from accord.units.interval import Interval
from accord.units.period import Period

ALL = "*"
SERVICE = "service:"


@dataclass(frozen=True)
class Asked:
    """What is asked, of what, and as known when. ``named`` is another figure than the analysis's effect, or None."""

    analysis: Analysis[Any]
    engine: Engine
    charter: Charter
    subject: str
    as_of: datetime
    settings: Any
    seed: int
    named: str | None = None

    def __post_init__(self) -> None:
        if self.effect.told == "each" and self.subject != ALL and not self.subject.startswith(SERVICE):
            raise ValueError(f"{self.subject} does not come again; promise about {SERVICE}NAME, or {ALL} for all")

    @property
    def effect(self) -> Effect:
        return self.analysis.effect

    @property
    def figure(self) -> str:
        return self.named or self.effect.figure

    @property
    def currency(self) -> str:
        return self.charter.organisation.currency

    def rng(self, purpose: str) -> np.random.Generator:
        name = f"{self.analysis.name}:{self.subject}:{purpose}"
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def findings(self, period: Period) -> list[Finding]:
        """What is found of the subject in a period, as it was known at its end; by time, nothing counted twice."""
        found = run(
            self.analysis,
            self.engine,
            self.charter,
            period,
            as_of=min(self.as_of, period.end),
            settings=self.settings,
            seed=self.seed,
        )
        mine = [f for f in found if self._speaks(f)]
        kept = apart(mine)[0] if self.effect.told == "each" else mine
        return sorted(kept, key=lambda f: (f.period, f.subject))

    def _speaks(self, finding: Finding) -> bool:
        if self.subject.startswith(SERVICE):
            return self.subject == subject_of(self.analysis, finding)
        return self.subject in (ALL, finding.subject)

    def value(self, finding: Finding) -> Interval | None:
        """The figure in question; None where it was not told, or not in the organisation's currency."""
        return _figure(finding, self.figure) if self.is_ours(finding) else None

    def stand_in(self, finding: Finding) -> Interval | None:
        return _figure(finding, self.effect.stand_in) if self.is_ours(finding) else None

    def is_ours(self, finding: Finding) -> bool:
        """Whether its money is in the organisation's currency; what has no price is in none."""
        if finding.measure:
            return True
        last = finding.subject.rsplit(":", 1)[-1]
        told = finding.amount.currency if finding.amount else last if len(last) == 3 and last.isupper() else None
        return told in (None, self.currency)

    def unit(self, findings: list[Finding]) -> Unit:
        units = [f.unit for found in findings for f in found.figures if f.name == self.figure]
        return units[0] if units else "money"

    def used(self, findings: list[Finding]) -> tuple[Used, ...]:
        values = [self.value(f) for f in findings]
        return tuple(
            Used(finding_id(f), revision_id(f), f.period, v.mid if v else None)
            for f, v in zip(findings, values, strict=True)
        )


def subject_of(analysis: Analysis[Any], finding: Finding) -> str:
    """What a promise made on a finding speaks of: what recurs, because one outage or campaign does not come again."""
    if analysis.effect.told != "each":
        return finding.subject
    service = next((f.value for f in finding.figures if f.name == "service"), None)
    return f"{SERVICE}{service}" if service else ALL


def _figure(finding: Finding, name: str | None) -> Interval | None:
    value = next((f.value for f in finding.figures if f.name == name), None)
    return value if isinstance(value, Interval) else None
