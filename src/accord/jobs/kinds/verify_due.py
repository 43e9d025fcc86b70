"""Looking whether promises were kept that are due."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from accord.analyses.effects import Measured
from accord.decisions import queries
from accord.decisions.models import Decision
from accord.findings.archive import from_plain
from accord.jobs.aside import aside
from accord.jobs.doing import Work
from accord.record.refusals import Unfinished
from accord.record.writing import HOUSE
from accord.units.period import aware
from accord.verification.asking import question
from accord.verification.operations import NotYet, verify


def run(work: Work) -> dict[str, Any]:
    """Measure every promise that is due, then store all verdicts and 'done' in one transaction."""
    due = {str(row.id): row for row in queries.due(work.now())}
    if not due:
        return {"checked": 0, "waiting": []}
    asked = {name: {**question(row), "came": True} for name, row in due.items()}
    told = aside(work, "promise", {"questions": asked})
    result: dict[str, Any] = {"checked": 0, "waiting": []}
    with work.finishing(result):
        for name, answer in told["answers"].items():
            _store(due[name], answer, told, result, work.now())
    return result


def _store(row: Decision, answer: dict[str, Any], told: dict[str, Any], result: dict[str, Any], now: datetime) -> None:
    if "cannot" in answer:
        result["waiting"].append(f"{row.name}: {answer['cannot']}")
        return
    measured: Measured = from_plain(Measured, answer["measured"])
    as_of = aware(datetime.fromisoformat(told["as_of"]))
    try:
        verify(uuid.UUID(str(row.id)), measured, facts=told["facts"], as_of=as_of, by=HOUSE, now=now)
        result["checked"] += 1
    except (NotYet, Unfinished) as reason:
        result["waiting"].append(str(reason))
