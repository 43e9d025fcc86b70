"""What is in force: every import in order, and the Parquet files of each table. One JSON file, one commit point."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from accord.facts.keys import Marks
from accord.workspace.safely import write_whole

VERSION = 1


class StoreError(Exception):
    """The store cannot do it; the message says why, what to do, and that nothing was changed."""


class Damaged(StoreError):  # noqa: N818 - a state of the disk
    """A file of the store is missing or is not what it was; names it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file of one table.

    ``file`` is the SHA-256 of its bytes, ``bytes`` its size, ``first`` and ``last`` the range of the table's
    time column (UTC, both included; None without rows).
    """

    file: str
    rows: int
    bytes: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows of one import that are in force in a table: all of them, or those that no later import replaced."""

    import_id: str
    reader: str
    part: Part


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was read (a member of an archive counts as a file).

    ``original`` is the SHA-256 of the file as it came, ``original_state`` says whether it is ``kept``,
    ``expired`` (retention) or ``forgotten`` (a person asked). ``settled`` are the answers it was read with,
    ``zone`` and ``locale`` what the reader then used. ``yielded`` counts the rows that the reader yielded by
    table, ``own`` are those that were kept (the last of each key), before anything replaced them. ``rejects`` is
    the SHA-256 of its reject file. ``account`` names the shop or account whose rows they are: imports replace each
    other's rows within one reader and account. A ``preliminary`` one counts as earlier than all that are not.
    ``place`` is a document's path within its side's folder, '' for everything else.
    """

    id: str
    name: str
    member: str
    side: str | None
    source_id: str
    original: str
    original_state: str
    reader: str
    reader_version: int
    fingerprint: str
    settled: dict[str, Any]
    zone: str | None
    locale: str | None
    encoding: str
    rows_read: int
    rejected: int
    rejects: str | None
    notes: tuple[str, ...]
    columns_matched: tuple[tuple[str, str], ...]
    columns_left: tuple[str, ...]
    offers: tuple[dict[str, Any], ...]
    first: datetime | None
    last: datetime | None
    money: dict[str, int]
    imported_at: datetime
    yielded: dict[str, int]
    own: dict[str, Part]
    account: str = ""
    preliminary: bool = False
    place: str = ""

    @property
    def voice(self) -> tuple[str, str]:
        """Who speaks: imports of one voice replace each other's rows, those of two voices add."""
        return self.reader, self.account


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of the store. ``pins`` are kept snapshots (snapshot id -> SHA-256 of its file); ``forgotten`` are
    marks of people who must not come back, from which their keys cannot be told."""

    imports: tuple[Import, ...] = ()
    tables: dict[str, tuple[Standing, ...]] = field(default_factory=dict)
    keys: Marks | None = None
    pins: dict[str, str] = field(default_factory=dict)
    forgotten: tuple[str, ...] = ()

    @property
    def snapshot_id(self) -> str:
        """16 hexadecimal digits that name the tables' content: equal files in force, equal name."""
        return hashlib.sha256(_canonical(_plain(self.tables))).hexdigest()[:16]

    def find(self, import_id: str) -> Import:
        """The import of that id, or of the only id that begins so. Raises ``StoreError`` otherwise."""
        found = [i for i in self.imports if i.id.startswith(import_id)] if import_id else []
        exact = [i for i in found if i.id == import_id] or found
        if len(exact) != 1:
            what = "more than one import begins" if exact else "no import has an id that begins"
            raise StoreError(f"{what} with {import_id!r}. 'accord facts list' lists the imports; nothing was changed")
        return exact[0]


_NOTHING = Manifest()


def load(path: Path) -> Manifest:
    """The manifest at ``path``, read again only when it was replaced or touched; an empty one where there is none.

    Raises ``Damaged`` when it is not as it was written, ``StoreError`` when a later version wrote it.
    """
    return load_named(path)[0]


def load_named(path: Path) -> tuple[Manifest, str]:
    """The same, with its ``snapshot_id``."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return _NOTHING, _NOTHING.snapshot_id
    return _loaded(path, (found.st_mtime_ns, found.st_size, found.st_ino))


@lru_cache(maxsize=8)
def _loaded(path: Path, stamp: tuple[int, int, int]) -> tuple[Manifest, str]:
    """Every page asks what is in force, many times a second, and it changes a few times a day."""
    manifest = _read(path)
    return manifest, manifest.snapshot_id


def rows_id(path: Path, *tables: str) -> str:
    """A name for the rows in force of some tables: another one means that what is worked out of them is out of date.

    A manifest that cannot be read has a name too: whoever reads the facts is told what is wrong with it.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return _rows_id(path, (found.st_mtime_ns, found.st_size, found.st_ino), tables)


@lru_cache(maxsize=64)
def _rows_id(path: Path, stamp: tuple[int, int, int], tables: tuple[str, ...]) -> str:
    try:
        manifest, _ = _loaded(path, stamp)
    except StoreError:
        return str(stamp)
    return _digest({table: _plain(manifest.tables.get(table, ())) for table in tables})


def _read(path: Path) -> Manifest:
    try:
        return decode(path.read_bytes())
    except (ValueError, KeyError, TypeError) as fault:
        raise Damaged(f"{path} is damaged ({fault}). Restore it from a backup; nothing was read or changed") from fault


def save(path: Path, manifest: Manifest) -> None:
    """Put ``manifest`` in force: the one commit point of facts. Raises ``OSError``; then the old one stands."""
    write_whole(path, encode(manifest))


def encode(manifest: Manifest) -> bytes:
    """Canonical JSON (sorted names, no blanks) with a digest over the content."""
    content = _plain(asdict(manifest))
    return _canonical({"version": VERSION, "content": content, "digest": _digest(content)}) + b"\n"


def decode(data: bytes) -> Manifest:
    """The opposite of ``encode``. Raises ``ValueError`` on any altered byte, ``StoreError`` on a later version."""
    document = json.loads(data)
    if document["version"] > VERSION:
        raise StoreError(f"the facts were written by a later accord (manifest {document['version']}). Install that one")
    if document["version"] != VERSION:
        raise ValueError(f"there never was a manifest version {document['version']}")
    content = document["content"]
    if document["digest"] != _digest(content):
        raise ValueError("its digest does not fit its content")
    return Manifest(
        tuple(_import(i) for i in content["imports"]),
        {t: tuple(_standing(s) for s in parts) for t, parts in content["tables"].items()},
        Marks(**content["keys"]) if content["keys"] else None,
        content["pins"],
        tuple(content["forgotten"]),
    )


def _import(plain: dict[str, Any]) -> Import:
    tuples = {k: tuple(plain[k]) for k in ("notes", "columns_left", "offers")}
    times = {k: _time(plain[k]) for k in ("first", "last")}
    matched = tuple((a, b) for a, b in plain["columns_matched"])
    own = {t: _part(p) for t, p in plain["own"].items()}
    at = datetime.fromisoformat(plain["imported_at"])
    return Import(**plain | tuples | times | {"columns_matched": matched, "own": own, "imported_at": at})


def _standing(plain: dict[str, Any]) -> Standing:
    return Standing(plain["import_id"], plain["reader"], _part(plain["part"]))


def _part(plain: dict[str, Any]) -> Part:
    return Part(**plain | {"first": _time(plain["first"]), "last": _time(plain["last"])})


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _plain(value: Any) -> Any:
    """Dataclasses, tuples and times as JSON has them."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return _plain(asdict(value)) if isinstance(value, Standing | Part) else value


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _digest(content: Any) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()
