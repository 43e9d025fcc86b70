"""Views of decisions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from accord.comments import operations as comments
from accord.decisions import operations
from accord.pages.decisions import listing, opened, together
from accord.pages.decisions import record as records
from accord.pages.decisions.slot_option import with_slot
from accord.pages.joint_calendar.asked import asked_for
from accord.web import door


@door.page("decisions/list.html", step="decisions", kept=True)
def decisions(asked: door.Asked) -> listing.DecisionsPage:
    return listing.decisions_page(
        asked.person, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@door.page("decisions/record.html", step="decisions")
def record(asked: door.Asked) -> records.RecordPage:
    return records.record_page(asked.person, form=asked.form, made_up=asked.made_up)


@door.page("decisions/decision.html", step="decisions")
def decision(asked: door.Asked, decision: uuid.UUID) -> opened.DecisionPage:
    return opened.decision_page(asked.person, str(decision), now=asked.now, form=asked.form, made_up=asked.made_up)


@door.page("decisions/together.html", step="decisions")
def decide(asked: door.Asked) -> together.TogetherPage:
    finding = asked.query.get("finding", "")
    page = together.new_page(
        asked.person, asked.workspace, finding, now=asked.now, audience=asked.audience, form=asked.form
    )
    return with_slot(page, asked.workspace, asked_for(asked.query), now=asked.now, form=asked.form)


@door.page("decisions/together.html", step="decisions")
def edit(asked: door.Asked, decision: uuid.UUID) -> together.TogetherPage:
    return together.edit_page(asked.person, asked.workspace, str(decision), audience=asked.audience, form=asked.form)


@door.action
def draft(asked: door.Asked) -> str | HttpResponse:
    finding = asked.given.get("finding", "")
    page = together.new_page(
        asked.person, asked.workspace, finding, now=asked.now, audience=asked.audience, form=asked.form
    )
    try:
        first = together.first(asked.workspace, finding, now=asked.now, form=asked.form)
        terms = together.read_terms(asked.given, first, asked.form)
        row = operations.draft(together.basis(asked.workspace, finding), terms, by=asked.person, now=asked.now)
    except ValueError as fault:
        return _again(asked, page, fault)
    return _after(asked, row.id)


@door.action
def save(asked: door.Asked, decision: uuid.UUID) -> str | HttpResponse:
    page = together.edit_page(asked.person, asked.workspace, str(decision), audience=asked.audience, form=asked.form)
    try:
        terms = together.read_terms(asked.given, together.text_of(str(decision)), asked.form)
        operations.edit(decision, version=asked.version, terms=terms, by=asked.person, now=asked.now)
    except ValueError as fault:
        return _again(asked, page, fault)
    return _after(asked, decision)


def _again(asked: door.Asked, page: together.TogetherPage, fault: ValueError) -> HttpResponse:
    """The form as it was typed, with what to mend: nothing typed is lost."""
    typed = together.refilled(page, asked.given, door.said(fault))
    return door.show(asked, typed, "decisions/together.html", "decisions", status=400)


def _after(asked: door.Asked, decision: uuid.UUID) -> str:
    """'Save and add rows' stays on the form."""
    return reverse("decision.edit" if asked.given.get("more") else "decision", args=[decision])


@door.action
def propose(asked: door.Asked, decision: uuid.UUID) -> str:
    operations.propose(decision, version=asked.version, by=asked.person, now=asked.now)
    return reverse("decision", args=[decision]) + "#keys"


@door.action
def withdraw(asked: door.Asked, decision: uuid.UUID) -> str:
    operations.withdraw(decision, by=asked.person, now=asked.now)
    return reverse("decisions")


@door.action
def ask(asked: door.Asked, decision: uuid.UUID) -> str:
    operations.ask_for_change(decision, text=asked.given.get("text", ""), by=asked.person, now=asked.now)
    return reverse("decision", args=[decision])


@door.action
def say_back(asked: door.Asked, decision: uuid.UUID) -> str:
    said = opened.to_say_back(asked.person, decision)
    points = comments.say_back(by=asked.person, text=asked.given.get("text", ""), now=asked.now, **said)
    lost = [p.text for p in points if not p.kept]
    messages.info(asked.request, f"Lost: {', '.join(lost)}" if lost else "Every point is there.")
    return reverse("decision", args=[decision]) + "#back"


@door.action
def renew(asked: door.Asked, decision: uuid.UUID) -> str:
    row = operations.renew(decision, by=asked.person, now=asked.now)
    return reverse("decision.edit", args=[row.id])


@door.action
def end(asked: door.Asked, decision: uuid.UUID) -> str:
    row = operations.end(decision, reason=asked.given.get("reason", ""), by=asked.person, now=asked.now)
    return reverse("decision", args=[row.id])
