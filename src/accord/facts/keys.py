"""The workspace's two secrets: the identity that opens the originals, and the key behind which people stand."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # it ships no types

from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


class KeysMissing(Exception):  # noqa: N818 - a state of the workspace that only its owner can mend
    """A workspace with facts has lost a key, or holds another one's."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the manifest remembers of the keys, so that a wrong key is noticed. Neither mark reveals its key."""

    recipient: str
    people: str


@dataclass(frozen=True, slots=True)
class Keys:
    """``identity`` opens the originals (age, X25519); ``people`` is the secret of the keyed hash (32 bytes)."""

    identity: pyrage.x25519.Identity
    people: bytes

    @property
    def recipient(self) -> pyrage.x25519.Recipient:
        """Whom originals are encrypted to."""
        return self.identity.to_public()

    @property
    def marks(self) -> Marks:
        return Marks(str(self.recipient), hmac.new(self.people, b"accord", hashlib.sha256).hexdigest()[:16])


def identity_file(workspace: Workspace) -> Path:
    """An ordinary age identity file: ``age --decrypt -i FILE ORIGINAL`` opens what it locks."""
    return workspace.keys / "originals.agekey"


def people_file(workspace: Workspace) -> Path:
    return workspace.keys / "people.key"


def fresh() -> Keys:
    """New random keys, stored nowhere."""
    return Keys(pyrage.x25519.Identity.generate(), secrets.token_bytes(32))


def load(workspace: Workspace, expected: Marks | None) -> Keys:
    """The workspace's keys. Raises ``KeysMissing`` when one is absent, unreadable or not the one expected."""
    keys = Keys(_identity(identity_file(workspace)), _people(people_file(workspace)))
    if expected is not None and keys.marks != expected:
        wrong = identity_file if keys.marks.recipient != expected.recipient else people_file
        raise KeysMissing(f"{wrong(workspace)} is not the key these facts were made with. Restore it from a backup")
    return keys


def make(workspace: Workspace) -> Keys:
    """The workspace's keys, made if it has none yet; for a workspace without facts."""
    if not identity_file(workspace).exists():
        identity = pyrage.x25519.Identity.generate()
        text = f"# public key: {identity.to_public()}\n{identity}\n"
        write_whole(identity_file(workspace), text.encode())
    if not people_file(workspace).exists():
        write_whole(people_file(workspace), f"{secrets.token_hex(32)}\n".encode())
    return load(workspace, None)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, UnicodeDecodeError) as fault:
        raise KeysMissing(
            f"{path} is missing or unreadable. Restore it from a backup; it cannot be made anew"
        ) from fault


def _identity(path: Path) -> pyrage.x25519.Identity:
    lines = [line for line in _read(path).splitlines() if line and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError) as fault:
        raise KeysMissing(f"{path} holds no age identity. Restore it from a backup") from fault


def _people(path: Path) -> bytes:
    try:
        key = bytes.fromhex(_read(path).strip())
    except ValueError as fault:
        raise KeysMissing(f"{path} is not 64 hexadecimal digits. Restore it from a backup") from fault
    if len(key) != 32:
        raise KeysMissing(f"{path} is not 64 hexadecimal digits. Restore it from a backup")
    return key
