"""The server's own key (Ed25519, RFC 8032): it says 'this was recorded here', and nothing else."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FILE = "signing.pem"
NEXT = "signing-next.pem"


class KeyMissing(Exception):  # noqa: N818 - a state of the workspace that only its owner can mend
    """The server's key is absent, unreadable, or not the one that the record ends with."""


@dataclass(frozen=True, slots=True)
class ServerKey:
    """``public`` is 32 bytes; the private half never leaves this object but into its own file."""

    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(message)


def fingerprint(public: bytes) -> str:
    """SHA-256 of the raw public key: 64 hexadecimal digits in groups of four."""
    return grouped(hashlib.sha256(public).hexdigest())


def grouped(digits: str) -> str:
    """In groups of four, as people compare them."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def ungrouped(typed: str) -> str:
    """64 hexadecimal digits as a person typed them: blanks, colons, hyphens and case do not count.

    Raises ``ValueError`` for anything else.
    """
    digits = "".join(c for c in typed.lower() if c not in " \t\n:-")
    if len(digits) != 64 or set(digits) - set("0123456789abcdef"):
        raise ValueError(f"{typed!r} is not 64 hexadecimal digits, such as '1f2e 3d4c ...'")
    return digits


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of ``public`` signed ``message``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def make(folder: Path) -> ServerKey:
    """The key in ``folder``, made if there is none; of several at once, all get the same one."""
    _make(folder / FILE)
    return load(folder)


def make_next(folder: Path) -> ServerKey:
    """The key that is to succeed; it waits beside the one in use until ``load`` is asked for it."""
    _make(folder / NEXT)
    return _read(folder / NEXT)


def load(folder: Path, expected: bytes | None = None) -> ServerKey:
    """The key in use; ``expected`` is the public key that the record ends with (None: no entry yet).

    Where the record has gone over to the waiting key, that one takes the old one's place, which is destroyed. Raises
    ``KeyMissing``.
    """
    if expected is not None and (folder / NEXT).exists():
        _take_over(folder, expected)
    key = _read(folder / FILE)
    if expected is not None and key.public != expected:
        raise KeyMissing(f"{folder / FILE} is not the key that the record was signed with. Restore it from a backup")
    return key


def _take_over(folder: Path, expected: bytes) -> None:
    """Of several at once one does it: what waits by the time of another's rename may be a later key."""
    waiting = folder / NEXT
    with _alone(folder):
        if waiting.exists() and _read(waiting).public == expected:
            waiting.replace(folder / FILE)
            _sync(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(path: Path) -> None:
    """Write a fresh key to ``path`` unless one is there: whole, on the disk, readable by its owner only."""
    if path.exists():
        return
    spare = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_pem(Ed25519PrivateKey.generate()))
        file.flush()
        os.fsync(file.fileno())
    _link(spare, path)
    _sync(path.parent)


def _link(spare: Path, path: Path) -> None:
    """A link, other than a rename, does not replace what another process has put there meanwhile."""
    try:
        os.link(spare, path)
    except FileExistsError:
        return
    finally:
        spare.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pem(private: Ed25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _read(path: Path) -> ServerKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as fault:
        raise KeyMissing(f"{path} is missing. Restore it from a backup; it cannot be made anew") from fault
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise KeyMissing(f"{path} holds no key. Restore it from a backup; it cannot be made anew") from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyMissing(f"{path} holds a key of another kind (Ed25519 is needed). Restore it from a backup")
    return ServerKey(private)
