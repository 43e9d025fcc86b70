"""Working out the findings anew."""

from __future__ import annotations

from typing import Any

from accord.decisions.operations import prepared, put_in_force, put_none_in_force
from accord.findings.archive import from_plain
from accord.findings.brief import Brief
from accord.jobs.aside import aside
from accord.jobs.doing import Work
from accord.record.writing import HOUSE


def run(work: Work) -> dict[str, Any]:
    """Ask every analysis, then publish what they found: what is published and 'done' are one transaction."""
    told = aside(work, "analyse", {})["brief"]
    if told is None:
        with work.finishing({"findings": 0}):
            put_none_in_force(now=work.now())
        return {"findings": 0}
    brief: Brief = from_plain(Brief, told)
    result = {"findings": len(brief.findings)}
    now = work.now()
    ready = prepared(brief, now=now)
    with work.finishing(result):
        put_in_force(ready, by=HOUSE, now=now)
    return result
