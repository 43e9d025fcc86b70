"""What follows a decision in force: renew it, end it, hand it over to another owner."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from accord.decisions import queries
from accord.decisions.models import Decision, HandOver
from accord.decisions.operations.drafting import Basis, locked, made, terms_of
from accord.decisions.operations.proposing import told
from accord.decisions.signed_text import hand_over_of
from accord.decisions.terms import Terms
from accord.people.models import Person
from accord.people.resting import require_signing
from accord.people.rights import Right, require
from accord.record import agreeing, signing, undo
from accord.record.post import queue_mail
from accord.record.refusals import NotYours, Unfinished
from accord.record.signing import Passkey, Proof
from accord.record.writing import change
from accord.signatures.signature import signature_plain
from accord.signatures.statement import Statement
from accord.units.period import local

_KEEPS = (Decision.IN_FORCE, Decision.KEPT, Decision.CANNOT_TELL, Decision.BROKEN)


def renew(decision: uuid.UUID, *, by: Person, now: datetime) -> Decision:
    """Draft the same once more, for as long again after it ends; both sides sign anew. Raises ``Unfinished``."""
    require(by, Right.PREPARE)
    return _follow(decision, Decision.RENEWS, "", by, now)


def end(decision: uuid.UUID, *, reason: str, by: Person, now: datetime) -> Decision:
    """Draft the end of a decision in force; it ends once both sides have signed that. Raises ``Unfinished``."""
    require(by, Right.PREPARE)
    if not reason.strip():
        raise Unfinished("say why it should end")
    return _follow(decision, Decision.ENDS, reason.strip(), by, now)


def _follow(decision: uuid.UUID, how: str, reason: str, by: Person, now: datetime) -> Decision:
    says = "drafted a renewal" if how == Decision.RENEWS else "drafted an end"
    with change(by, "drafted", "decision", "", says, now=now) as said:
        old = locked(decision)
        if old.state not in (_KEEPS if how == Decision.RENEWS else (Decision.IN_FORCE,)):
            raise Unfinished(f"{old.name} is not in force")
        if other := queries.open_about(old.analysis, old.about, but=old.id):
            raise Unfinished(f"{other.name} “{other.title}” speaks of the same already; go on there")
        terms = _again(old, now) if how == Decision.RENEWS else _ending(old, reason)
        row = made(_basis(old), terms, by=by, now=now)
        row.how, row.replaces = how, old
        row.save(force_insert=True)
        said.subject, said.says = str(row.id), f"{says} of “{old.title}”"
        undo.offer(by, "decisions.draft", f"Drafted {row.name}.", {"id": str(row.id)}, now=now)
    return row


def _basis(old: Decision) -> Basis:
    return Basis(
        finding=old.finding,
        revision=old.revision,
        analysis=old.analysis,
        about=old.about,
        charter=old.charter,
        zone=old.terms["zone"],
        earlier_start=old.earlier_start,
        earlier_end=old.earlier_end,
        baseline=old.baseline,
    )


def _again(old: Decision, now: datetime) -> Terms:
    """As long again, from the day after the old one ends or from tomorrow."""
    terms = terms_of(old)
    promise = terms.promise
    tomorrow = local(now.replace(tzinfo=None), old.terms["zone"]).date() + timedelta(days=1)
    first = max(promise.counts_to + timedelta(days=1), tomorrow)
    by = first - promise.counts_from
    days = ("counts_from", "counts_to", "checked_on", "final_on")
    return replace(terms, promise=replace(promise, **{d: getattr(promise, d) + by for d in days}))


def _ending(old: Decision, reason: str) -> Terms:
    terms = terms_of(old)
    return replace(terms, title=f"End: {terms.title}"[:160], why=reason[:2000])


HAND_OVER = "hand-over"


def to_hand_over(decision: uuid.UUID, *, side: str, to: Person, reason: str, by: Person, now: datetime) -> Statement:
    """The statement of a hand-over that a passkey is to sign; nothing is stored. Raises as ``hand_over`` does."""
    require_signing(by, now)
    row = queries.one_decision(decision)
    _owner(row, side, to, reason, by)
    return signing.statement(by, HAND_OVER, row.name, hand_over_of(row, side, to, reason, now), now=now)


def _owner(row: Decision, side: str, to: Person, reason: str, by: Person) -> Person:
    """Who answers for it on a side now, where that may become ``to``. Raises ``NotYours``, ``Unfinished``."""
    if by.side != side:
        raise NotYours("each side names its own owner")
    if not reason.strip():
        raise Unfinished("say why the owner changes")
    if to.side != side or not to.is_active:
        raise Unfinished(f"{to.name} is nobody of that side")
    owner = row.owner(side)
    if row.state != Decision.IN_FORCE or owner is None or owner == to.id:
        raise Unfinished(f"{row.name} is not in force, or {to.name} is its owner already")
    return Person.objects.get(pk=owner)


def hand_over(
    decision: uuid.UUID, *, side: str, to: Person, reason: str, proof: Proof, by: Person, now: datetime
) -> Decision:
    """Give a decision in force another owner on one's own side, signed by that side.

    Raises ``NotAllowed``, ``NotYours`` for the other side, ``Unfinished`` for an owner of another side or no reason.
    """
    require_signing(by, now)
    with change(by, "handed over", "decision", decision, "", now=now) as said:
        row = locked(decision)
        before = _owner(row, side, to, reason, by)
        said.says = f"handed {row.called} over from {before.name} to {to.name}"
        # A passkey signed the text as it was drawn up for it, with the moment of that.
        at = proof.statement.signed_at if isinstance(proof, Passkey) else now
        content = hand_over_of(row, side, to, reason, at)
        signature = signing.sign(by, HAND_OVER, row.name, content, proof, now=now)
        agreeing.refuse_again((h.signature["signature"] for h in row.hand_overs.all()), signature)
        HandOver.objects.create(
            decision=row, side=side, at=at, from_person=before.id, from_name=before.name, to_person=to.id,
            to_name=to.name, reason=reason, signed_by=by.id, signed_by_name=by.name,
            signature={"content": content, "signature": signature_plain(signature)},
        )  # fmt: skip
        setattr(row, f"owner_{side}", to.id)
        row.save(update_fields=[f"owner_{side}"])
        for person in (before, to):
            queue_mail("handed_over", person, {**told(row), "from": before.name, "to": to.name}, now)
    return row
