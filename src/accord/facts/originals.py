"""Files as they came, byte for byte, in age's format: encrypted to the workspace's identity, named by SHA-256.

The format is https://age-encryption.org/v1 (X25519, ChaCha20-Poly1305 in blocks of 64 KiB), so that the owner
can open an original with the standard ``age`` tool and the identity file in ``keys/``, without us.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import pyrage  # type: ignore[import-untyped]  # it ships no types

from accord.facts.keys import Keys
from accord.workspace.safely import open_private

_BLOCK = 1 << 20


class OriginalDamaged(Exception):  # noqa: N818 - the file is at fault
    """A kept original that is missing, was altered, or was locked with another key."""


class _Hashing(io.RawIOBase):
    """Hashes what is read through it, so that a large file is read once."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner, self.hash = inner, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self.hash.update(data)
        return data


class _HashingOut(io.RawIOBase):
    """Hashes what is written through it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner, self.hash = inner, hashlib.sha256()

    def write(self, data: bytes) -> int:  # type: ignore[override]  # pyrage hands over bytes
        self.hash.update(data)
        return self._inner.write(data)


def file_name(digest: str) -> str:
    """An original's name in ``originals/``."""
    return f"{digest}.age"


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lock_away(source: Path, folder: Path, keys: Keys) -> str:
    """Write ``source`` encrypted into ``folder``; returns its digest, which is also its name there."""
    staged = folder / "original.part"
    with source.open("rb") as plain, open_private(staged) as locked:
        hashing = _Hashing(plain)
        pyrage.encrypt_io(hashing, locked, [keys.recipient])
    digest = hashing.hash.hexdigest()
    staged.replace(folder / file_name(digest))
    return digest


@contextmanager
def opened(digest: str, folder: Path, keys: Keys, place: Path, name: str) -> Iterator[Path]:
    """The original as a plain file ``name`` in ``place``, gone again afterwards.

    Raises ``OriginalDamaged`` when it is not there, or is not what was stored.
    """
    plain = place / Path(name).name
    try:
        unlock(digest, folder / file_name(digest), keys, plain)
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def unlock(digest: str, locked: Path, keys: Keys, plain: Path) -> None:
    """Write the original into ``plain``. Raises ``OriginalDamaged``; then ``plain`` is not to be trusted."""
    with open_private(plain) as target:
        _stream_out(digest, locked, keys, target)


def verify(digest: str, folder: Path, keys: Keys) -> None:
    """Raises ``OriginalDamaged`` when an original is missing, altered, or locked with another key."""
    with Path(os.devnull).open("wb") as nowhere:
        _stream_out(digest, folder / file_name(digest), keys, nowhere)


def _stream_out(digest: str, locked: Path, keys: Keys, target: BinaryIO) -> None:
    hashing = _HashingOut(target)
    try:
        with locked.open("rb") as source:
            pyrage.decrypt_io(source, hashing, [keys.identity])
    except FileNotFoundError as fault:
        raise OriginalDamaged(f"{locked} is missing. Restore it from a backup, or read the export again") from fault
    except pyrage.DecryptError as fault:
        raise OriginalDamaged(f"{locked} cannot be opened: {fault}. Restore it from a backup") from fault
    if hashing.hash.hexdigest() != digest:
        raise OriginalDamaged(f"{locked} is not the file its name says. Restore it from a backup")


def holds(path: Path, text: str) -> bool:
    """Whether a plain file, or a member of it, contains ``text``; ASCII letter case is ignored.

    Looks into zip (so also .xlsx), gzip and Parquet, and for UTF-8 and UTF-16 spellings.
    """
    with path.open("rb") as file:
        magic = file.read(4)
        if magic == b"PAR1":
            return _parquet_holds(path, text)
        if magic.startswith(b"PK") and zipfile.is_zipfile(path):
            return _zip_holds(path, text)
        file.seek(0)
        if magic.startswith(b"\x1f\x8b"):
            with gzip.open(file) as unpacked:
                return _stream_holds(unpacked, text)
        return _stream_holds(file, text)


def _zip_holds(path: Path, text: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        return _archive_holds(archive, text)


def _archive_holds(archive: zipfile.ZipFile, text: str, depth: int = 1) -> bool:
    """Also within the office files that a bundle of documents holds."""
    for member in archive.infolist():
        with archive.open(member) as stream:
            inner = depth and member.filename.lower().endswith((".docx", ".pptx", ".zip"))
            if inner and zipfile.is_zipfile(stream):
                with zipfile.ZipFile(stream) as within:
                    if _archive_holds(within, text, depth - 1):
                        return True
                continue
            stream.seek(0)
            if _stream_holds(stream, text):
                return True
    return False


def _stream_holds(stream: IO[bytes] | gzip.GzipFile, text: str) -> bool:
    wanted = [text.encode(e).lower() for e in ("utf-8", "utf-16-le", "utf-16-be")]
    overlap = max(len(w) for w in wanted) - 1
    tail = b""
    while block := stream.read(_BLOCK):
        window = tail + block.lower()
        if any(w in window for w in wanted):
            return True
        tail = window[-overlap:] if overlap else b""
    return False


def _parquet_holds(path: Path, text: str) -> bool:
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(
            "select count(*) from (select t::varchar as line from read_parquet($1) t where contains(lower(line), $2))",
            [str(path), text.lower()],
        ).fetchone()
    return bool(found and found[0])
