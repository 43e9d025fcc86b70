"""Working out what would come with nothing changed."""

from __future__ import annotations

import uuid
from typing import Any

from accord.analyses.effects import Before
from accord.decisions import queries
from accord.decisions.operations import expect
from accord.findings.archive import from_plain
from accord.findings.finding import Flag
from accord.jobs.aside import aside
from accord.jobs.doing import Work
from accord.record.writing import HOUSE
from accord.verification.asking import question


def run(work: Work) -> dict[str, Any]:
    """Ask the analysis what a draft's promise is held against; the draft and 'done' are one transaction."""
    row = queries.one_decision(work.given["decision"])
    told = aside(work, "promise", {"questions": {str(row.id): {**question(row), "came": False}}})
    answer = told["answers"].get(str(row.id))
    result: dict[str, Any] = {"decision": row.name}
    with work.finishing(result):
        expect(uuid.UUID(str(row.id)), _before(answer), by=HOUSE, now=work.now())
    return result


def _before(answer: dict[str, Any] | None) -> Before | None:
    if answer is None:
        return None
    if "cannot" in answer:
        return Before("", "", "up", "money", "", 0.0, 0, cannot=(Flag("cannot", answer["cannot"]),))
    before: Before = from_plain(Before, answer["before"])
    return before
