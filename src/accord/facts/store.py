"""The facts in force, as analyses and pages see them. One ``Store`` is one state; it never changes under you."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from accord.engines.files import literal, quoted
from accord.facts import keys as keyring
from accord.facts import manifest as manifests
from accord.facts import originals, snapshots
from accord.facts.manifest import Damaged, Import, Part, Standing, StoreError
from accord.facts.parts import UNSHOWN, columns_of, file_name
from accord.facts.stage import check_quickly, damage, readers_lock
from accord.facts.tables import TABLES
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class TableState:
    """What stands in a table: rows, the range of its time column (UTC, both included), whose exports they are."""

    rows: int
    first: datetime | None
    last: datetime | None
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What there is: tables that have rows, and the imports in the order in which they count."""

    snapshot: str
    tables: dict[str, TableState]
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a row came from. ``facts`` are the rows of that line by table, without columns that stand for people.

    ``line`` is the line of the file, or its record number where it has no lines; ``columns`` the file's columns
    that were used.
    """

    import_id: str
    file: str
    member: str
    line: int
    columns: tuple[str, ...]
    facts: tuple[tuple[str, dict[str, Any]], ...]


class Store:
    """The facts in force when it was opened, or a kept snapshot.

    Raises ``Damaged`` for a manifest that is not as it was written, ``StoreError`` for a snapshot not kept.
    """

    def __init__(self, workspace: Workspace, snapshot_id: str | None = None) -> None:
        self.workspace = workspace
        current, name = manifests.load_named(workspace.manifest)
        is_current = snapshot_id in (None, name)
        self.manifest = current if is_current else snapshots.kept(workspace, current, str(snapshot_id))
        self._id = name if is_current else str(snapshot_id)

    @classmethod
    @contextmanager
    def reading(cls, workspace: Workspace, snapshot_id: str | None = None) -> Iterator[Store]:
        """A store whose files stay on the disk until the block ends, whatever is imported or undone meanwhile."""
        with readers_lock(workspace):
            yield cls(workspace, snapshot_id)

    def snapshot_id(self) -> str:
        """16 hexadecimal digits that name the content of all tables."""
        return self._id

    def files(self, table: str, reader: str | None = None) -> list[Path]:
        """The Parquet files of a table, oldest import first; only those of ``reader`` where one is named.

        Raises ``KeyError`` for an unknown table, ``Damaged`` for a file that is missing or cut off.
        """
        return [self._checked(s.part) for s in self._standing(table) if reader in (None, s.reader)]

    def tables(self) -> dict[str, list[Path]]:
        """The files of every table; an empty list where there are no rows."""
        return {table: self.files(table) for table in TABLES}

    def readers(self, table: str) -> tuple[str, ...]:
        """Whose exports fill a table; more than one means that a clause must say which counts."""
        return tuple(dict.fromkeys(s.reader for s in self._standing(table)))

    def state(self) -> State:
        tables = {name: _table_state(rows) for name, rows in self.manifest.tables.items()}
        return State(self._id, tables, self.manifest.imports)

    def import_of(self, source_id: str) -> Import:
        """The import whose rows carry ``source_id``. Raises ``StoreError`` when there is none."""
        found = [i for i in self.manifest.imports if i.source_id == source_id]
        if not found:
            raise StoreError(f"no import has the source {source_id}; it was undone or forgotten")
        return found[-1]

    def source(self, source_id: str, row_number: int) -> Evidence:
        """The file and line behind a row, and every fact that came from that line, in force or replaced since."""
        one = self.import_of(source_id)
        parts = {
            s.part.file: (t, s.part) for t, rows in self.manifest.tables.items() for s in rows if s.import_id == one.id
        }
        parts = {p.file: (t, p) for t, p in one.own.items()} or parts
        facts = tuple((t, row) for t, part in parts.values() for row in self._rows(t, part, source_id, row_number))
        columns = tuple(column for column, _ in one.columns_matched)
        return Evidence(one.id, one.name, one.member, row_number, columns, facts)

    def _rows(self, table: str, part: Part, source_id: str, row_number: int) -> list[dict[str, Any]]:
        shown = [n for n in TABLES[table].names if n not in UNSHOWN]
        columns = ", ".join(quoted(n) for n in shown)
        asked = f"source_id = {literal(source_id)} and row_number = {int(row_number)}"
        rows = self._ask(f"select {columns} from {self._scan([self._checked(part)])} where {asked}")
        return [dict(zip(shown, row, strict=True)) for row in rows]

    def take_out(self, import_id: str, folder: Path) -> Path:
        """Write the original of an import into ``folder``, byte for byte as it came; returns its path.

        Raises ``StoreError`` when it is no longer kept or a file of its name is there, ``KeysMissing``,
        ``OriginalDamaged``.
        """
        one = self.manifest.find(import_id)
        target = folder / Path(one.name).name
        if one.original_state != "kept":
            raise StoreError(f"the original of {one.name} is no longer kept ({one.original_state})")
        if target.exists():
            raise StoreError(f"{target} is there already. Choose another folder; nothing was changed")
        keys = keyring.load(self.workspace, self.manifest.keys)
        originals.unlock(one.original, self.workspace.originals / originals.file_name(one.original), keys, target)
        return target

    def table_hash(self, table: str) -> str:
        """A name of the table's rows, provenance included, in whatever order and files they lie."""
        files = self.files(table)
        if not files:
            return hashlib.sha256(b"").hexdigest()[:16]
        row = ", ".join(f"{quoted(c.name)} := {quoted(c.name)}" for c in columns_of(TABLES[table]))
        told = f"select count(*), sum(md5_number_lower(to_json(struct_pack({row}))::varchar)) from {self._scan(files)}"
        return hashlib.sha256(repr(self._ask(told)).encode()).hexdigest()[:16]

    def damaged(self, *, originals_too: bool = False) -> tuple[str, ...]:
        """What is not as it was written, each with its mend; every file in force is read whole."""
        found = [problem for _, part in snapshots.parts_of(self.manifest).values() if (problem := self._problem(part))]
        kept = {i.original for i in self.manifest.imports if i.original_state == "kept"} if originals_too else set()
        return tuple(found + [problem for digest in sorted(kept) if (problem := self._original_problem(digest))])

    def _problem(self, part: Part) -> str | None:
        path = self.workspace.facts / file_name(part)
        if not path.exists():
            return damage(path, "is missing")
        return None if originals.digest_of(path) == part.file else damage(path, "is damaged")

    def _original_problem(self, digest: str) -> str | None:
        keys = keyring.load(self.workspace, self.manifest.keys)
        try:
            originals.verify(digest, self.workspace.originals, keys)
        except originals.OriginalDamaged as fault:
            return str(fault)
        return None

    def _standing(self, table: str) -> tuple[Standing, ...]:
        if table not in TABLES:
            raise KeyError(f"there is no table {table}; there are {', '.join(TABLES)}")
        return self.manifest.tables.get(table, ())

    def _checked(self, part: Part) -> Path:
        path = self.workspace.facts / file_name(part)
        check_quickly(path, part)
        return path

    def _scan(self, files: list[Path]) -> str:
        return f"read_parquet([{', '.join(literal(str(f)) for f in files)}])"

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        import duckdb

        with duckdb.connect() as connection:
            try:
                return connection.execute(sql).fetchall()
            except duckdb.Error as fault:
                problems = self.damaged()
                raise (Damaged(problems[0]) if problems else fault) from fault


def _table_state(rows: tuple[Standing, ...]) -> TableState:
    parts = [s.part for s in rows]
    first = min((p.first for p in parts if p.first), default=None)
    last = max((p.last for p in parts if p.last), default=None)
    return TableState(sum(p.rows for p in parts), first, last, tuple(dict.fromkeys(s.reader for s in rows)))
