"""Facts into PostgreSQL: each table once per content, visible all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.engines.base import Schema, Tables
from accord.engines.files import check, digest, quoted, source

if TYPE_CHECKING:
    import psycopg

HOME = "accord_facts"
TYPES = {"varchar": "text", "double": "double precision"}
"""Portable type -> PostgreSQL's name, where it differs."""
_LOCK = 0xACC0
_BATCH = 20_000


def load(connection: psycopg.Connection[Any], tables: Tables, schema: Schema) -> None:
    """Bring the tables into the schema ``accord_facts`` and show them to this session by their own names.

    One transaction under one lock: other sessions see the new content whole or not at all, and no two load the same.
    Raises ``EngineError`` for a file that does not fit, ``psycopg.Error`` for the server's refusals.
    """
    _check(tables, schema)
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        connection.execute(f"create schema if not exists {HOME}")
        for table, columns in schema.items():
            kept = f"{table}_{digest(columns, tables.get(table, ()))}"
            _ensure(connection, kept, columns, tables.get(table, ()))
            connection.execute(f"create temp view {quoted(table)} as select * from {HOME}.{quoted(kept)}")
            _drop_unused(connection, table, kept)


def _check(tables: Tables, schema: Schema) -> None:
    import duckdb

    with duckdb.connect() as reader:
        check(reader, tables, schema)


def _ensure(connection: psycopg.Connection[Any], kept: str, columns: Mapping[str, str], files: Sequence[Path]) -> None:
    if kept in _kept(connection):
        return
    collation = _collation(connection)
    typed = ", ".join(
        f"{quoted(n)} {TYPES.get(kind, kind)}{collation if kind == 'varchar' else ''}" for n, kind in columns.items()
    )
    connection.execute(f"create table {HOME}.{quoted(kept)} ({typed})")
    with connection.cursor().copy(f"copy {HOME}.{quoted(kept)} from stdin") as copy:
        for lines in _batches(columns, files):
            copy.write(lines)
    connection.execute(f"analyze {HOME}.{quoted(kept)}")


def _collation(connection: psycopg.Connection[Any]) -> str:
    """Text by code point, as DuckDB and Spark order it; the server's own collation may follow a language."""
    found = connection.execute("select 1 from pg_collation where collname = 'pg_c_utf8'").fetchone()
    return ' collate "pg_c_utf8"' if found else ' collate "C"'


def _batches(columns: Mapping[str, str], files: Sequence[Path]) -> Iterator[str]:
    """The table in COPY's text format, built by DuckDB: a Python object per row, not per value."""
    import duckdb

    fields = ", ".join(f"coalesce({_escaped(n, kind)}, '\\N')" for n, kind in columns.items())
    with duckdb.connect() as reader:
        reader.execute(f"select concat_ws(chr(9), {fields}) from ({source(columns, files)})")
        while found := reader.fetchmany(_BATCH):
            yield "".join(f"{line}\n" for (line,) in found)


def _escaped(name: str, kind: str) -> str:
    if kind != "varchar":
        return f"cast({quoted(name)} as varchar)"
    text = quoted(name)
    for found, written in (("'\\'", "'\\\\'"), ("chr(9)", "'\\t'"), ("chr(10)", "'\\n'"), ("chr(13)", "'\\r'")):
        text = f"replace({text}, {found}, {written})"
    return text


def _kept(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute("select tablename from pg_tables where schemaname = %s", [HOME])
    return [name for (name,) in found.fetchall()]


def _drop_unused(connection: psycopg.Connection[Any], table: str, kept: str) -> None:
    """Drop older content; a session that still uses it holds it through its view, and it stays."""
    import psycopg

    old = re.compile(rf"{re.escape(table)}_[0-9a-f]{{16}}")
    for name in _kept(connection):
        if name == kept or not old.fullmatch(name):
            continue
        try:
            with connection.transaction():
                connection.execute("set local lock_timeout = '200ms'")
                connection.execute(f"drop table {HOME}.{quoted(name)}")
        except (psycopg.errors.DependentObjectsStillExist, psycopg.errors.LockNotAvailable):
            continue
