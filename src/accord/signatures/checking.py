"""Is what was signed still what is kept? Faults in plain words, each naming its entry; none is good news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accord.signatures.canonical import content_hash
from accord.signatures.closing import agreement_faults
from accord.signatures.entry import BEGINNING, Entry, head_message, link_head
from accord.signatures.key import fingerprint, signed_by
from accord.signatures.statement import KEY_CHANGE


def check_entry(entry: Entry) -> list[str]:
    """What is wrong within one entry, whatever stands before it; empty where nothing is.

    Whether its key is the right server's is another question: see ``check_chain`` and ``verify``.
    """
    faults = []
    if content_hash(entry.content) != entry.content_hash:
        faults.append("its text is not the one that was signed")
    if link_head(entry.sequence, entry.previous, entry.digest) != entry.head:
        faults.append("its head does not fit what stands in it")
    if not signed_by(entry.key, head_message(entry.sequence, entry.head), entry.countersignature):
        faults.append("the server key did not sign its head")
    faults += _handover_faults(entry) if entry.kind == KEY_CHANGE else _text_faults(entry)
    return [f"entry {entry.sequence}: {f}" for f in faults]


def _text_faults(entry: Entry) -> list[str]:
    return agreement_faults(entry) + (["it hands over a key, which only a key change does"] if entry.handover else [])


def _handover_faults(entry: Entry) -> list[str]:
    faults = []
    if entry.signatures:
        faults.append("people do not sign a key change")
    if entry.content["old"] != entry.key.hex() or entry.subject != fingerprint(entry.next_key):
        faults.append("it changes other keys than it names")
    if not entry.handover or not signed_by(entry.next_key, head_message(entry.sequence, entry.head), entry.handover):
        faults.append("the new server key did not sign it")
    return faults


def check_chain(entries: Iterable[Entry], *, key: bytes | None = None) -> list[str]:
    """What is wrong in a whole record, from entry 1 to its end; empty where nothing is.

    ``key`` is the server's public key of today, where known: the record must end with it. A record that was cut off at
    the end is in itself whole; only a head that was written down elsewhere (the mails to the signers) shows it.
    """
    faults: list[str] = []
    seen: dict[bytes, int] = {}
    last: Entry | None = None
    for entry in entries:
        faults += check_entry(entry) + _link_faults(last, entry) + _replay_faults(entry, seen)
        last = entry
    if key is not None and last is not None and last.next_key != key:
        faults.append(f"entry {last.sequence}: the record ends with another server key than the one in use")
    return faults


def _link_faults(last: Entry | None, entry: Entry) -> list[str]:
    number, head = (last.sequence, last.head) if last else (0, BEGINNING)
    faults = []
    if entry.sequence != number + 1:
        faults.append(f"it stands where entry {number + 1} belongs: one was taken out, put in or moved")
    if entry.previous != head:
        faults.append("it does not continue what stands before it")
    if last and entry.key != last.next_key:
        faults.append("it was closed with a server key that was not in force")
    if last and entry.closed_at < last.closed_at:
        faults.append("it was closed before the one before it")
    return [f"entry {entry.sequence}: {f}" for f in faults]


def _replay_faults(entry: Entry, seen: dict[bytes, int]) -> list[str]:
    """No signature counts twice: each carries its own chance number."""
    faults = []
    for signature in entry.signatures:
        first = seen.setdefault(signature.statement.nonce, entry.sequence)
        if first != entry.sequence:
            faults.append(f"entry {entry.sequence}: {signature.who} signed entry {first}, not this one")
    return faults


def succession_faults(handovers: Sequence[Entry], key: bytes) -> list[str]:
    """Whether key changes, in order, lead to ``key``: each is closed with the key that the one before brought in."""
    faults = [f for h in handovers for f in check_entry(h)]
    faults += [f"entry {h.sequence}: it is no key change" for h in handovers if h.kind != KEY_CHANGE]
    expected = [*(h.key for h in handovers[1:]), key]
    for handover, following in zip(handovers, expected, strict=False):
        if handover.next_key != following:
            faults.append(f"entry {handover.sequence}: the key it brings in is not the one that follows")
    order = [h.sequence for h in handovers]
    if order != sorted(set(order)):
        faults.append("the key changes are out of order")
    return faults
