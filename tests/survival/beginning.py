"""A workspace to be killed in: ``python -m tests.survival.beginning FOLDER DECISIONS`` makes people, findings and
decisions that wait for two signatures, and prints them as JSON. Its database is that of ``ACCORD_DATABASE_URL``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accord.cli.site import prepare
from accord.findings.finding import Figure, Finding
from accord.workspace.folder import Workspace

DRAFTS = 200


def main(folder: Path, decisions: int) -> dict[str, Any]:
    """People by role, findings to comment on, findings to draft about, decisions to sign with their versions."""
    prepare(Workspace(folder))
    from accord.decisions import operations
    from accord.findings.identity import finding_id
    from tests.decisions.made import Cast
    from tests.pages.made_up import brief

    now, cast = datetime.now(UTC), Cast()
    told = [_outage(n) for n in range(decisions + DRAFTS)]
    operations.publish(replace(brief(), findings=tuple(told)), now=now)
    signable = [_proposed(cast, found, now) for found in told[:decisions]]
    return {
        "people": {p.role: p.email for p in cast.everybody},
        "owners": {"owner_marketing": str(cast.ada.id), "owner_it": str(cast.ben.id)},
        "ids": {p.role: str(p.id) for p in cast.everybody},
        "findings": [finding_id(found) for found in told[decisions:]],
        "decisions": signable,
    }


def _outage(number: int) -> Finding:
    """An outage of a service of its own, so that a decision of its own can speak of it."""
    from tests.pages.made_up import outage

    figures = tuple(
        Figure("service", "Service", f"Shop {number}", "text") if f.name == "service" else f for f in outage().figures
    )
    return replace(outage(), subject=f"INC-{number}", figures=figures)


def _proposed(cast: Any, found: Finding, now: datetime) -> tuple[str, int]:
    from accord.decisions import operations
    from tests.decisions.made import basis

    row = operations.draft(basis(found), cast.terms(found, today=now.date()), by=cast.ada, now=now)
    row = operations.propose(row.id, version=row.version, by=cast.ada, now=now)
    return str(row.id), row.version


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2])), sys.stdout)
