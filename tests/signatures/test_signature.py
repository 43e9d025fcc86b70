"""One person's signature stands alone: statement, proof and the server's word, none of which can be changed."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from accord.signatures.canonical import Unreadable
from accord.signatures.signature import (
    FRESH,
    Signature,
    sign_statement,
    signature_faults,
    signature_from,
    signature_plain,
)
from accord.signatures.statement import Again, Refused
from tests.signatures.made import NOON, asserted, passkey, server_key, statement

BY_PASSKEY = statement()
BY_PASSWORD = statement(by=("password",))
ANSWER = asserted(BY_PASSKEY, passkey())


def _signed(*, again: bool = False) -> Signature:
    said, answer = (BY_PASSWORD, None) if again else (BY_PASSKEY, ANSWER)
    return sign_statement(server_key(), said, now=NOON + timedelta(minutes=1), assertion=answer)


@pytest.mark.parametrize("again", [False, True])
def test_a_signature_is_read_as_it_was_written_and_is_still_good(again: bool) -> None:
    signed = _signed(again=again)
    assert signature_from(signature_plain(signed)) == signed
    assert signature_faults(signed) == []
    assert signed.statement.method == ("reauthentication" if again else "passkey")


@pytest.mark.parametrize(
    ("said", "change", "why"),
    [
        (BY_PASSKEY, {"assertion": None}, "its passkey's answer is missing"),
        (BY_PASSWORD, {"assertion": ANSWER}, "claims both a passkey and re-authentication"),
        (statement(chance=2), {"assertion": ANSWER}, "does not fit .Wrong challenge"),
        (BY_PASSWORD, {"key": server_key(2)}, "server's key has changed"),
        (BY_PASSWORD, {"now": NOON + FRESH + timedelta(seconds=1)}, "more than 10 minutes passed"),
        (BY_PASSKEY, {"assertion": ANSWER, "now": NOON + timedelta(hours=1)}, "more than 10 minutes passed"),
    ],
)
def test_what_proves_nothing_is_not_recorded(said: Any, change: dict[str, Any], why: str) -> None:
    given = {"key": server_key(), "now": NOON, "assertion": None} | change
    with pytest.raises(Refused, match=why):
        sign_statement(given["key"], said, now=given["now"], assertion=given["assertion"])


def test_re_authentication_after_the_statement_is_refused() -> None:
    later = dataclasses.replace(BY_PASSWORD, again=Again(NOON + timedelta(seconds=1), ("password",)))
    with pytest.raises(Refused, match="out of order"):
        sign_statement(server_key(), later, now=NOON + timedelta(minutes=1), assertion=None)


def test_ten_minutes_to_the_second_are_still_fresh() -> None:
    signed = sign_statement(server_key(), BY_PASSWORD, now=NOON + FRESH, assertion=None)
    assert signature_faults(signed) == []


def test_a_clock_that_steps_back_does_not_lose_a_signature() -> None:
    signed = sign_statement(server_key(), BY_PASSWORD, now=NOON - timedelta(seconds=3), assertion=None)
    assert signed.recorded_at == NOON
    assert signature_faults(signed) == []


@pytest.mark.parametrize(
    "change",
    [
        {"recorded_at": NOON + timedelta(minutes=2)},
        {"countersignature": bytes(64)},
        {"statement": dataclasses.replace(BY_PASSWORD, subject="D-2")},
    ],
)
def test_a_changed_signature_is_found(change: dict[str, Any]) -> None:
    [fault] = signature_faults(dataclasses.replace(_signed(again=True), **change))
    assert fault.startswith("the signature of Ana Made-Up (marketing): the server did not record it like this")


def test_another_answer_of_the_same_passkey_is_found() -> None:
    held = passkey()
    first, second = asserted(BY_PASSKEY, held), asserted(BY_PASSKEY, held)
    signed = sign_statement(server_key(), BY_PASSKEY, now=NOON, assertion=first)
    assert signature_faults(dataclasses.replace(signed, assertion=second)) != []


def test_another_form_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match="holds 'more'"):
        signature_from(signature_plain(_signed()) | {"more": 1})
