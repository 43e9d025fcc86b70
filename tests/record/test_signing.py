"""What both sides signed goes to the end of one chain, and any change to it is found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accord.people.models import Person
from accord.people.rights import Role
from accord.record import signing
from accord.record.models import SignedEntry
from accord.signatures.entry import Entry
from accord.signatures.signature import Signature
from accord.signatures.statement import Again, Refused
from accord.signatures.verifying import verify
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
TEXT: dict[str, Any] = {"title": "Checkout budget shared 50:50", "minor": 840_000}


def _again(now: datetime = NOW) -> Again:
    return Again(now, ("password",))


def _signed(by: Person, text: dict[str, Any] = TEXT, subject: str = "D-1", now: datetime = NOW) -> Signature:
    return signing.sign(by, "decision", subject, text, _again(now), now=now)


def agree(subject: str = "D-1") -> Entry:
    both = [_signed(p, subject=subject) for p in _heads()]
    return signing.close(TEXT, both, now=NOW)


def _heads() -> tuple[Person, Person]:
    found = {p.role: p for p in Person.objects.all()}
    return found.get("cmo") or person(Role.CMO), found.get("cio") or person(Role.CIO)


def test_two_agreements_make_a_chain_without_faults() -> None:
    first, second = agree("D-1"), agree("D-2")
    assert (first.sequence, second.sequence, second.previous) == (1, 2, first.head)
    assert signing.faults() == []
    assert signing.last_entry() == second


def test_an_export_is_verified_by_the_server_s_fingerprint_alone() -> None:
    agree("D-1")
    agree("D-2")
    told = verify(signing.export(1, now=NOW), fingerprint=signing.server_key().fingerprint)
    assert told.verified
    assert told.proofs[0].content == TEXT
    assert verify(signing.archive(now=NOW), fingerprint=signing.server_key().fingerprint).verified
    with pytest.raises(LookupError):
        signing.export(3, now=NOW)


def test_one_side_alone_closes_nothing() -> None:
    cmo, _ = _heads()
    with pytest.raises(Refused):
        signing.close(TEXT, [_signed(cmo)], now=NOW)
    with pytest.raises(Refused):
        signing.close(TEXT, [_signed(cmo), _signed(person(Role.MARKETING))], now=NOW)
    assert not SignedEntry.objects.exists()


def test_a_signature_over_another_text_does_not_count() -> None:
    cmo, cio = _heads()
    with pytest.raises(Refused):
        signing.close(TEXT, [_signed(cmo), _signed(cio, {**TEXT, "minor": 1})], now=NOW)


def test_having_signed_in_an_hour_ago_is_not_enough() -> None:
    cmo, _ = _heads()
    with pytest.raises(Refused):
        signing.sign(cmo, "decision", "D-1", TEXT, _again(NOW - timedelta(hours=1)), now=NOW)


def test_somebody_on_no_side_cannot_sign() -> None:
    with pytest.raises(Refused):
        _signed(person(Role.FINANCE))


@pytest.mark.parametrize("statement", ["update record_signedentry set head = 'x'", "delete from record_signedentry"])
def test_the_database_refuses_to_change_a_signed_entry(statement: str) -> None:
    agree()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert signing.faults() == []


def test_an_entry_put_in_behind_the_server_s_back_is_found() -> None:
    agree("D-1")
    row = SignedEntry.objects.get()
    forged = bytes(row.content).replace(b'"sequence":1', b'"sequence":2')
    SignedEntry.objects.create(
        sequence=2, kind=row.kind, subject=row.subject, closed_at=NOW, head="f" * 64, content=forged
    )
    assert any("entry 2" in fault for fault in signing.faults())
