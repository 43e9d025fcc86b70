"""Moving the demo's clock."""

from __future__ import annotations

from datetime import date
from typing import Any

from accord.jobs.after import facts_changed
from accord.jobs.aside import aside
from accord.jobs.doing import Work
from accord.pages.demo_company import company_of, moment_of
from accord.record import clock


def run(work: Work) -> dict[str, Any]:
    """Read what the company exported up to the day, then move: on the new day its facts are there, as in life."""
    until = work.given["until"]
    told = aside(work, "make_demo", {"until": until})
    to = moment_of(date.fromisoformat(until), company_of(work.workspace))
    with work.finishing(told):
        clock.move(to)
        facts_changed(by=work.by, now=to)
    return told
