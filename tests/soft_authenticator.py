"""A passkey without hardware: answers what a browser's ``navigator.credentials`` would, with ES256 keys in memory."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """One credential: what it is for, and its private key."""

    rp_id: str
    user_handle: bytes
    private: ec.EllipticCurvePrivateKey
    data: AttestedCredentialData
    count: int = 0


@dataclass
class SoftAuthenticator:
    """``origin`` is the site whose page asks; ``verifies`` says whether the person shows that it is they."""

    origin: str
    verifies: bool = True
    passkeys: list[Passkey] = field(default_factory=list)

    @property
    def credentials(self) -> list[AttestedCredentialData]:
        """What a site knows of the passkeys."""
        return [p.data for p in self.passkeys]

    def create(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Answer ``navigator.credentials.create`` (JSON, with or without ``publicKey`` around), attestation 'none'."""
        asked = options.get("publicKey", options)
        passkey = self._new(asked["rp"]["id"], websafe_decode(asked["user"]["id"]))
        self.passkeys.append(passkey)
        auth_data = AuthenticatorData.create(
            _hash(passkey.rp_id.encode()), FLAG.UP | FLAG.AT | self._verified(), 0, passkey.data
        )
        response = {
            "clientDataJSON": self._client_data("webauthn.create", asked["challenge"]),
            "attestationObject": websafe_encode(AttestationObject.create("none", auth_data, {})),
            "transports": ["internal"],
        }
        return _answer(passkey, response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Answer ``navigator.credentials.get`` with the first passkey that is allowed."""
        asked = options.get("publicKey", options)
        passkey = self._allowed(asked)
        passkey.count += 1
        auth_data = AuthenticatorData.create(_hash(passkey.rp_id.encode()), FLAG.UP | self._verified(), passkey.count)
        client_data = self._client_data("webauthn.get", asked["challenge"])
        message = bytes(auth_data) + _hash(websafe_decode(client_data))
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": websafe_encode(auth_data),
            "signature": websafe_encode(passkey.private.sign(message, ec.ECDSA(hashes.SHA256()))),
            "userHandle": websafe_encode(passkey.user_handle),
        }
        return _answer(passkey, response)

    def _new(self, rp_id: str, user_handle: bytes) -> Passkey:
        private = ec.generate_private_key(ec.SECP256R1())
        public = ES256.from_cryptography_key(private.public_key())
        data = AttestedCredentialData.create(Aaguid.NONE, secrets.token_bytes(16), public)
        return Passkey(rp_id, user_handle, private, data)

    def _allowed(self, asked: Mapping[str, Any]) -> Passkey:
        ids = {websafe_decode(c["id"]) for c in asked.get("allowCredentials") or []}
        fits = [p for p in self.passkeys if p.rp_id == asked["rpId"] and (not ids or p.data.credential_id in ids)]
        if not fits:
            raise LookupError("no passkey here fits what the page asks for")
        return fits[0]

    def _verified(self) -> int:
        return FLAG.UV if self.verifies else 0

    def _client_data(self, what: str, challenge: str) -> str:
        return websafe_encode(CollectedClientData.create(what, challenge, self.origin))


def _answer(passkey: Passkey, response: dict[str, Any]) -> dict[str, Any]:
    name = websafe_encode(passkey.data.credential_id)
    return {
        "id": name,
        "rawId": name,
        "type": "public-key",
        "authenticatorAttachment": "platform",
        "response": response,
        "clientExtensionResults": {},
    }


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
