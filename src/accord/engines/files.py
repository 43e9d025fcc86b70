"""The Parquet files of the tables: what is in them, and what identifies it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from accord.engines.base import EngineError, Schema, Tables

if TYPE_CHECKING:
    import duckdb


_KNOWN: dict[tuple[Path, int, int, int], frozenset[str]] = {}
_MOST_KNOWN = 4096


def check(connection: duckdb.DuckDBPyConnection, tables: Tables, schema: Schema) -> None:
    """Raises ``EngineError`` where a file is missing, is not Parquet, or lacks a column of its table.

    Without this a lacking column would be an error on one engine and silently empty on another.
    """
    for table, columns in schema.items():
        for file in tables.get(table, ()):
            found = _columns_of(connection, file)
            lacking = [c for c in columns if c not in found]
            if lacking:
                raise EngineError(f"{file}: lacks {', '.join(lacking)} of table {table}; run 'accord facts rebuild'")


def source(columns: Mapping[str, str], files: Sequence[Path]) -> str:
    """DuckDB's SELECT of a table with its declared types: of its files, or of no rows."""
    if not files:
        return f"select {', '.join(f'cast(null as {k}) as {quoted(n)}' for n, k in columns.items())} where false"
    shown = ", ".join(f"cast({quoted(n)} as {k}) as {quoted(n)}" for n, k in columns.items())
    return f"select {shown} from read_parquet([{listed(files)}], hive_partitioning = false)"


def listed(files: Sequence[Path]) -> str:
    """The files as DuckDB's text literals."""
    return ", ".join(literal(str(f.resolve())) for f in files)


def quoted(name: str) -> str:
    """A name in double quotes, so that a column may be called ``at``."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text literal of standard SQL."""
    return "'" + text.replace("'", "''") + "'"


def digest(columns: Mapping[str, str], files: Sequence[Path]) -> str:
    """16 hex digits that name a table's content: its columns, their types, and the bytes of its files."""
    told = hashlib.sha256(json.dumps(list(columns.items())).encode())
    for file in files:
        with file.open("rb") as stream:
            told.update(hashlib.file_digest(stream, "sha256").digest())
    return told.hexdigest()[:16]


def _columns_of(connection: duckdb.DuckDBPyConnection, file: Path) -> frozenset[str]:
    """What is in a file, looked up once: pages open the same files again and again, and no file is written twice."""
    try:
        told = file.stat()
    except OSError as error:
        raise EngineError(f"{file}: cannot be read as Parquet: {error}") from error
    key = (file, told.st_mtime_ns, told.st_size, told.st_ino)
    found = _KNOWN.get(key)
    if found is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[key] = frozenset(_columns_in(connection, file))
    return found


def _columns_in(connection: duckdb.DuckDBPyConnection, file: Path) -> set[str]:
    import duckdb

    try:
        found = connection.execute(f"select name from parquet_schema({literal(str(file.resolve()))})").fetchall()
    except duckdb.Error as error:
        raise EngineError(f"{file}: cannot be read as Parquet: {error}") from error
    return {name for (name,) in found}
