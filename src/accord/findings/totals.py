"""Totals that add only what may be added: one kind, one currency, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accord.findings.finding import Finding, Kind
from accord.findings.identity import finding_id
from accord.units.interval import total
from accord.units.money import Amount


@dataclass(frozen=True, slots=True)
class Total:
    """One sum: its kind, the findings in it, and those left out because they speak of the same loss."""

    kind: Kind
    amount: Amount
    counted: tuple[str, ...]
    left_out: tuple[str, ...]


def meet(one: Finding, other: Finding) -> bool:
    """Whether two findings speak of the same thing, so that their amounts must not be added."""
    return any(a.meets(b) for a in one.claims for b in other.claims)


def apart(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Largest first, keep each finding that meets none kept before; the rest is returned second."""
    kept: list[Finding] = []
    left: list[Finding] = []
    for finding in sorted(findings, key=_size, reverse=True):
        (left if any(meet(finding, k) for k in kept) else kept).append(finding)
    return kept, left


def totals(findings: Sequence[Finding]) -> list[Total]:
    """One total for each kind and currency among findings that have an amount."""
    priced = [f for f in findings if f.amount is not None]
    groups = sorted({(f.kind, f.amount.currency) for f in priced if f.amount})
    return [_total([f for f in priced if _group(f) == group], *group) for group in groups]


def _total(findings: list[Finding], kind: Kind, currency: str) -> Total:
    kept, left = apart(findings)
    amount = Amount(total(f.amount.interval for f in kept if f.amount), currency)
    return Total(kind, amount, tuple(finding_id(f) for f in kept), tuple(finding_id(f) for f in left))


def _group(finding: Finding) -> tuple[Kind, str] | None:
    return (finding.kind, finding.amount.currency) if finding.amount else None


def _size(finding: Finding) -> float:
    return abs(finding.amount.interval.mid) if finding.amount else 0.0
