"""A made-up company's site with a hundred people: ``python -m bench.load.preparing FOLDER PEOPLE``, told as JSON.

``FOLDER`` holds what ``accord demo`` made. People have sessions of their own and no passwords: a hundred of them
signing in at once would measure the hash of passwords. Findings are published by the job that does so every night.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from accord.cli.site import prepare
from accord.pages.demo_company import Company
from accord.workspace.folder import Workspace


def main(folder: Path, people: int, seed: int, orders: int) -> dict[str, Any]:
    """Names of sessions, findings and decisions, for requests to name."""
    workspace = Workspace(folder)
    os.environ["ACCORD_WORKSPACE"] = str(folder)
    prepare(workspace)
    from accord.decisions.models import Decision, Published
    from accord.jobs.worker import Worker
    from accord.pages.facts.demo_site import populate
    from accord.record import clock
    from accord.record.work import queue
    from accord.record.writing import HOUSE

    populate(workspace, Company(seed, orders), with_facts=False)
    now = clock.now()
    queue("analyse", {}, by=HOUSE, now=now)
    Worker().until_idle()
    sessions = [_person(n, now) for n in range(people)]
    _decide(workspace, now)
    Worker().until_idle()  # the drafts' own work; the import must not stand behind it
    return {
        "sessions": sessions,
        "findings": list(Published.objects.order_by("rank").values_list("finding", flat=True)),
        "decisions": [str(d) for d in Decision.objects.values_list("id", flat=True)],
    }


def _person(number: int, now: datetime) -> str:
    """Somebody of either side with a session; returns its name."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accord.people.models import Person
    from accord.people.rights import Role

    role = (Role.MARKETING, Role.IT, Role.FINANCE)[number % 3]
    person = Person.objects.make(email=f"made-up-{number}@made-up.example", name=f"Made-up {number}", role=role)
    person.joined_at = now
    person.save()
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _decide(workspace: Workspace, now: datetime) -> None:
    """Drafts about the first findings that can have one, in the words that the form begins with."""
    from accord.decisions import operations
    from accord.decisions.models import Published
    from accord.pages.decisions import together
    from accord.pages.house import house
    from accord.people.models import Person
    from accord.people.rights import Role

    form = house(workspace).form_for("", "")
    by = Person.objects.filter(role=Role.MARKETING.value).first()
    assert by is not None
    seen: set[str] = set()
    for row in Published.objects.filter(gone_at=None, mid__isnull=False).order_by("rank"):
        if row.about in seen or len(seen) == 5:
            continue
        seen.add(row.about)
        terms = together.first(workspace, row.finding, now=now, form=form)
        operations.draft(together.basis(workspace, row.finding), terms, by=by, now=now)


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])), sys.stdout)
