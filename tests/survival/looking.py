"""What is left when the site has died for the last time: ``python -m tests.survival.looking FOLDER``, as JSON.

Work that waits is done first; a dead worker's lease is over at once here, in life it takes half a minute.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from accord.cli.site import prepare
from accord.facts.store import Store
from accord.workspace.folder import Workspace


def main(folder: Path) -> dict[str, Any]:
    """Everything that was kept, by kind, and each change's rows of activity beside it."""
    workspace = Workspace(folder)
    prepare(workspace)
    _finish_work()
    return {"database": _sound(), **_said(), **_decided(), **_facts(workspace), **_work()}


def _finish_work() -> None:
    from accord.jobs.worker import Worker
    from accord.record.models import Job

    Job.objects.filter(state=Job.RUNNING).update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
    Worker().until_idle()


def _sound() -> list[str]:
    """Faults of the database and of the chain of signatures."""
    from django.db import connection

    from accord.record import signing

    faults = signing.faults()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            faults += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            faults += [str(row) for row in cursor.fetchall()]
    return faults


def _activity(verb: str, kind: str) -> Any:
    from accord.record.models import Activity

    return Activity.objects.filter(verb=verb, subject_kind=kind)


def _said() -> dict[str, Any]:
    from accord.comments.models import Comment

    return {
        "comments": list(Comment.objects.values_list("text", flat=True)),
        "comments_told": _activity("commented", "finding").count(),
    }


def _decided() -> dict[str, Any]:
    from accord.decisions.models import Decision, Signed
    from accord.record.models import Outbox, SignedEntry

    by_decision = Counter(str(d) for d in Signed.objects.values_list("decision", flat=True))
    told = _activity("signed", "decision").values_list("subject", "actor")
    asked = Outbox.objects.filter(kind="signed_by_both").values_list("given__decision", flat=True)
    return {
        "decisions": [
            {"id": str(d.id), "state": d.state, "entry": d.entry, "signatures": by_decision[str(d.id)]}
            for d in Decision.objects.all()
        ],
        "drafts_told": [str(s) for s in _activity("drafted", "decision").values_list("subject", flat=True)],
        "signatures": [(str(d), str(p)) for d, p in Signed.objects.values_list("decision", "person")],
        "signatures_told": [(str(d), str(p)) for d, p in told],
        "entries": list(SignedEntry.objects.values_list("sequence", flat=True)),
        "mails_of_both": sorted(Counter(asked).items()),
    }


def _facts(workspace: Workspace) -> dict[str, Any]:
    state = Store(workspace).state()
    told = _activity("imported", "import").values_list("details", flat=True)
    return {
        "imports": sorted(i.id for i in state.imports),
        "files": sorted(i.name for i in state.imports),
        "rows": state.tables["orders"].rows if "orders" in state.tables else 0,
        "imports_told": sorted(one for details in told for one in details["imports"]),
        "drops_told": _activity("dropped", "drop").count(),
        "confirmed_told": _activity("confirmed", "drop").count(),
        "partial": [p.name for p in workspace.root.rglob("*.partial")],
    }


def _work() -> dict[str, Any]:
    from accord.record.models import Job

    open_ones = Job.objects.filter(state__in=(Job.QUEUED, Job.RUNNING), not_before__lte=datetime.now(UTC))
    return {
        "open": [f"{j.kind} {j.state}" for j in open_ones],
        "read": Job.objects.filter(kind="import_files", state=Job.DONE).count(),
        "reads": Job.objects.filter(kind="import_files").count(),
        "errors": list(Job.objects.exclude(error="").values_list("kind", "error")),
        "attempts": max(Job.objects.values_list("attempts", flat=True), default=0),
    }


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
