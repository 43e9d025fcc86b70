"""Parquet files of fact tables: made from what a reader yields, written by content, read by SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.engines.files import literal, quoted
from accord.facts.manifest import Damaged, Part
from accord.facts.originals import digest_of
from accord.facts.tables import PROVENANCE, Column, Table
from accord.workspace.safely import sync_file

if TYPE_CHECKING:
    import duckdb

PEOPLE = ("customer_key", "visitor_key", "person_key")
"""Columns that hold keyed hashes of people."""
UNSHOWN = (*PEOPLE, "text")
"""Columns that no page of facts shows: people, and what a document says, which is quoted only where that is agreed."""


class BadRows(Exception):  # noqa: N818 - the reader is at fault, and the message says how
    """A reader yielded rows that its table does not allow."""


class Parts:
    """Files that ``locate`` finds; new ones are written into ``folder``, named by content."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, locate: Callable[[Part], Path], folder: Path) -> None:
        # A part stays where it is until all is published; with hundreds of imports, looking again takes seconds.
        self.sql, self.locate, self.folder = connection, cache(locate), folder

    def own(self, table: Table, parsed: Path, source_id: str, forgotten: Sequence[str] = ()) -> tuple[Part, bool]:
        """A reader's rows as the store keeps them: canonical columns, one row a key (the last), in file order.

        The file ``parsed`` is taken over where it is so already. ``forgotten`` are marks of people whose keys are
        left out; the second value says whether one was there. Raises ``BadRows`` when a required value is missing
        or a row does not carry ``source_id``.
        """
        source = f"read_parquet({literal(str(parsed))})"
        given = {name: kind for name, kind, *_ in self.all(f"describe select * from {source}")}
        self._check(table, source, given, source_id)
        hides = self._names_any(source, given, forgotten)
        tidy = self._is_tidy(table, source)
        if tidy and not hides and list(given.items()) == [(c.name, c.type.value.upper()) for c in columns_of(table)]:
            return self._named(table, parsed), False
        columns = ", ".join(_canonical(c, given, forgotten) for c in columns_of(table))
        return self.write(table, f"select {columns} from {source if tidy else _last_of_each(table, parsed)}"), hides

    def _check(self, table: Table, source: str, given: Collection[str], source_id: str) -> None:
        needed = [c.name for c in columns_of(table) if not c.optional]
        lacking = [n for n in needed if n not in given]
        if lacking:
            raise BadRows(f"the rows of {table.name} lack the column {lacking[0]}. This is a fault of the reader")
        empty = ", ".join(f"count(*) filter (where {quoted(n)} is null)" for n in needed)
        strange = f"count(*) filter (where source_id <> {literal(source_id)})"
        *missing, foreign = self.all(f"select {empty}, {strange} from {source}")[0]
        for name, count in zip(needed, missing, strict=True):
            if count:
                raise BadRows(f"{count} rows of {table.name} lack {name}. This is a fault of the reader")
        if foreign:
            raise BadRows(f"{foreign} rows of {table.name} carry another source_id. This is a fault of the reader")

    def _is_tidy(self, table: Table, source: str) -> bool:
        """Whether rows are in order and keys unique: cheap to ask, and a sort of fifty million rows is not."""
        back = f"from (select row_number <= lag(row_number) over () as back from {source}) where back"
        twice = f"select 1 from {source} group by {names(table.key)} having count(*) > 1"
        return not any(self.one(f"select count(*) from ({rows})") for rows in (back, twice))

    def _names_any(self, source: str, given: Collection[str], forgotten: Sequence[str]) -> bool:
        people = [c for c in PEOPLE if c in given] if forgotten else []
        return any(self.one(f"select count(*) from {source} where {_is_marked(c, forgotten)}") for c in people)

    def without_person(self, table: Table, part: Part, person_key: str) -> Part | None:
        """The part with a person's keys removed, or None when the person is not in it."""
        people = [c for c in table.names if c in PEOPLE]
        there = " or ".join(f"{quoted(c)} = {literal(person_key)}" for c in people)
        if not people or not self.one(f"select count(*) from {self.scan([part])} where {there}"):
            return None
        blank = ", ".join(f"nullif({quoted(c)}, {literal(person_key)}) as {quoted(c)}" for c in people)
        return self.write(table, f"select * replace ({blank}) from {self.scan([part])}")

    def write(self, table: Table, select: str) -> Part:
        """The rows of a SELECT as a file; the same rows in the same order make the same bytes."""
        staged = self.folder / "rows.part"
        self.sql.execute(f"copy ({select}) to {literal(str(staged))} (format parquet, compression zstd)")
        return self._named(table, staged)

    def _named(self, table: Table, staged: Path) -> Part:
        """Take a finished file into the folder under its digest."""
        staged.chmod(0o600)
        sync_file(staged)
        time = quoted(table.time) if table.time else "null"
        of_time = f"min({time})::timestamp, max({time})::timestamp"
        rows, first, last = self.all(f"select count(*), {of_time} from read_parquet({literal(str(staged))})")[0]
        part = Part(digest_of(staged), rows, staged.stat().st_size, first, last)
        staged.replace(self.folder / file_name(part))
        return part

    def scan(self, parts: Sequence[Part]) -> str:
        """The rows of several parts, for a FROM."""
        return f"read_parquet([{', '.join(literal(str(self.locate(p))) for p in parts)}])"

    def is_sound(self, part: Part) -> bool:
        """Whether the file is there and is what its name says."""
        try:
            return digest_of(self.locate(part)) == part.file
        except Damaged:
            return False

    def all(self, sql: str) -> list[tuple[Any, ...]]:
        return self.sql.execute(sql).fetchall()

    def one(self, sql: str) -> int:
        return int(self.all(sql)[0][0])


def file_name(part: Part) -> str:
    """A part's name in ``facts/``."""
    return f"{part.file}.parquet"


def mark_of(person_key: str) -> str:
    """What is remembered of a forgotten person: enough to keep them out, not enough to find them."""
    return hashlib.sha256(person_key.encode()).hexdigest()


def order(table: Table) -> str:
    """A total order of a file's rows, so that equal rows make equal bytes and thus an equal name."""
    return f"row_number, {names(table.key)}"


def names(columns: Sequence[str]) -> str:
    return ", ".join(quoted(c) for c in columns)


def columns_of(table: Table) -> tuple[Column, ...]:
    """A table's columns as they stand in its files: its own, then where a row came from."""
    return (*table.columns, *PROVENANCE)


def _last_of_each(table: Table, parsed: Path) -> str:
    rows = f"read_parquet({literal(str(parsed))}, file_row_number = true)"
    last = f"partition by {names(table.key)} order by row_number desc, file_row_number desc"
    return f"(from {rows} qualify row_number() over ({last}) = 1 order by {order(table)})"


def _canonical(column: Column, given: Collection[str], forgotten: Sequence[str]) -> str:
    name = quoted(column.name)
    value = name if column.name in given else "null"
    if column.name in PEOPLE and column.name in given and forgotten:
        value = f"case when {_is_marked(column.name, forgotten)} then null else {name} end"
    return f"cast({value} as {column.type.value}) as {name}"


def _is_marked(column: str, forgotten: Sequence[str]) -> str:
    return f"coalesce(sha256({quoted(column)}) in ({', '.join(literal(m) for m in forgotten)}), false)"
