"""A finding as the row that lists are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accord.analyses import discovery, effects
from accord.decisions.models import Published
from accord.findings import words
from accord.findings.brief import Brief, rank
from accord.findings.finding import Audience, Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id, revision_id
from accord.units.interval import Interval
from accord.units.period import aware

LONGEST_TITLE = 300


def rows_of(brief: Brief, now: datetime) -> dict[str, Published]:
    """A row, not stored, for each finding of a brief: id -> row."""
    form = Format(brief.locale, brief.zone, brief.currency)
    return {finding_id(f): _row(f, place, form, now) for place, f in enumerate(rank(brief.findings), 1)}


def _row(finding: Finding, place: int, form: Format, now: datetime) -> Published:
    return Published(
        finding=finding_id(finding),
        revision=revision_id(finding),
        analysis=finding.analysis,
        subject=finding.subject[:300],
        about=about(finding)[:300],
        cell=finding.cell or "",
        kind=finding.kind,
        start=aware(finding.period.start),
        end=aware(finding.period.end),
        owner_marketing=finding.owner_marketing,
        owner_it=finding.owner_it,
        verdict=finding.verdict,
        rank=place,
        published_at=now,
        changed_at=now,
        **_titles(finding, form),
        **_money(finding),
        **_measured(finding),
    )


def about(finding: Finding) -> str:
    """What a promise on a finding would speak of; the subject itself for an analysis that is no longer here."""
    if finding.analysis not in discovery.names():
        return finding.subject
    return effects.subject_of(discovery.load(finding.analysis), finding)


def _titles(finding: Finding, form: Format) -> dict[str, str]:
    told: tuple[Audience, ...] = ("marketing", "it", "finance")
    return {f"title_{a}": words.title(finding, a, form)[:LONGEST_TITLE] for a in told}


def _money(finding: Finding) -> dict[str, Any]:
    weekly, until = finding.waiting.weekly, finding.waiting.until
    told = {f"waiting_{end}": value for end, value in _ends(weekly).items()}
    told["waiting_until"] = aware(until) if until else None
    if finding.amount:
        told |= {**_ends(finding.amount.interval), "currency": finding.amount.currency}
        told["size"] = abs(told["mid"])
    return told


def _measured(finding: Finding) -> dict[str, Any]:
    measure, value = finding.measured, finding.headline
    if measure is None or value is None:
        return {}
    ends = {"measured_low": value.low, "measured_mid": value.mid, "measured_high": value.high}
    return {**ends, "measured_as": measure.label[:120], "measured_unit": measure.unit}


def _ends(value: Interval) -> dict[str, Any]:
    return {"low": round(value.low), "mid": round(value.mid), "high": round(value.high)}
