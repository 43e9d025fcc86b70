"""A passkey's answer over a statement (WebAuthn level 2, section 7.2), kept so that anyone can check it again."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from accord.signatures.forms import Fields, short
from accord.signatures.statement import Refused, Statement, challenge

_MALFORMED = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    OverflowError,
    struct.error,
    UnsupportedAlgorithm,
)
"""What parsers of hostile CBOR, JSON and keys raise; each means that the answer does not fit."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """``public_key`` is COSE (RFC 9052) in CBOR; ``client_data`` the JSON that the browser made; all as received."""

    credential_id: bytes
    public_key: bytes
    authenticator_data: bytes
    client_data: bytes
    signature: bytes
    rp_id: str
    origin: str

    @property
    def sign_count(self) -> int:
        """How often the authenticator says it has signed; many passkeys always say 0."""
        return int(AuthenticatorData(self.authenticator_data).counter)


def request_options(statement: Statement, credentials: Sequence[AttestedCredentialData], rp_id: str) -> dict[str, Any]:
    """What ``navigator.credentials.get`` is to be asked, as JSON: the challenge is the statement's own hash.

    ``credentials`` are the signer's passkeys. The person must show that it is they (PIN, finger, face).
    """
    options, _ = _server(rp_id, "").authenticate_begin(
        credentials, user_verification=UserVerificationRequirement.REQUIRED, challenge=challenge(statement)
    )
    return {"publicKey": dict(options.public_key)}


def check_assertion(
    statement: Statement,
    response: Mapping[str, Any],
    credentials: Sequence[AttestedCredentialData],
    *,
    rp_id: str,
    origin: str,
) -> Assertion:
    """The browser's answer to ``request_options``, checked and ready to be kept.

    ``credentials`` are the signer's own passkeys, ``origin`` the site's (scheme, host, port). Raises ``Refused`` for an
    answer to anything else, of anybody else, from elsewhere, or without the person having shown that it is they.
    """
    try:
        answer = AuthenticationResponse.from_dict(response)
        owned = next((c for c in credentials if c.credential_id == answer.raw_id), None)
    except _MALFORMED as fault:
        raise Refused("the passkey's answer cannot be read; try again") from fault
    if owned is None:
        raise Refused("this passkey is not one of yours")
    told = answer.response
    assertion = Assertion(
        credential_id=bytes(answer.raw_id),
        public_key=cbor.encode(dict(owned.public_key)),
        authenticator_data=bytes(told.authenticator_data),
        client_data=bytes(told.client_data),
        signature=bytes(told.signature),
        rp_id=rp_id,
        origin=origin,
    )
    if why := assertion_fault(assertion, statement):
        raise Refused(f"the passkey's answer does not fit: {why}")
    return assertion


def assertion_fault(assertion: Assertion, statement: Statement) -> str | None:
    """Why the kept answer does not prove the statement; None where it does."""
    try:
        key = _key(assertion.public_key)
        credential = AttestedCredentialData.create(Aaguid.NONE, assertion.credential_id, key)
        answer = AuthenticationResponse.from_dict(_response(assertion))
        if answer.response.client_data.cross_origin:
            return "it was asked for from within another site's page"
        state = {"challenge": websafe_encode(challenge(statement)), "user_verification": "required"}
        _server(assertion.rp_id, assertion.origin).authenticate_complete(state, [credential], answer)
    except _MALFORMED as fault:
        return str(fault).rstrip(".") or "it cannot be read"
    return None


@lru_cache(maxsize=16)  # to make one takes a third of checking a signature, and a record knows few sites
def _server(rp_id: str, origin: str) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(name="Accord", id=rp_id)
    return Fido2Server(entity, verify_origin=lambda told: told == origin and verify_rp_id(rp_id, told))


def _key(public: bytes) -> CoseKey:
    parsed = cbor.decode(public)
    if not isinstance(parsed, Mapping):
        raise ValueError("its public key cannot be read")
    key = CoseKey.parse(parsed)
    if key.ALGORITHM not in CoseKey.supported_algorithms():
        raise ValueError("its algorithm is unknown, or too weak, or of no use here")
    return key


def _response(assertion: Assertion) -> dict[str, Any]:
    return {
        "rawId": short(assertion.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": short(assertion.client_data),
            "authenticatorData": short(assertion.authenticator_data),
            "signature": short(assertion.signature),
        },
    }


def assertion_plain(assertion: Assertion) -> dict[str, Any]:
    """Bytes as base64url, as WebAuthn's own JSON has them."""
    return {
        "credential_id": short(assertion.credential_id),
        "public_key": short(assertion.public_key),
        "authenticator_data": short(assertion.authenticator_data),
        "client_data": short(assertion.client_data),
        "signature": short(assertion.signature),
        "rp_id": assertion.rp_id,
        "origin": assertion.origin,
    }


def assertion_from(value: Any, where: str = "the passkey's answer") -> Assertion:
    """The assertion behind ``assertion_plain``. Raises ``Unreadable`` for any other form."""
    fields = Fields(value, where)
    assertion = Assertion(
        credential_id=fields.blob("credential_id"),
        public_key=fields.blob("public_key"),
        authenticator_data=fields.blob("authenticator_data"),
        client_data=fields.blob("client_data"),
        signature=fields.blob("signature"),
        rp_id=fields.text("rp_id"),
        origin=fields.text("origin"),
    )
    fields.end()
    return assertion
