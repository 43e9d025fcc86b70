"""A passkey signs one statement, for one site, of one person who showed that it is they."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fido2 import cbor
from fido2.cose import RS1
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity
from hypothesis import given
from hypothesis import strategies as st

from accord.signatures.canonical import Unreadable
from accord.signatures.passkey import (
    Assertion,
    assertion_fault,
    assertion_from,
    assertion_plain,
    check_assertion,
    request_options,
)
from accord.signatures.statement import Refused, challenge
from tests.signatures.made import ORIGIN, RP_ID, asserted, passkey, statement
from tests.soft_authenticator import SoftAuthenticator

SAID = statement()
HELD = passkey()
GOOD = asserted(SAID, HELD)


def test_the_soft_authenticator_registers_as_a_browser_does() -> None:
    server = Fido2Server(PublicKeyCredentialRpEntity(name="Accord", id=RP_ID))
    options, state = server.register_begin(PublicKeyCredentialUserEntity(name="ana", id=b"7"))
    held = SoftAuthenticator(ORIGIN)
    registered = server.register_complete(state, held.create(json.loads(json.dumps(dict(options)))))
    assert registered.is_user_verified()
    assert held.credentials == [registered.credential_data]


def test_the_soft_authenticator_has_no_passkey_for_another_site() -> None:
    with pytest.raises(LookupError):
        HELD.get(request_options(SAID, HELD.credentials, "elsewhere.example"))


def test_the_page_is_asked_for_the_signers_passkey_over_this_statement() -> None:
    asked = json.loads(json.dumps(request_options(SAID, HELD.credentials, RP_ID)))["publicKey"]
    assert websafe_decode(asked["challenge"]) == challenge(SAID)
    assert asked["rpId"] == RP_ID
    assert asked["userVerification"] == "required"
    assert [c["id"] for c in asked["allowCredentials"]] == [websafe_encode(HELD.credentials[0].credential_id)]


def test_a_good_answer_is_kept_and_proves_the_statement_again() -> None:
    assert assertion_fault(assertion_from(assertion_plain(GOOD)), SAID) is None
    assert GOOD.sign_count == 1
    assert (GOOD.rp_id, GOOD.origin) == (RP_ID, ORIGIN)


def _checked(held: SoftAuthenticator, said: Any = SAID, **change: Any) -> Assertion:
    answer = held.get(request_options(SAID, held.credentials, RP_ID))
    given: dict[str, Any] = {"rp_id": RP_ID, "origin": ORIGIN} | change
    return check_assertion(said, answer, given.pop("credentials", held.credentials), **given)


@pytest.mark.parametrize(
    ("held", "change", "why"),
    [
        (HELD, {"said": statement(chance=2)}, "Wrong challenge"),
        (HELD, {"origin": "https://other.example"}, "Invalid origin"),
        (HELD, {"rp_id": "example"}, "Wrong RP ID hash"),
        (HELD, {"rp_id": "other.example"}, "Invalid origin"),
        (HELD, {"credentials": passkey().credentials}, "not one of yours"),
        (passkey("https://evil.example"), {}, "Invalid origin"),
        (passkey("http://accord.example"), {"origin": "http://accord.example"}, "Invalid origin"),
        (passkey(verifies=False), {}, "User verification required"),
    ],
)
def test_an_answer_to_anything_else_is_refused(held: SoftAuthenticator, change: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        _checked(held, **change)


def test_an_answer_with_anothers_signature_is_refused() -> None:
    first, second = passkey(), passkey()
    asked = request_options(SAID, first.credentials, RP_ID)
    second.passkeys[0].data = first.passkeys[0].data
    with pytest.raises(Refused, match="Invalid signature"):
        check_assertion(SAID, second.get(asked), first.credentials, rp_id=RP_ID, origin=ORIGIN)


@pytest.mark.parametrize("answer", [{}, {"rawId": "?"}, {"rawId": "AAAA", "id": "BBBB"}, {"rawId": 7}, [], None])
def test_an_answer_that_is_none_is_refused(answer: Any) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        check_assertion(SAID, answer, HELD.credentials, rp_id=RP_ID, origin=ORIGIN)


def test_an_answer_from_within_another_page_is_refused() -> None:
    said = json.loads(GOOD.client_data) | {"crossOrigin": True}
    inside = dataclasses.replace(GOOD, client_data=json.dumps(said).encode())
    assert "within another site's page" in str(assertion_fault(inside, SAID))


def _weak() -> bytes:
    public = rsa.generate_private_key(65537, 1024).public_key()
    return cbor.encode(dict(RS1.from_cryptography_key(public)))


@pytest.mark.parametrize(
    ("public", "why"),
    [
        (b"", "cannot be read|index out of range|read"),
        (cbor.encode([1]), "its public key cannot be read"),
        (cbor.encode({1: 2}), "alg identifier"),
        (cbor.encode({1: 2, 3: -7}), "."),
        (_weak(), "unknown, or too weak"),
        (cbor.encode({1: 2, 3: 999}), "unknown, or too weak"),
    ],
)
def test_a_key_that_proves_nothing_is_a_fault(public: bytes, why: str) -> None:
    fault = assertion_fault(dataclasses.replace(GOOD, public_key=public), SAID)
    assert fault is not None
    assert re.search(why, fault)


FIELDS = st.sampled_from(["authenticator_data", "client_data", "signature"])
"""The answer itself; the other fields say whose it is, which only the server's own signature over all of them keeps."""


@given(FIELDS, st.data())
def test_any_changed_byte_of_an_answer_is_found(field: str, data: st.DataObject) -> None:
    old = bytearray(getattr(GOOD, field))
    place = data.draw(st.integers(0, len(old) - 1))
    old[place] ^= data.draw(st.integers(1, 255))
    changed = dataclasses.replace(GOOD, **{field: bytes(old)})
    assert assertion_fault(changed, SAID) is not None


@given(FIELDS | st.just("public_key"), st.binary(max_size=80))
def test_any_bytes_at_all_are_a_fault_and_no_crash(field: str, junk: bytes) -> None:
    assert assertion_fault(dataclasses.replace(GOOD, **{field: junk}), SAID) is not None


def test_another_form_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match="holds 'more'"):
        assertion_from(assertion_plain(GOOD) | {"more": 1})
