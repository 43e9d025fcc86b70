"""Decisions: the docket, one decision, and all that can be prepared of one. Nothing here signs."""

from __future__ import annotations

from uuid import UUID

from accord.api.asked import Asked
from accord.api.doors import does, reads
from accord.api.given import NewDecision, NewTerms, Reason, Seen, Text
from accord.comments import operations as comments
from accord.decisions import operations
from accord.decisions.queries import signed_one
from accord.pages.decisions import listing, opened, together
from accord.pages.decisions import record as records
from accord.people.rights import Right, require
from accord.record import signing
from accord.record.once import Answer


@reads("/decisions", "decisions")
def decisions(asked: Asked) -> listing.DecisionsPage:
    """What waits for whom, the docket, what is in force and what has ended."""
    return listing.decisions_page(
        asked.person, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@reads("/decisions/record", "record")
def record(asked: Asked) -> records.RecordPage:
    """What joint decisions have been worth so far."""
    return records.record_page(asked.person, form=asked.form, made_up=asked.made_up)


@reads("/decisions/{decision}", "decision")
def decision(asked: Asked, decision: UUID) -> opened.DecisionPage:
    """One decision: its promise, who signed, what the looks at it found."""
    return opened.decision_page(asked.person, str(decision), now=asked.now, form=asked.form, made_up=asked.made_up)


@reads("/decisions/{decision}/signed", "signed")
def signed(asked: Asked, decision: UUID) -> Answer:
    """The signed text as a file that 'accord verify' checks."""
    row = signed_one(asked.person, decision)
    return Answer(200, "application/json", signing.export(row.entry or 0, now=asked.now))


def _now(asked: Asked, decision: UUID) -> opened.DecisionPage:
    return opened.decision_page(asked.person, str(decision), now=asked.now, form=asked.form, made_up=asked.made_up)


@does("/decisions", "decision", status=201)
def draft(asked: Asked, new: NewDecision) -> opened.DecisionPage:
    """Begin a decision about a published finding. Money of its terms is in minor units."""
    require(asked.person, Right.PREPARE)
    first = together.first(asked.workspace, new.finding, now=asked.now, form=asked.form)
    basis = together.basis(asked.workspace, new.finding)
    row = operations.draft(basis, new.terms or first, by=asked.person, now=asked.now)
    return _now(asked, row.id)


@does("/decisions/{decision}/edit", "decision")
def edit(asked: Asked, decision: UUID, new: NewTerms) -> opened.DecisionPage:
    """Change the text that you read; 409 where somebody was faster."""
    operations.edit(decision, version=new.version, terms=new.terms, by=asked.person, now=asked.now)
    return _now(asked, decision)


@does("/decisions/{decision}/propose", "decision")
def propose(asked: Asked, decision: UUID, seen: Seen) -> opened.DecisionPage:
    """Put a finished draft before both sides, who sign it in the browser."""
    operations.propose(decision, version=seen.version, by=asked.person, now=asked.now)
    return _now(asked, decision)


@does("/decisions/{decision}/withdraw", "decision")
def withdraw(asked: Asked, decision: UUID) -> opened.DecisionPage:
    """Take back what not both have signed."""
    operations.withdraw(decision, by=asked.person, now=asked.now)
    return _now(asked, decision)


@does("/decisions/{decision}/ask", "decision")
def ask_for_change(asked: Asked, decision: UUID, said: Text) -> opened.DecisionPage:
    """Say what should be otherwise; the text is a draft again."""
    operations.ask_for_change(decision, text=said.text, by=asked.person, now=asked.now)
    return _now(asked, decision)


@does("/decisions/{decision}/say-back", "decision", status=201)
def say_decision_back(asked: Asked, decision: UUID, said: Text) -> opened.DecisionPage:
    """Say the other side's words in one's own."""
    what = opened.to_say_back(asked.person, decision)
    comments.say_back(by=asked.person, text=said.text, now=asked.now, **what)
    return _now(asked, decision)


@does("/decisions/{decision}/renew", "decision", status=201)
def renew(asked: Asked, decision: UUID) -> opened.DecisionPage:
    """Begin the same decision again, for as long from now on."""
    return _now(asked, operations.renew(decision, by=asked.person, now=asked.now).id)


@does("/decisions/{decision}/end", "decision", status=201)
def end(asked: Asked, decision: UUID, why: Reason) -> opened.DecisionPage:
    """Begin a decision that ends this one; both sign it."""
    return _now(asked, operations.end(decision, reason=why.reason, by=asked.person, now=asked.now).id)
