"""Draft a decision and edit it; two people who edit do not overwrite each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from accord.analyses.effects import Before
from accord.decisions import queries
from accord.decisions.beginning import over_its_time
from accord.decisions.models import Decision, Published
from accord.decisions.terms import Terms, as_plain, from_json, refuse, with_leaving
from accord.findings.identity import plain
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import agreeing, undo
from accord.record.refusals import Unfinished
from accord.record.work import queue
from accord.record.writing import Actor, change
from accord.units.interval import Interval
from accord.units.period import aware, midnight


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision is made from: the finding as published, ``about`` what recurs, the clauses' name, and the
    earlier period (aware) with what it would bring (see ``expect``; None: it is worked out later). ``zone`` is the
    organisation's: days of the text are its days.
    """

    finding: str
    revision: str
    analysis: str
    about: str
    charter: str
    zone: str
    earlier_start: datetime
    earlier_end: datetime
    baseline: dict[str, Any] | None = None


def draft(basis: Basis, terms: Terms, *, by: Person, now: datetime) -> Decision:
    """Begin a decision about a published finding.

    Raises ``NotAllowed``; ``LookupError`` where the finding is not published; ``Unfinished`` for a text that cannot be
    kept, or where another decision speaks of the same.
    """
    require(by, Right.PREPARE)
    refuse(terms)
    with change(by, "drafted", "decision", "", f"drafted “{terms.title}”", now=now) as said:
        queries.one_published(basis.finding)
        if other := queries.open_about(basis.analysis, basis.about):
            raise Unfinished(f"{other.name} “{other.title}” speaks of the same already; go on there")
        decision = made(basis, terms, by=by, now=now)
        decision.save(force_insert=True)
        said.subject = str(decision.id)
        if decision.baseline is None:
            queue("expect", {"decision": str(decision.id)}, by=by, now=now, key=str(decision.id))
        undo.offer(by, "decisions.draft", f"Drafted {decision.name}.", {"id": str(decision.id)}, now=now)
    return decision


def made(basis: Basis, terms: Terms, *, by: Person, now: datetime) -> Decision:
    """A row, not stored, with the next number; inside a transaction."""
    decision = Decision(
        number=agreeing.next_number(Decision),
        finding=basis.finding,
        revision=basis.revision,
        analysis=basis.analysis,
        about=basis.about,
        charter=basis.charter,
        earlier_start=basis.earlier_start,
        earlier_end=basis.earlier_end,
        baseline=basis.baseline,
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_side=by.side,
        drafted_at=now,
        changed_at=now,
    )
    put(decision, terms, basis.zone)
    return decision


def put(decision: Decision, terms: Terms, zone: str) -> None:
    """Write a text into a row, with the fields that lists need."""
    promise = terms.promise
    begins = _aware_midnight(promise.counts_from, zone)
    # What lies ahead as a whole (a clash of plans) is held against itself.
    if decision.earlier_start < begins < decision.earlier_end:
        raise Unfinished(f"the promise counts from {promise.counts_from}, before the facts of the finding end")
    for side in ("marketing", "it"):
        _refuse_owner(side, terms.owner(side))
    terms = replace(terms, options=with_leaving(terms))
    decision.terms = {**as_plain(terms), "zone": zone}
    decision.title = terms.title
    decision.owner_marketing = uuid.UUID(terms.owner_marketing) if terms.owner_marketing else None
    decision.owner_it = uuid.UUID(terms.owner_it) if terms.owner_it else None
    decision.counts_from = _aware_midnight(promise.counts_from, zone)
    decision.counts_to = _aware_midnight(promise.counts_to + timedelta(days=1), zone)
    decision.due = _aware_midnight(promise.checked_on + timedelta(days=1), zone)


def _aware_midnight(day: date, zone: str) -> datetime:
    return aware(midnight(day, zone))


