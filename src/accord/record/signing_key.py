"""Another server key takes over: an entry of the chain says so, signed by the old key and the new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accord.record import signing
from accord.record.models import SignedEntry
from accord.record.post import Addressee, queue_mail
from accord.record.turns import CHAIN, take_turn
from accord.record.writing import Actor, change
from accord.signatures import closing, entry, key
from accord.signatures.entry import Entry
from accord.signatures.statement import Refused


def change_key(*, by: Actor, reason: str, tell: Sequence[Addressee], now: datetime) -> Entry:
    """A new key for all that is signed from now on; the old one is destroyed once the record holds the change.

    ``tell`` are mailed the new fingerprint. Raises ``Refused`` without a reason, or where nothing was signed yet.
    """
    with change(by, "changed", "signing key", "", "changed the server's signing key", now=now) as said:
        take_turn(CHAIN)
        last = signing.last_entry()
        if last is None:
            raise Refused("nothing was signed yet, so no key is in use that another could take over from")
        old, new = signing.server_key(), key.make_next(settings.ACCORD_WORKSPACE.keys)
        made = closing.change_key(last, old, new, now, reason.strip())
        SignedEntry.objects.create(
            sequence=made.sequence,
            kind=made.kind,
            subject=made.subject,
            closed_at=made.closed_at,
            head=made.head,
            content=entry.dump(made),
        )
        said.details = {"old": old.fingerprint, "new": new.fingerprint, "reason": reason, "entry": made.sequence}
        _tell(made, tell, now)
        transaction.on_commit(_put_in_use, robust=True)
    return made


def _tell(made: Entry, people: Sequence[Addressee], now: datetime) -> None:
    given = {
        "reason": made.content["reason"],
        "old": made.fingerprint,
        "fingerprint": made.subject,
        "head": made.head,
        "entry": made.sequence,
    }
    for person in people:
        queue_mail("key_changed", person, given, now)


def _put_in_use() -> None:
    """The waiting key takes the old one's place; a crash before this is made good by whoever signs next."""
    signing.server_key()
