"""DuckDB inside this process: the engine that needs no server."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from accord.engines import files, parameters
from accord.engines.base import Columns, EngineError, EngineSettings, Kind, Schema, Tables, Value, check_names
from accord.engines.files import listed, quoted, source

if TYPE_CHECKING:
    import duckdb

_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
_SIMPLE: dict[str, Kind] = {
    **dict.fromkeys(sorted(_INTEGERS), "bigint"),
    "DOUBLE": "double",
    "FLOAT": "double",
    "VARCHAR": "varchar",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    "DATE": "timestamp",
    '"NULL"': "varchar",
}

_SPELLING = parameters.Spelling(
    parameter=lambda name, kind: f"cast(${name} as {kind})",
    key_number=lambda key: f"case when {key} is not null then cast(hash({key}) >> 1 as bigint) end",
)


class DuckDBEngine:
    """SELECTs over Parquet files; it can open those files and no others, and can write none."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def query(self, sql: str, given: Mapping[str, Value] | None = None) -> Columns:
        """Run ``sql``; see ``Engine.query``. Several threads may call it at once."""
        import duckdb

        parameters.check_reads(sql)
        text = parameters.rewrite(sql, given, _SPELLING)
        with self._connection.cursor() as cursor:
            try:
                return _columns(cursor.sql(text, params=parameters.used(sql, given)))
            except duckdb.Error as error:
                raise EngineError(f"DuckDB: {error}") from error

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def open_duckdb(tables: Tables, schema: Schema, settings: EngineSettings | None = None) -> DuckDBEngine:
    """Views over ``tables``; a table of ``schema`` without files is an empty view of the right types.

    Raises ``EngineError`` where a file is missing, cannot be read, or lacks a column.
    """
    connection = _connect(settings or EngineSettings())
    try:
        _restrict(connection, [f for found in tables.values() for f in found])
        files.check(connection, tables, schema)
        for table, columns in schema.items():
            connection.execute(f"create view {quoted(table)} as {source(columns, tables.get(table, ()))}")
        connection.execute("set lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return DuckDBEngine(connection)


def _connect(settings: EngineSettings) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return duckdb.connect(":memory:", config=_configuration(settings))
    except duckdb.Error as error:
        raise EngineError(f"DuckDB refuses the settings: {error}") from error


def _configuration(settings: EngineSettings) -> dict[str, Any]:
    scratch = settings.scratch or Path(tempfile.gettempdir())
    threads = {"threads": settings.threads} if settings.threads else {}
    return {
        "memory_limit": settings.memory_limit,
        "temp_directory": str(scratch / f"accord-duckdb-{uuid4().hex}"),
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        **threads,
    }


def _restrict(connection: duckdb.DuckDBPyConnection, allowed: Sequence[Path]) -> None:
    """Only these files, no Python variables as tables, and times in UTC."""
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    connection.execute(f"set allowed_paths = [{listed(allowed)}]")
    connection.execute("set enable_external_access = false")


def _columns(relation: duckdb.DuckDBPyRelation) -> Columns:
    names = relation.columns
    check_names(names)
    kinds = [_kind(n, str(t)) for n, t in zip(names, relation.types, strict=True)]
    # DuckDB's own NumPy form of sum(bigint) is a rounded float64, so the type is settled before fetching.
    typed = ", ".join(f"cast({quoted(n)} as {k}) as {quoted(n)}" for n, k in zip(names, kinds, strict=True))
    fetched = relation.project(typed).fetchnumpy()
    return {n: _filled(fetched[n], k) for n, k in zip(names, kinds, strict=True)}


def _kind(column: str, told: str) -> Kind:
    if told in _SIMPLE:
        return _SIMPLE[told]
    if told.startswith("DECIMAL"):
        return "bigint" if told.endswith(",0)") else "double"
    raise EngineError(f"column {column!r} is {told.lower()}, which is not a type of the facts")


def _filled(array: NDArray[Any], kind: Kind) -> NDArray[Any]:
    """A column without its mask, by the rules of ``Columns``."""
    if not isinstance(array, np.ma.MaskedArray):
        return array
    mask = np.ma.getmaskarray(array)
    if not mask.any():
        return np.asarray(array.data)
    if kind == "timestamp":
        return np.where(mask, np.datetime64("NaT", "us"), array.data)
    if kind in ("bigint", "double"):
        return np.where(mask, np.nan, array.data.astype(np.float64))
    plain = array.data.astype(object)
    plain[mask] = None
    return plain
