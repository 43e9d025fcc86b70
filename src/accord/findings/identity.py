"""What a finding is called, and what a revision of it is called."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import rfc8785

from accord.findings.finding import Finding


def finding_id(finding: Finding) -> str:
    """Analysis, subject and period: the same question about the same thing keeps its name."""
    period = finding.period
    return _hash([finding.analysis, finding.subject, period.start.isoformat(), period.end.isoformat()])[:10]


def revision_id(finding: Finding) -> str:
    """The whole content, quantised, in canonical JSON (RFC 8785); the engine is not part of it."""
    return _hash(plain(finding))[:16]


def content_id(value: Any) -> str:
    """A name for any plain value, dataclass fields included."""
    return _hash(plain(value))[:16]


def plain(value: Any) -> Any:
    """Dataclasses, times and numbers as plain JSON values; floats keep nine significant digits."""
    if hasattr(value, "__dataclass_fields__"):
        told = ((f, getattr(value, f.name)) for f in value.__dataclass_fields__.values())
        return {f.name: plain(v) for f, v in told if not (f.metadata.get("left_out") and v == f.default)}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _number(value)


def _number(value: Any) -> Any:
    if isinstance(value, bool | str | type(None)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    number = float(f"{float(value):.9g}")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _hash(value: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()
