"""What tests of several folders share: fact tables from arrays, and where real data sets lie."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray

from accord.engines.duckdb import DuckDBEngine
from accord.facts.tables import PROVENANCE, TABLES, Table

Arrays = Mapping[str, NDArray[Any]]


def engine_of(tables: Mapping[str, Arrays]) -> DuckDBEngine:
    """An engine over made-up fact tables given as arrays; tables and columns left out are empty or missing."""
    connection = duckdb.connect(config={"threads": 1})
    for table in TABLES.values():
        _create(connection, table, tables.get(table.name, {}))
    return DuckDBEngine(connection)


def _create(connection: duckdb.DuckDBPyConnection, table: Table, given: Arrays) -> None:
    columns = [*table.columns, *PROVENANCE]
    typed = ", ".join(f'"{c.name}" {c.type.value}' for c in columns)
    connection.execute(f"create table {table.name} ({typed})")
    if not given:
        return
    rows = len(next(iter(given.values())))
    given = {"source_id": np.full(rows, "made-up", object), "row_number": np.arange(2, rows + 2), **given}
    unknown = set(given) - {c.name for c in columns}
    assert not unknown, f"{table.name} has no {unknown}"
    ready = {name: _ready(column) for name, column in given.items()}
    connection.register("given_rows", ready)
    names = ", ".join(f'"{c}"' for c in given)
    casts = ", ".join(f'cast("{c}" as {_type(columns, c)})' for c in given)
    connection.execute(f"insert into {table.name} ({names}) select {casts} from given_rows")
    connection.unregister("given_rows")


def _type(columns: list[Any], name: str) -> str:
    return str(next(c.type.value for c in columns if c.name == name))


def _ready(column: NDArray[Any]) -> NDArray[Any]:
    array = np.asarray(column)
    return array.astype("datetime64[us]") if array.dtype.kind == "M" else array


def shared(*parts: str) -> Path:
    """A real data set beside the project; skips the test with a reason where it is not there."""
    root = Path(os.environ.get("ACCORD_SHARED", Path(__file__).parent.parent.parent / "shared"))
    path = root.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"real data set {'/'.join(parts)} is not beside the project")
    return path
