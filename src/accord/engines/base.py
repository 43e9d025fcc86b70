"""What an engine does: run one text of portable SQL over the fact tables and return columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Value = str | int | float | bool | datetime | date | None
Columns = dict[str, NDArray[Any]]
"""Column name -> 1-d array, all of one length. Timestamps are ``datetime64[us]`` (UTC), integers
``int64`` (or ``float64`` with NaN where a value is missing), text ``object`` with None."""


class Engine(Protocol):
    """Runs SELECT texts as written; ``:name`` stands for a parameter."""

    name: str

    def query(self, sql: str, given: Mapping[str, Value] | None = None) -> Columns:
        """Run ``sql`` over the fact tables. Raises ``EngineError`` with the engine's words."""
        ...

    def close(self) -> None: ...


class EngineError(Exception):
    """The engine refused a query, or could not be reached."""


def length(columns: Columns) -> int:
    """Rows in a result."""
    return len(next(iter(columns.values()))) if columns else 0


def rows(columns: Columns) -> list[dict[str, Any]]:
    """The result as one dict a row; for small results only."""
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def columns_of(names: Sequence[str], records: Sequence[Sequence[Any]]) -> Columns:
    """Records (rows) to typed columns, as every engine returns them."""
    by_column = list(zip(*records, strict=True)) if records else [() for _ in names]
    return {name: _typed(values) for name, values in zip(names, by_column, strict=True)}


def _typed(values: Sequence[Any]) -> NDArray[Any]:
    seen = [v for v in values if v is not None]
    kinds = {type(v) for v in seen}
    if kinds and kinds <= {bool}:
        return np.array(values, dtype=object if len(seen) < len(values) else bool)
    if kinds and all(issubclass(k, datetime) for k in kinds):
        return np.array([np.datetime64("NaT") if v is None else v for v in values], dtype="datetime64[us]")
    if kinds and all(issubclass(k, date) for k in kinds):
        return np.array([np.datetime64("NaT") if v is None else v for v in values], dtype="datetime64[us]")
    if kinds and kinds <= {int} and len(seen) == len(values):
        return np.array(values, dtype=np.int64)
    if kinds and not kinds & {str, bytes}:
        return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    return np.array(values, dtype=object)
