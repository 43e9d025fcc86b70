"""One person's signature: the statement, its proof, and the server's word that it was given here and then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accord.signatures.canonical import canonical
from accord.signatures.forms import Fields, stamp, whole
from accord.signatures.key import ServerKey, signed_by
from accord.signatures.passkey import Assertion, assertion_fault, assertion_from, assertion_plain
from accord.signatures.statement import Refused, Statement, statement_from, statement_plain

SCHEMA = "accord.signature/1"
FRESH = timedelta(minutes=10)
"""The longest from re-authentication, or from drawing up the statement, to the signature."""


@dataclass(frozen=True, slots=True)
class Signature:
    """``assertion`` is None where the person signed by re-authentication; ``countersignature`` is 64 bytes (Ed25519).

    A signature stands alone until the other side has signed; ``recorded_at`` is the server's clock.
    """

    statement: Statement
    assertion: Assertion | None
    recorded_at: datetime
    countersignature: bytes

    @property
    def who(self) -> str:
        """For messages: name, side."""
        return f"{self.statement.signer.name} ({self.statement.signer.side})"


def sign_statement(key: ServerKey, statement: Statement, *, now: datetime, assertion: Assertion | None) -> Signature:
    """Record a signature: the server signs statement and proof together.

    ``assertion`` comes from ``check_assertion`` and is None for re-authentication, which the caller has just seen.
    Raises ``Refused`` for a statement of another server, a proof that is missing or does not fit, or one that is stale.
    """
    at = max(whole(now), statement.signed_at)
    unsigned = Signature(statement, assertion, at, b"")
    if key.public != statement.key:
        raise Refused("the server's key has changed since this was drawn up; sign again")
    if why := _proof_fault(unsigned) or _time_fault(unsigned):
        raise Refused(f"{unsigned.who}: {why}")
    return Signature(statement, assertion, at, key.sign(_recorded(unsigned)))


def signature_faults(signature: Signature) -> list[str]:
    """What is wrong with a kept signature, in plain words; empty where nothing is."""
    faults = [_proof_fault(signature), _time_fault(signature)]
    if not signed_by(signature.statement.key, _recorded(signature), signature.countersignature):
        faults.append("the server did not record it like this; it was changed, or never given here")
    return [f"the signature of {signature.who}: {f}" for f in faults if f]


def _proof_fault(signature: Signature) -> str | None:
    if signature.statement.again is not None:
        return None if signature.assertion is None else "it claims both a passkey and re-authentication"
    if signature.assertion is None:
        return "its passkey's answer is missing"
    why = assertion_fault(signature.assertion, signature.statement)
    return why and f"its passkey's answer does not fit ({why})"


def _time_fault(signature: Signature) -> str | None:
    statement, again = signature.statement, signature.statement.again
    begun = statement.signed_at if again is None else again.at
    if not begun <= statement.signed_at <= signature.recorded_at:
        return "its times are out of order"
    if signature.recorded_at - begun > FRESH:
        return f"more than {FRESH.seconds // 60} minutes passed between showing who signs and signing; sign again"
    return None


def _recorded(signature: Signature) -> bytes:
    plain = signature_plain(signature)
    del plain["countersignature"]
    return canonical(plain)


def signature_plain(signature: Signature) -> dict[str, Any]:
    """As the record keeps it."""
    assertion = signature.assertion
    return {
        "schema": SCHEMA,
        "statement": statement_plain(signature.statement),
        "assertion": None if assertion is None else assertion_plain(assertion),
        "recorded_at": stamp(signature.recorded_at),
        "countersignature": signature.countersignature.hex(),
    }


def signature_from(value: Any, where: str = "the signature") -> Signature:
    """The signature behind ``signature_plain``. Raises ``Unreadable`` for any other form."""
    fields = Fields(value, where)
    fields.exactly("schema", SCHEMA)
    has_passkey = fields.maybe("assertion")
    signature = Signature(
        statement=statement_from(fields.inner("statement"), f"{where}: statement"),
        assertion=assertion_from(fields.inner("assertion"), f"{where}: assertion") if has_passkey else None,
        recorded_at=fields.moment("recorded_at"),
        countersignature=fields.hexed("countersignature", 64),
    )
    fields.end()
    return signature
