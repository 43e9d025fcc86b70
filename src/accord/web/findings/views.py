"""Views of findings."""

from __future__ import annotations

from django.contrib import messages
from django.urls import reverse

from accord.comments import operations as comments
from accord.pages import findings as pages
from accord.pages import opened
from accord.web import door


@door.page("findings/list.html", step="findings", kept=True, alike=True)
def findings(asked: door.Asked) -> pages.FindingsPage:
    wanted = pages.asked_for(asked.query)
    return pages.findings_page(asked.person, wanted, audience=asked.audience, form=asked.form, made_up=asked.made_up)


@door.page("findings/finding.html", step="findings", kept=True, alike=True)
def finding(asked: door.Asked, name: str) -> opened.OpenedPage:
    return opened.opened_page(
        asked.person,
        asked.workspace,
        name,
        revision=asked.query.get("revision", ""),
        audience=asked.audience,
        form=asked.form,
        made_up=asked.made_up,
    )


@door.page("findings/evidence.html", step="findings", kept=True, alike=True)
def evidence(asked: door.Asked, name: str) -> opened.EvidencePage:
    most = asked.whole("rows", opened.ROWS)
    return opened.evidence_page(
        asked.person, asked.workspace, name, most=most, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@door.page("findings/how.html", step="findings", kept=True, alike=True)
def how(asked: door.Asked, name: str) -> opened.HowPage:
    return opened.how_page(asked.person, name, form=asked.form)


@door.action
def comment(asked: door.Asked, name: str) -> str:
    opened.known(asked.workspace, name)
    comments.say(by=asked.person, kind="finding", subject=name, text=asked.given.get("text", ""), now=asked.now)
    return reverse("finding", args=[name]) + "#said"


@door.action
def say_back(asked: door.Asked, name: str) -> str:
    page = opened.opened_page(
        asked.person, asked.workspace, name, revision="", audience=asked.audience, form=asked.form, made_up=""
    )
    points = comments.say_back(
        by=asked.person,
        kind="finding",
        subject=name,
        revision=page.finding.revision,
        original=page.original,
        text=asked.given.get("text", ""),
        names=(page.finding.owner_marketing, page.finding.owner_it),
        now=asked.now,
    )
    if points and all(p.kept for p in points):
        messages.success(asked.request, "Nothing got lost.")
    return reverse("finding", args=[name]) + "#back"
