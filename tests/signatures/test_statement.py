"""A statement names what, who, for which side, when and for which server; all of it is under the signature."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import timedelta
from typing import Any

import pytest

from accord.signatures.canonical import Unreadable, canonical, content_hash
from accord.signatures.statement import (
    KEY_CHANGE,
    Again,
    Refused,
    Signer,
    challenge,
    draw_up,
    statement_from,
    statement_plain,
)
from tests.signatures.made import ENGINEER, MARKETER, NOON, server_key, statement, text


def test_the_challenge_is_the_hash_of_all_that_is_said() -> None:
    said = statement()
    plain = statement_plain(said)
    assert challenge(said) == hashlib.sha256(canonical(plain)).digest()
    assert plain["content_sha256"] == content_hash(text())
    assert (plain["person"], plain["side"], plain["role"]) == (MARKETER.person, "marketing", "cmo")
    assert (plain["method"], plain["signed_at"]) == ("passkey", "2026-11-20T12:00:00Z")


@pytest.mark.parametrize(
    "change",
    [
        {"content": text(2)},
        {"signer": ENGINEER},
        {"subject": "D-2"},
        {"kind": "clause"},
        {"key": server_key(2)},
        {"now": NOON + timedelta(seconds=1)},
        {"chance": 2},
        {"by": ("password",)},
    ],
)
def test_whatever_differs_has_another_challenge(change: dict[str, Any]) -> None:
    assert challenge(statement(**change)) != challenge(statement())


@pytest.mark.parametrize("by", [(), ("password", "totp")])
def test_a_statement_is_read_as_it_was_written(by: tuple[str, ...]) -> None:
    said = statement(by=by)
    assert statement_from(statement_plain(said)) == said


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"schema": "accord.statement/2"}, "schema is not accord.statement/1"),
        ({"method": "passkey"}, "method is not reauthentication"),
        ({"more": 1}, "holds 'more'"),
        ({"again": {"at": "2026-11-20T12:00:00Z", "by": []}}, "by is no list of names"),
        ({"again": {"at": "2026-11-20T12:00:00Z", "by": [1]}}, "by is no list of names"),
        ({"again": {"at": "2026-11-20T12:00:00Z", "by": ["x"], "more": 1}}, "holds 'more'"),
    ],
)
def test_another_form_cannot_be_read(change: dict[str, Any], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        statement_from(statement_plain(statement(by=("password",))) | change)


def _draw_up(**change: Any) -> None:
    given = {"kind": "decision", "subject": "D-1", "content": text(), "signer": MARKETER, "nonce": b"n" * 16}
    draw_up(**(given | {"key": server_key().public, "now": NOON} | change))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"signer": Signer("p-3", "Cy Made-Up", "finance", "finance")}, "Cy Made-Up stands on no side that signs"),
        ({"signer": dataclasses.replace(MARKETER, person="")}, "names its subject"),
        ({"subject": ""}, "names its subject"),
        ({"kind": KEY_CHANGE}, "no kind of text that people sign"),
        ({"kind": "Décision"}, "no kind of text that people sign"),
        ({"nonce": b"short"}, "16 random bytes"),
        ({"again": Again(NOON, ())}, "with what it was done"),
    ],
)
def test_a_statement_that_nobody_may_sign_is_not_drawn_up(change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        _draw_up(**change)
