"""Workers that are killed with signal 9 at random moments: run as ``python -m tests.jobs.killing FOLDER KILLS SEED``.

It works on a workspace of its own (its database from ``ACCORD_DATABASE_URL``, else SQLite) and prints as JSON what
became of the work. A killed worker's lease is over at once here; in life that takes half a minute.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from accord.cli.site import prepare
from accord.facts.store import Store
from accord.workspace.folder import Workspace

KILLS_A_JOB = 3
ROWS = 3_000
LONGEST = 5.0


def main(folder: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill ``kills`` workers over as many imports as that takes, then let the rest be done."""
    workspace, rng = Workspace(folder), random.Random(seed)
    prepare(workspace)
    files = -(-kills // KILLS_A_JOB)
    left = kills
    for number in range(files):
        _queue(workspace, number)
        for _ in range(min(KILLS_A_JOB, left)):
            _work(rng.uniform(0.0, LONGEST), killed=True)
            left -= 1
        _until_idle()
    return _came_to(workspace)


def _queue(workspace: Workspace, number: int) -> None:
    import uuid

    from accord.pages.facts.waiting import drop
    from accord.record import work
    from accord.record.writing import HOUSE

    name = uuid.uuid4()
    rows = "".join(f"{number}-{n},2026-10-01T10:00:00Z,19.90,EUR,placed\n" for n in range(ROWS))
    text = f"order_id,ordered_at,amount,currency,status\n{rows}"
    drop(workspace, name).add(f"orders-{number}.csv", [text.encode()], "marketing")
    work.queue("import_files", {"drop": str(name)}, by=HOUSE, now=datetime.now(UTC), key=str(name))


def _work(seconds: float, *, killed: bool) -> None:
    """Have a worker of its own process for so long, then end it and its lease."""
    worker = _fork()
    time.sleep(seconds)
    os.kill(worker, signal.SIGKILL if killed else signal.SIGTERM)
    os.waitpid(worker, 0)
    _end_leases()


def _fork() -> int:
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    from accord.jobs.worker import Worker

    worker = Worker()
    signal.signal(signal.SIGTERM, lambda *_: worker.stop.set())
    worker.run()
    os._exit(0)


def _end_leases() -> None:
    from accord.record.models import Job

    Job.objects.filter(state=Job.RUNNING).update(lease_until=datetime.now(UTC) - timedelta(seconds=1))


def _until_idle() -> None:
    from accord.record import work

    worker, deadline = _fork(), time.monotonic() + 240
    while work.open_jobs() and time.monotonic() < deadline:
        time.sleep(0.5)
    os.kill(worker, signal.SIGTERM)
    os.waitpid(worker, 0)


def _came_to(workspace: Workspace) -> dict[str, Any]:
    from accord.record.models import Activity, Job

    state = Store(workspace).state()
    told = Activity.objects.filter(verb="imported").values_list("details", flat=True)
    return {
        "imports": sorted(i.id for i in state.imports),
        "rows": state.tables["orders"].rows,
        "told": sorted(one for details in told for one in details["imports"]),
        "open": Job.objects.filter(state__in=(Job.QUEUED, Job.RUNNING)).count(),
        "states": {
            f"{kind} {state}": Job.objects.filter(kind=kind, state=state).count()
            for kind, state in Job.objects.values_list("kind", "state").distinct()
        },
        "errors": list(Job.objects.exclude(error="").values_list("error", flat=True)),
        "said": [
            (f["file"], f["status"], f["error"])
            for job in Job.objects.filter(kind="import_files")
            for f in job.result.get("report", {}).get("files", ())
        ],
        "attempts": max(Job.objects.values_list("attempts", flat=True)),
        "waiting": [str(p) for p in (workspace.root / "waiting").rglob("*.csv")],
    }


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
