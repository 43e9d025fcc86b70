"""Prepares a made-up company for a browser: facts, findings, people, and a decision in each state.

Run as a process of its own (``python -m tests.browser.world FOLDER ORDERS``) with ``ACCORD_WORKSPACE`` naming the
workspace; prints what the tests need to know as JSON. Everything in it is made up.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LONG = "This is a made-up and rather long remark, as they come when a week was bad. " * 12


RESTING, RESTING_WORD = "ren@made-up.example", "amber kettle meadow 73"


def main(orders: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.record.settings")
    from accord.cli import site
    from accord.pages.demo_company import Company, import_shown, settle_in
    from accord.workspace.folder import Workspace

    workspace = Workspace(Path(os.environ["ACCORD_WORKSPACE"]))
    company = Company(orders=orders, visits_days=2)
    workspace.create()
    settle_in(workspace, company)
    site.prepare(workspace, without_backup=True)
    import_shown(workspace, now=_morning(company).replace(tzinfo=None))
    sys.stdout.write(json.dumps(_with_people(workspace, company)) + "\n")


def _morning(company: Any) -> datetime:
    from accord.pages.demo_company import first_moment

    return first_moment(company).astimezone(UTC)


def _with_people(workspace: Any, company: Any) -> dict[str, Any]:
    from accord.decisions.operations import publish
    from accord.pages.account import brief_of
    from accord.pages.facts.demo_site import populate
    from accord.pages.learning import learn_where_possible
    from accord.record import clock

    ways = {one.email: one.password for one in populate(workspace, company, with_facts=False)}
    learn_where_possible(workspace)
    brief = brief_of(workspace, now=clock.now().replace(tzinfo=None))
    publish(brief, now=clock.now())
    ways[RESTING] = RESTING_WORD
    return {"ways": ways, **Rows(workspace, brief).all()}


class Rows:
    """What people have done."""

    def __init__(self, workspace: Any, brief: Any) -> None:
        from accord.findings.identity import finding_id
        from accord.people.models import Person
        from accord.record import clock

        self.workspace, self.now, self.used = workspace, clock.now() - timedelta(hours=2), -1
        self.findings = [finding_id(f) for f in sorted(brief.findings, key=lambda f: f.amount is None)]
        self.who = {role: Person.objects.filter(role=role).first() for role in ("cmo", "cio", "marketing", "it")}

    def all(self) -> dict[str, Any]:
        decisions = self._decisions()
        return {
            "finding": self.findings[0],
            "open_finding": self.findings[self.used + 1],
            **decisions,
            **self._said(decisions),
            **self._charter(),
            **self._access(),
            **self._facts(),
        }

    def _draft(self, **said: Any) -> Any:
        """About the next finding of which no decision speaks yet."""
        from accord.record.refusals import Unfinished

        while True:
            self.used += 1
            try:
                return self._draft_about(self.findings[self.used], **said)
            except Unfinished:
                continue

    def _draft_about(self, name: str, **said: Any) -> Any:
        from accord.decisions import operations
        from accord.findings import archive
        from accord.pages.decisions.together import basis
        from accord.record.refusals import Unfinished
        from tests.decisions.made import terms

        found = archive.load(self.workspace.findings, name)
        owners = {"owner_marketing": str(self.who["marketing"].id), "owner_it": str(self.who["it"].id)}
        text = terms(found, self.now.date(), **owners, **said)
        if text.promise.unit != "money":  # the made-up terms promise money
            raise Unfinished
        before = {"baseline": {"mid": 2.4e6, "low": 1.5e6, "high": 3.3e6}, "seconds": 7_862_400, "version": 1}
        asked = replace(basis(self.workspace, name), baseline=before)
        return operations.draft(asked, text, by=self.who["marketing"], now=self.now)

    def _proposed(self, *signers: str) -> Any:
        from accord.decisions import operations
        from tests.decisions.made import again

        row = self._draft()
        row = operations.propose(row.id, version=row.version, by=self.who["marketing"], now=self.now)
        for one in signers:
            row = operations.sign(row.id, version=row.version, proof=again(self.now), by=self.who[one], now=self.now)
        return row

    def _decisions(self) -> dict[str, str]:
        from accord.decisions import operations
        from tests.verification.test_verifying import BROKEN, KEPT, look

        long = "A made-up title that is long enough to need a second and perhaps a third line"
        rows = {"draft": self._draft(title=long), "proposed": self._proposed("cio")}
        rows["in_force"] = self._proposed("cmo", "cio")
        today, self.now = self.now, self.now - timedelta(days=130)
        for verdict, measured in (("kept", KEPT), ("broken", BROKEN)):
            rows[verdict] = self._proposed("cmo", "cio")
            look(rows[verdict], measured)
        self.now = today
        gone = self._proposed()
        operations.withdraw(gone.id, by=self.who["marketing"], now=self.now)
        return {name: str(row.id) for name, row in rows.items()}

    def _said(self, decisions: dict[str, str]) -> dict[str, str]:
        from accord.comments.operations import say, say_back
        from accord.pages.decisions.opened import to_say_back

        for kind, subject in (("finding", self.findings[0]), ("decision", decisions["proposed"])):
            say(by=self.who["cio"], kind=kind, subject=subject, text="Is that so, @marketing?", now=self.now)
            say(by=self.who["marketing"], kind=kind, subject=subject, text=LONG, now=self.now)
        asked = to_say_back(self.who["cio"], decisions["proposed"])
        say_back(by=self.who["cio"], text="You pay something.", now=self.now, **asked)
        return {}

    def _charter(self) -> dict[str, str]:
        from accord.charter import operations
        from tests.charter.made import again

        def proposal(clause: str, content: Any, by: str) -> Any:
            row = operations.draft(clause, content, reason="The sale needs it.", by=self.who[by], now=self.now)
            return operations.propose(row.id, version=row.version, by=self.who[by], now=self.now)

        liaisons = [{"name": "Made-up Lio", "side": "it"}]
        row = proposal("liaisons", liaisons, "it")
        for one in ("cmo", "cio"):
            row = operations.sign(row.id, version=row.version, proof=again(self.now), by=self.who[one], now=self.now)
        waiting = proposal("liaisons", [*liaisons, {"name": "Made-up Ada", "side": "marketing"}], "marketing")
        return {"in_charter": str(row.id), "proposal": str(waiting.id)}

    def _access(self) -> dict[str, str]:
        from accord.pages.joint_calendar.feeds import make_feed
        from accord.pages.sharing import make_link
        from accord.people.operations import invite, make_token
        from accord.people.rights import Role
        from accord.post.links import stop_link
        from accord.record.writing import HOUSE

        cmo = self.who["cmo"]
        make_feed(by=cmo, name="A made-up telephone", side="", now=self.now)
        make_token(by=cmo, kind="api", name="A made-up program", now=self.now)
        path = f"/findings/{self.findings[0]}"
        _, shared = make_link(by=cmo, path=path, name="A finding", days=14, outside=True, audience="it", now=self.now)
        resting = self._resting()
        _, joining = invite(by=HOUSE, email="new@made-up.example", role=Role.IT, now=self.now)
        return {
            "shared": shared,
            "joining": joining,
            "person": str(self.who["it"].id),
            "resting": str(resting.id),
            "stop": stop_link(cmo.pk, "news"),
        }

    def _resting(self) -> Any:
        """A second head of IT, whose account somebody else opened an hour ago."""
        from accord.people.models import Person
        from accord.people.rights import Role

        made = Person(email=RESTING, name="Made-up Ren", role=Role.CIO.value, side="it", audience="it")
        made.joined_at, made.signs_from = self.now, self.now + timedelta(hours=49)
        made.rests_since = "Made-up Sam let Made-up Ren in"
        made.set_password(RESTING_WORD)
        made.save()
        return made

    def _facts(self) -> dict[str, str]:
        from accord.facts import manifest
        from accord.record import work
        from accord.record.writing import HOUSE
        from tests.web.scenes_facts import _dropped

        kept = manifest.load(self.workspace.manifest).imports
        job = work.queue("made_up", {}, by=HOUSE, now=self.now)
        return {"import": kept[0].id, "drop": str(_dropped()), "work": str(job.id)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
