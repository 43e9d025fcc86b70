"""What a signed file says, before anything of it is believed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.signatures.canonical import Unreadable, canonical, read
from accord.signatures.entry import Entry, dump, entry_from, follow
from accord.signatures.exporting import ARCHIVE, SIGNED
from accord.signatures.forms import Fields
from accord.signatures.statement import KEY_CHANGE


@dataclass(frozen=True, slots=True)
class SignedFile:
    """What a file says, unchecked. ``heads`` are those after each entry that it holds or links, by sequence.

    ``message`` is what the seal signs; ``exact`` tells whether the bytes are those that were written.
    """

    schema: str
    key: bytes
    written_at: datetime
    count: int
    head: str
    entries: tuple[Entry, ...]
    handovers: tuple[Entry, ...]
    heads: dict[int, str]
    message: bytes
    seal: bytes
    exact: bool


def read_file(data: bytes) -> SignedFile:
    """What an export or archive says. Raises ``Unreadable`` where it is neither; truth is for ``verify``."""
    first, _, lines = data.partition(b"\n")
    said = read(first)
    if not isinstance(said, dict) or said.get("schema") not in (SIGNED, ARCHIVE):
        raise Unreadable("this is neither a signed text nor an archive that Accord wrote")
    exact = data == canonical(said) + b"\n" + lines
    message = canonical({name: value for name, value in said.items() if name != "seal"})
    fields = Fields(said, "the file")
    read_rest = _read_signed if said["schema"] == SIGNED else _read_archive
    return read_rest(fields, message, lines, exact)


def _read_signed(fields: Fields, message: bytes, lines: bytes, exact: bool) -> SignedFile:
    entry = entry_from(fields.inner("entry"))
    handovers = fields.items("handovers")
    return _file(
        fields,
        message,
        exact and not lines,
        (entry,),
        tuple(entry_from(h, f"key change {n}") for n, h in enumerate(handovers, 1)),
        follow(entry, [_digest(d) for d in fields.items("later")]),
    )


def _digest(value: Any) -> str:
    return Fields({"later": value}, "the file").hexed("later", 32).hex()


def _read_archive(fields: Fields, message: bytes, lines: bytes, exact: bool) -> SignedFile:
    rows = lines.split(b"\n")
    entries = tuple(entry_from(read(row), f"line {n}") for n, row in enumerate(rows[:-1], 2))
    exact = exact and lines == b"".join(dump(e) + b"\n" for e in entries)
    exact = fields.hexed("lines_sha256", 32) == hashlib.sha256(lines).digest() and exact
    handovers = tuple(e for e in entries if e.kind == KEY_CHANGE)
    return _file(fields, message, exact, entries, handovers, {e.sequence: e.head for e in entries})


def _file(
    fields: Fields,
    message: bytes,
    exact: bool,
    entries: tuple[Entry, ...],
    handovers: tuple[Entry, ...],
    heads: dict[int, str],
) -> SignedFile:
    file = SignedFile(
        schema=fields.text("schema"),
        key=fields.hexed("key", 32),
        written_at=fields.moment("written_at"),
        count=fields.number("entries"),
        head=fields.hexed("head", 32).hex(),
        entries=entries,
        handovers=handovers,
        heads=heads,
        message=message,
        seal=fields.hexed("seal", 64),
        exact=exact,
    )
    fields.end()
    return file
