"""Made-up people, texts and a made-up record, signed with soft passkeys and by re-authentication."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accord.signatures.closing import change_key, close
from accord.signatures.entry import Entry
from accord.signatures.exporting import archive, export
from accord.signatures.key import ServerKey
from accord.signatures.passkey import Assertion, check_assertion, request_options
from accord.signatures.signature import Signature, sign_statement
from accord.signatures.statement import KEY_CHANGE, Again, Signer, Statement, draw_up
from tests.soft_authenticator import SoftAuthenticator

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
RP_ID = "accord.example"
ORIGIN = "https://accord.example"
MARKETER = Signer("0b6f8f0e-0000-4000-8000-000000000001", "Ana Made-Up", "marketing", "cmo")
ENGINEER = Signer("0b6f8f0e-0000-4000-8000-000000000002", "Bo Made-Up", "it", "cio")


def server_key(number: int = 1) -> ServerKey:
    return ServerKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def text(number: int = 1) -> dict[str, Any]:
    return {
        "title": f"Décision {number}: \u20ac 8,400",
        "promise": {"minor": 840000 + number, "share": 0.5},
        "by": None,
    }


def passkey(origin: str = ORIGIN, rp_id: str = RP_ID, *, verifies: bool = True) -> SoftAuthenticator:
    held = SoftAuthenticator(origin, verifies)
    held.create({"rp": {"id": rp_id}, "user": {"id": "AAAA"}, "challenge": "AAAA"})
    return held


def statement(
    content: Any = None,
    signer: Signer = MARKETER,
    *,
    subject: str = "D-1",
    kind: str = "decision",
    key: ServerKey | None = None,
    now: datetime = NOON,
    chance: int = 1,
    by: tuple[str, ...] = (),
) -> Statement:
    return draw_up(
        kind=kind,
        subject=subject,
        content=text() if content is None else content,
        signer=signer,
        key=(key or server_key()).public,
        now=now,
        nonce=Random(chance).randbytes(16),
        again=Again(now, by) if by else None,
    )


def asserted(said: Statement, held: SoftAuthenticator) -> Assertion:
    answer = held.get(request_options(said, held.credentials, RP_ID))
    return check_assertion(said, answer, held.credentials, rp_id=RP_ID, origin=ORIGIN)


@dataclass
class Office:
    """A server with its record, one passkey for the marketer, and a clock."""

    key: ServerKey = field(default_factory=server_key)
    now: datetime = NOON
    held: SoftAuthenticator = field(default_factory=passkey)
    chain: list[Entry] = field(default_factory=list)
    chance: int = 0

    def sign(self, content: Any, signer: Signer, subject: str = "D-1", kind: str = "decision") -> Signature:
        """The marketer by passkey, anybody else by re-authentication."""
        self.now += timedelta(minutes=1)
        self.chance += 1
        by = () if signer is MARKETER else ("password", "totp")
        said = statement(
            content, signer, subject=subject, kind=kind, key=self.key, now=self.now, chance=self.chance, by=by
        )
        assertion = None if by else asserted(said, self.held)
        return sign_statement(self.key, said, now=self.now + timedelta(seconds=30), assertion=assertion)

    def agree(self, number: int = 1) -> Entry:
        content, subject = text(number), f"D-{number}"
        both = [self.sign(content, MARKETER, subject), self.sign(content, ENGINEER, subject)]
        self.now += timedelta(minutes=1)
        self.chain.append(close(self.last, content, both, self.key, self.now))
        return self.chain[-1]

    def change_key(self, new: ServerKey) -> Entry:
        assert self.last
        self.chain.append(change_key(self.last, self.key, new, self.now, "made-up reason"))
        self.key = new
        return self.chain[-1]

    @property
    def last(self) -> Entry | None:
        return self.chain[-1] if self.chain else None

    def export(self, sequence: int) -> bytes:
        later = [e.digest for e in self.chain[sequence:]]
        handovers = [e for e in self.chain if e.kind == KEY_CHANGE]
        return export(self.chain[sequence - 1], later, handovers, self.key, self.now)

    def archive(self) -> bytes:
        return archive(self.chain, self.key, self.now)


def office(entries: int = 3) -> Office:
    made = Office()
    for number in range(1, entries + 1):
        made.agree(number)
    return made
