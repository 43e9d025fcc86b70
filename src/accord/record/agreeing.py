"""Agree on a text: put it before both sides, take it back, sign it for one's side, each under the lock of its row."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max

from accord.record import signing, undo
from accord.record.agreements import Agreement, SideSignature
from accord.record.refusals import NotYours, Stale, Unfinished
from accord.record.signing import Proof, Signing
from accord.record.turns import take_turn
from accord.record.writing import Actor, change
from accord.signatures.entry import Entry
from accord.signatures.signature import Signature, signature_from, signature_plain
from accord.signatures.statement import Refused

Row = TypeVar("Row", bound=Agreement)


def locked(kind: type[Row], wanted: uuid.UUID) -> Row:
    """The row, held until the transaction ends. Raises ``LookupError``."""
    found = kind._default_manager.select_for_update().filter(pk=wanted).first()
    if found is None:
        raise LookupError(f"there is no such {kind._meta.verbose_name}")
    return found


def next_number(kind: type[Agreement]) -> int:
    """The next number of a kind, which nobody else gets: inside a transaction."""
    take_turn(kind.TURN)
    last = kind._default_manager.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def refuse_stale(row: Agreement, version: int) -> None:
    """Raise ``Stale`` unless ``version`` is the text as it is."""
    if row.version != version:
        raise Stale(f"{row.name} has been changed since you read it; look at it again. Nothing was stored")


def refuse_proposing(row: Agreement, version: int) -> None:
    """Raise ``Stale``, or ``Unfinished`` unless it is a draft."""
    refuse_stale(row, version)
    if row.state != Agreement.DRAFT:
        raise Unfinished(f"{row.name} is no draft; there is nothing to propose")


def put_before_both(row: Agreement, now: datetime, *changed: str) -> None:
    """From now on both sides are asked to sign it; ``changed`` are fields to store with it."""
    row.state, row.proposed_at = Agreement.PROPOSED, now
    row.save(update_fields=["state", "proposed_at", *changed])


def withdraw(row: Agreement, drafted_by: str, by: Signing, now: datetime, *also: str) -> dict[str, Any]:
    """End a text that not both have signed; the side that drafted it may. ``also`` are states beside the open ones.

    Returns what its way back needs. Raises ``NotYours`` for the other side, ``Unfinished`` where it is not open.
    """
    if by.side != drafted_by:
        raise NotYours(f"{row.name} was drafted by the other side; change it, or do not sign it")
    if row.state not in (*Agreement.OPEN, *also):
        raise Unfinished(f"{row.name} is no longer open; a new one can change or end it")
    given = {"id": str(row.id), "state": row.state, "version": row.version}
    _end(row, Agreement.WITHDRAWN, now)
    return given


def _end(row: Agreement, state: str, now: datetime | None) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at"])


def signatures(row: Agreement) -> list[Any]:
    """Signatures that count: over the text as it is."""
    return list(row.signatures.filter(version=row.version))


def refuse_signing(row: Agreement, version: int, by: Signing) -> None:
    """Raise ``Stale``, ``Unfinished`` where nobody is asked to sign it, ``NotYours`` where their side has signed."""
    refuse_stale(row, version)
    if row.state not in Agreement.ASKED:
        raise Unfinished(f"{row.name} does not wait for a signature")
    signed = signatures(row)
    if any(s.person == by.id for s in signed):
        raise NotYours("you have signed this already; the other side's signature is missing")
    if any(s.side == by.side for s in signed):
        raise NotYours("your side has signed this already; the other side's signature is missing")


def refuse_again(kept: Iterable[dict[str, Any]], signature: Signature) -> None:
    """Raise ``Refused`` where one of these kept signatures is the answer to the same asking.

    A passkey's answer counts once, also where the text has come back to what it was.
    """
    nonce = signature_plain(signature)["statement"]["nonce"]
    if any(one["statement"]["nonce"] == nonce for one in kept):
        raise Refused("this signature was given before; open the page again and sign")


def sign(
    row: Agreement, kind: str, content: dict[str, Any], proof: Proof, *, by: Signing, now: datetime
) -> Entry | None:
    """Store one side's signature; with both, close the text into the chain and return its entry.

    Raises ``Refused`` for a stale, wrong or repeated proof.
    """
    signature = signing.sign(by, kind, row.name, content, proof, now=now)
    refuse_again((s.signature for s in row.signatures.all()), signature)
    _store(row, signature, by)
    undo.close(row.id, "somebody has signed it meanwhile", now=now)
    both = [signature_from(s.signature) for s in signatures(row)]
    if len(both) == 2:
        return signing.close(content, both, now=now)
    row.state = Agreement.SIGNED_BY_ONE
    row.save(update_fields=["state"])
    return None


def _store(row: Agreement, signature: Signature, by: Signing) -> SideSignature:
    said = signature.statement
    stored: SideSignature = row.signatures.create(
        version=row.version,
        side=by.side,
        person=by.id,
        name=by.name,
        role=by.role,
        at=signature.recorded_at,
        method=said.method,
        content=said.content_hash,
        signature=signature_plain(signature),
    )
    return stored


def declare_ways_back(step: str, what: str, hold: Callable[[uuid.UUID], Row], taken: Callable[[Row], str]) -> None:
    """Declare how drafting, proposing and withdrawing are undone. ``hold`` locks a row, ``taken`` says why a withdrawn
    one cannot come back ('' where it can)."""

    def way(kind: str, says: str, back: Callable[[Row, dict[str, Any], datetime], None]) -> None:
        @undo.way(f"{step}.{kind}")
        def taken_back(by: Actor, given: dict[str, Any], now: datetime) -> None:
            row = hold(uuid.UUID(given["id"]))
            with change(by, "took back", what, row.id, f"took back the {says} {row.called}", now=now):
                back(row, given, now)

    def unwithdraw(row: Row, given: dict[str, Any], now: datetime) -> None:
        if why := taken(row) or ("" if row.state == Agreement.WITHDRAWN else "it has been changed meanwhile"):
            raise undo.TooLate(why)
        _end(row, given["state"], None)

    way("draft", "draft of", _undraft)
    way("propose", "proposal of", _unpropose)
    way("withdraw", "withdrawal of", unwithdraw)


def _undraft(row: Agreement, given: dict[str, Any], now: datetime) -> None:
    if row.state != Agreement.DRAFT:
        raise undo.TooLate("it has been proposed meanwhile")
    _end(row, Agreement.WITHDRAWN, now)


def _unpropose(row: Agreement, given: dict[str, Any], now: datetime) -> None:
    if row.state != Agreement.PROPOSED or row.version != given["version"]:
        raise undo.TooLate("somebody has signed or changed it meanwhile")
    row.state, row.proposed_at = Agreement.DRAFT, None
    row.save(update_fields=["state", "proposed_at"])
