"""Spark over the same Parquet files: in this process, or on a cluster."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    check_names,
    columns_of,
)
from accord.engines.files import check

_TYPES = {"timestamp": "timestamp_ntz", "varchar": "string"}
_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.cteRecursionLevelLimit": "100000",
    "spark.sql.runSQLOnFiles": "false",
}
"""What makes Spark read the text as the standard (and the other engines) do."""
_SIMPLE: dict[str, Kind] = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "bigint"),
    **dict.fromkeys(("float", "double"), "double"),
    **dict.fromkeys(("string", "void"), "varchar"),
    **dict.fromkeys(("timestamp", "timestamp_ntz", "date"), "timestamp"),
    "boolean": "boolean",
}

_SPELLING = parameters.Spelling(
    parameter=lambda name, kind: f"cast(:{name} as {_TYPES.get(kind, kind)})",
    text=lambda told: told.replace("\\", "\\\\"),
    key_number=lambda key: f"case when {key} is not null then xxhash64({key}) & {WHOLE.max} end",
)


def missing() -> str | None:
    """Why Spark cannot run here, or None."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'accord[spark]'"
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        return "there is no Java: install a Java runtime (17 or later) or set JAVA_HOME"
    return None


class SparkEngine:
    """SELECTs over Parquet files, in a session of its own."""

    name = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session

    def query(self, sql: str, given: Mapping[str, Value] | None = None) -> Columns:
        """Run ``sql``; see ``Engine.query``. Rows are collected here: aggregate in the SQL."""
        parameters.check_reads(sql)
        text = parameters.rewrite(sql, given, _SPELLING)
        values = {name: _argument(value) for name, value in parameters.used(sql, given).items()}
        try:
            return _columns(self._session.sql(text, args=values))
        except _refusals() as error:
            raise EngineError(f"Spark: {error}") from error

    def close(self) -> None:
        """Forget the tables, and stop Spark when no other engine of this process uses it."""
        _leave(self._session)


def open_spark(tables: Tables, schema: Schema, settings: EngineSettings) -> SparkEngine:
    """Views over ``tables`` on ``settings.url`` (``spark://host:7077``; empty: in this process).

    On a cluster every worker must see the files under the same path. Raises ``EngineError``.
    """
    if reason := missing():
        raise EngineError(f"the Spark engine cannot run: {reason}")
    _check(tables, schema)
    session = _enter(settings)
    try:
        for table, columns in schema.items():
            _frame(session, columns, tables.get(table, ())).createOrReplaceTempView(table)
    except _refusals() as error:
        _leave(session)
        raise EngineError(f"Spark cannot open the facts: {error}") from error
    return SparkEngine(session)


_sessions: list[Any] = []
"""The open sessions. Spark has one context in a process, which they share; the last one out stops it."""


def _enter(settings: EngineSettings) -> Any:
    from pyspark.sql import SparkSession

    wanted, builder = options(settings), SparkSession.builder
    for key, value in wanted.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate().newSession()
    except _refusals() as error:
        raise EngineError(f"Spark cannot start: {error}") from error
    _check_master(session.sparkContext.master, wanted["spark.master"])
    _sessions.append(session)
    # PySpark prints every refusal with its whole stack beside raising it; the EngineError says it once.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    for key, value in _SESSION.items():
        session.conf.set(key, value)
    return session


def _check_master(running: str, wanted: str) -> None:
    """A process has one Spark; it hands out what runs already, whatever was asked for."""
    if running != wanted:
        raise EngineError(f"this process already runs Spark on {running}; close its engines before opening {wanted}")


def _leave(session: Any) -> None:
    _sessions.remove(session)
    if not _sessions:
        session.stop()


def options(settings: EngineSettings) -> dict[str, str]:
    """What must be said before Spark starts."""
    scratch = str(settings.scratch or tempfile.gettempdir())
    memory = _memory(settings.memory_limit)
    shared = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.local.dir": scratch,
        "spark.sql.warehouse.dir": str(Path(scratch) / "accord-spark-warehouse"),
        "spark.driver.memory": memory,
        "spark.executor.memory": memory,
    }
    return shared | ({"spark.master": settings.url} if settings.url else _local(settings.threads))


def _local(threads: int) -> dict[str, str]:
    return {
        "spark.master": f"local[{threads or '*'}]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(2 * (threads or os.cpu_count() or 1)),
    }


def _memory(limit: str) -> str:
    """``2GB`` as Spark writes it, in mebibytes; under 1 GB it does not start."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([MGT])i?B?\s*", limit, re.IGNORECASE)
    if found is None:
        raise EngineError(f"memory limit {limit!r} is not understood; write a number with MB, GB or TB")
    return f"{max(1024, int(float(found[1]) * {'M': 1, 'G': 1024, 'T': 1024**2}[found[2].upper()]))}m"


def _check(tables: Tables, schema: Schema) -> None:
    import duckdb

    with duckdb.connect() as reader:
        check(reader, tables, schema)


def _refusals() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError)


def _frame(session: Any, columns: Mapping[str, str], files: Sequence[Path]) -> Any:
    if not files:
        empty = ", ".join(f"cast(null as {_TYPES.get(kind, kind)}) as {_named(n)}" for n, kind in columns.items())
        return session.sql(f"select {empty} where false")
    read = session.read.parquet(*(str(f.resolve()) for f in files))
    return read.selectExpr(*(f"cast({_named(n)} as {_TYPES.get(k, k)}) as {_named(n)}" for n, k in columns.items()))


def _named(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _argument(value: Value) -> Value:
    """A time goes as text and is cast in the SQL: the driver would read it in the machine's own zone."""
    return str(value) if isinstance(value, date) else value


def _columns(frame: Any) -> Columns:
    names = list(frame.columns)
    check_names(names)
    kinds = [_kind(f.name, f.dataType.simpleString()) for f in frame.schema.fields]
    shown = [_shown(n, k) for n, k in zip(names, kinds, strict=True)]
    sent: list[Kind] = ["bigint" if k == "timestamp" else k for k in kinds]
    columns = columns_of(names, frame.selectExpr(*shown).collect(), sent)
    return {n: _times(columns[n]) if k == "timestamp" else columns[n] for n, k in zip(names, kinds, strict=True)}


def _shown(name: str, kind: Kind) -> str:
    """A time is sent as microseconds: as a moment it would be read in the machine's own zone, and slowly."""
    moment = f"unix_micros(cast({_named(name)} as timestamp_ltz)) as {_named(name)}"
    return moment if kind == "timestamp" else _named(name)


def _times(microseconds: NDArray[Any]) -> NDArray[Any]:
    """Microseconds (``float64`` where one is missing; exact until the year 2255) as times."""
    if microseconds.dtype == np.int64:
        return microseconds.view("datetime64[us]")
    missing_ones = np.isnan(microseconds)
    whole = np.where(missing_ones, 0, microseconds).astype(np.int64).view("datetime64[us]")
    return np.where(missing_ones, np.datetime64("NaT", "us"), whole)


def _kind(column: str, told: str) -> Kind:
    if told in _SIMPLE:
        return _SIMPLE[told]
    if told.startswith("decimal"):
        return "bigint" if told.endswith(",0)") else "double"
    raise EngineError(f"column {column!r} is {told}, which is not a type of the facts")
