"""PostgreSQL: facts loaded into a schema of its own, then the same text of SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accord.engines import parameters
from accord.engines.base import (
    WHOLE,
    Columns,
    EngineError,
    EngineSettings,
    Kind,
    Schema,
    Tables,
    Value,
    columns_of,
    kind_of,
)
from accord.engines.loading import TYPES, load

if TYPE_CHECKING:
    import psycopg

_NUMERIC = 1700
_OIDS: dict[int, Kind] = {
    **dict.fromkeys((20, 21, 23), "bigint"),
    **dict.fromkeys((700, 701), "double"),
    **dict.fromkeys((18, 19, 25, 705, 1042, 1043), "varchar"),
    **dict.fromkeys((1082, 1114, 1184), "timestamp"),
    16: "boolean",
}

_SPELLING = parameters.Spelling(
    parameter=lambda name, kind: f"cast(%({name})s as {TYPES.get(kind, kind)})",
    double=lambda told: f"float8 '{told}'",
    key_number=lambda key: f"(hashtextextended({key}, 0) & {WHOLE.max})",
)


class PostgresEngine:
    """SELECTs over one snapshot of the facts, in read-only transactions."""

    name = "postgres"

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def query(self, sql: str, given: Mapping[str, Value] | None = None) -> Columns:
        """Run ``sql``; see ``Engine.query``."""
        import psycopg

        parameters.check_reads(sql)
        text = parameters.rewrite(sql.replace("%", "%%"), given, _SPELLING)
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(text.encode(), parameters.used(sql, given))
                return _columns(cursor)
        except psycopg.Error as error:
            raise EngineError(f"PostgreSQL: {error}") from error

    def close(self) -> None:
        """End the session; the loaded tables stay for the next one."""
        self._connection.close()


def open_postgres(tables: Tables, schema: Schema, settings: EngineSettings) -> PostgresEngine:
    """Connect to ``settings.url`` and load what is not loaded yet, in one transaction.

    A table is kept under its content's digest, so each is loaded once, a session keeps seeing the snapshot it was
    opened on, and older content is dropped as soon as no session uses it. Raises ``EngineError``.
    """
    connection = _connect(settings.url)
    import psycopg

    try:
        _prepare(connection, tables, schema)
    except psycopg.Error as error:
        connection.close()
        raise EngineError(f"PostgreSQL cannot load the facts: {error}") from error
    except BaseException:
        connection.close()
        raise
    return PostgresEngine(connection)


def _connect(url: str) -> psycopg.Connection[Any]:
    try:
        import psycopg
    except ImportError as error:
        raise EngineError("the PostgreSQL engine needs psycopg: pip install 'accord[postgres]'") from error
    if not url:
        raise EngineError("the PostgreSQL engine needs its url, such as postgresql://accord@localhost/accord")
    try:
        return psycopg.connect(url, autocommit=True, options="-c timezone=UTC -c client_encoding=UTF8")
    except psycopg.Error as error:
        raise EngineError(f"PostgreSQL cannot be reached: {error}") from error


def _prepare(connection: psycopg.Connection[Any], tables: Tables, schema: Schema) -> None:
    load(connection, tables, schema)
    connection.execute("set search_path to pg_temp, pg_catalog")
    connection.execute("set default_transaction_read_only to on")


def _columns(cursor: psycopg.Cursor[Any]) -> Columns:
    told = cursor.description or []
    names, records = [c.name for c in told], cursor.fetchall()
    by_column = list(zip(*records, strict=True)) if records else [() for _ in names]
    kinds = [_kind(c.name, c.type_code, values) for c, values in zip(told, by_column, strict=True)]
    return columns_of(names, records, kinds)


def _kind(column: str, oid: int, values: Sequence[Any]) -> Kind:
    """The type of a column; ``numeric`` (what ``sum`` makes of integers) is whole when all its values are."""
    if oid == _NUMERIC:
        return kind_of(values) if any(v is not None for v in values) else "bigint"
    if oid in _OIDS:
        return _OIDS[oid]
    raise EngineError(f"column {column!r} has the type with oid {oid}, which is not a type of the facts")
