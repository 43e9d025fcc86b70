"""Two proposals to one clause, both signed by one side, get the other side's signature at the same moment.

Run with a workspace's folder: prints what became of each as JSON. It is a process of its own, because only committed
rows can race.
"""

from __future__ import annotations

import json
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accord.pages.workspaces import begin
from accord.record.start import prepare
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.charter.models import Proposal
    from tests.charter.made import Team

ROUNDS = 4


def main(root: Path) -> None:
    workspace = Workspace(root)
    begin(workspace)
    (root / "waiting").mkdir(exist_ok=True)
    prepare(workspace)
    sys.stdout.write(json.dumps([_round(i) for i in range(ROUNDS)]))


def _round(i: int) -> dict[str, object]:
    from accord.charter import queries
    from accord.charter.models import ClauseVersion, Proposal
    from accord.people.models import Person
    from accord.record import signing
    from tests.charter.made import CHECKOUT, Team

    team = Team() if not Person.objects.exists() else _team()
    rows = [team.proposed(content=[{**CHECKOUT, "segment": f"{i}-{n}"}]) for n in range(2)]
    for row in rows:
        team.signed(row, team.cmo, datetime.now(UTC))
    faults: list[str] = []
    start = threading.Barrier(len(rows))
    threads = [threading.Thread(target=_sign, args=(row, team, start, faults)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(Proposal.objects.get(pk=row.pk).state for row in rows)
    number = queries.in_force()["services"].number
    return {"states": states, "faults": faults, "number": number, "expected": i + 1,
            "versions": ClauseVersion.objects.filter(clause="services").count(), "chain": signing.faults()}  # fmt: skip


def _team() -> Team:
    from accord.people.models import Person
    from tests.charter.made import Team

    team = Team.__new__(Team)
    by_role = {p.role: p for p in Person.objects.all()}
    team.cmo, team.cio, team.ada, team.ben = (by_role[r] for r in ("cmo", "cio", "marketing", "it"))
    return team


def _sign(row: Proposal, team: Team, start: threading.Barrier, faults: list[str]) -> None:
    from django.db import connection

    start.wait()
    try:
        team.signed(row, team.cio, datetime.now(UTC))
    except Exception as fault:  # each outcome is told to the test
        faults.append(type(fault).__name__)
    finally:
        connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