def _refuse_owner(side: str, person: str) -> None:
    if person and not Person.objects.filter(pk=person, side=side, is_active=True).exists():
        raise Unfinished(f"the owner named for {side} is nobody of that side")


def locked(decision: uuid.UUID) -> Decision:
    """The row, held until the transaction ends. Raises ``LookupError``."""
    return agreeing.locked(Decision, decision)


def edit(decision: uuid.UUID, *, version: int, terms: Terms, by: Person, now: datetime) -> Decision:
    """Change the text that ``version`` named. A text that was proposed or signed becomes a draft again, and who signed
    signs anew.

    Raises ``NotAllowed``, ``Stale`` where somebody was faster, ``Unfinished`` for a text that cannot be kept.
    """
    require(by, Right.PREPARE)
    refuse(terms)
    with change(by, "edited", "decision", decision, f"edited “{terms.title}”", now=now) as said:
        row = locked(decision)
        if row.state not in Decision.OPEN:
            raise Unfinished("this is signed by both; a new decision can renew or end it")
        if row.how == Decision.ENDS:
            raise Unfinished("the end of a decision has no text to edit; withdraw it and say it anew")
        agreeing.refuse_stale(row, version)
        before, was_draft = row.terms, row.state == Decision.DRAFT
        said.details = {"version": version + 1, "void": len(agreeing.signatures(row))}
        rewrite(row, terms, now)
        if was_draft:
            given = {"decision": str(row.id), "version": row.version, "terms": before}
            undo.offer(by, "decisions.edit", f"Changed {row.name}.", given, now=now)
    return row


def rewrite(row: Decision, terms: Terms, now: datetime) -> None:
    """A new version of the text, as a draft."""
    put(row, terms, row.terms["zone"])
    row.version += 1
    row.state, row.proposed_at, row.changed_at = Decision.DRAFT, None, now
    row.save()


def expect(decision: uuid.UUID, before: Before | None, *, by: Actor, now: datetime) -> Decision:
    """Set what would come with nothing changed: ``effects.Decided`` as plain JSON, or ``cannot`` with the reason.

    A promise that nobody has changed yet then speaks of its whole time instead of the finding's own amount. Something
    that is proposed already stays as it is. ``before`` is None where there are no facts.
    """
    with change(by, "worked out", "decision", decision, "worked out what would come with nothing changed", now=now):
        row = locked(decision)
        if row.state == Decision.DRAFT:
            row.baseline = _expected(before)
            row.save(update_fields=["baseline"])
            terms = _of_its_time(row, before)
            if terms:
                rewrite(row, terms, now)
    return row


def _of_its_time(row: Decision, before: Before | None) -> Terms | None:
    own = Published.objects.filter(pk=row.finding).exclude(mid=None).first()
    if before is None or own is None:
        return None
    ends = (abs(v) if (own.mid or 0) < 0 else v for v in (own.mid or 0, own.low or 0, own.high or 0))
    mid, *others = map(float, ends)
    return over_its_time(terms_of(row), Interval(mid, min(others), max(others)), before)


def _expected(before: Before | None) -> dict[str, Any]:
    if before is None:
        return {"cannot": "There are no facts."}
    if before.baseline is None:
        return {"cannot": " ".join(f.sentence for f in before.cannot)}
    told: dict[str, Any] = plain(before.decided())
    return {**told, "unit": before.unit, "currency": before.currency, "earlier": plain(before.earlier)}


def terms_of(row: Decision) -> Terms:
    """The text of a row."""
    return from_json(row.terms)


@undo.way("decisions.edit")
def _unedit(by: Actor, given: dict[str, Any], now: datetime) -> None:
    row = locked(uuid.UUID(given["decision"]))
    with change(by, "took back", "decision", row.id, f"took back an edit of {row.called}", now=now):
        if row.version != given["version"] or row.state != Decision.DRAFT:
            raise undo.TooLate("it has been changed or proposed meanwhile")
        rewrite(row, from_json(given["terms"]), now)
