"""What an engine does: run one text of portable SQL over the fact tables and return columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Value = str | int | float | bool | datetime | date | None
Columns = dict[str, NDArray[Any]]
"""Column name -> 1-d array, all of one length and of these types, on every engine:

- timestamps and days ``datetime64[us]`` (UTC), a missing one ``NaT``;
- whole numbers ``int64``, but ``float64`` with ``NaN`` where at least one is missing (exact up to 2**53);
- other numbers ``float64``, a missing one ``NaN``;
- yes/no ``bool``, but ``object`` with ``None`` where at least one is missing;
- text ``object``, a missing one ``None``.

An integer that does not fit 64 bits is an ``EngineError``, never a rounded number.
"""

Kind = Literal["varchar", "bigint", "double", "timestamp", "date", "boolean"]
"""A column's type by its name in portable SQL."""

Schema = Mapping[str, Mapping[str, str]]
"""Table -> column -> ``Kind``, in the order of the columns."""

Tables = Mapping[str, Sequence[Path]]
"""Table -> the Parquet files that together are the table; a table without files is empty."""

KINDS: tuple[Kind, ...] = ("varchar", "bigint", "double", "timestamp", "date", "boolean")
WHOLE = np.iinfo(np.int64)


class Engine(Protocol):
    """Runs SELECT texts as written; ``:name`` stands for a parameter."""

    name: str

    def query(self, sql: str, given: Mapping[str, Value] | None = None) -> Columns:
        """Run ``sql`` over the fact tables. Raises ``EngineError`` with the engine's words."""
        ...

    def close(self) -> None: ...


class EngineError(Exception):
    """The engine refused a query, or could not be reached."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine, and what it may use.

    ``memory_limit`` is a number with a unit (``"1GB"``); ``threads`` 0 means one per processor; ``url`` names the
    server (``postgresql://...``, ``spark://host:7077``; empty: Spark in this process); ``scratch`` is a folder where
    a query larger than the memory may spill (default: the system's temporary folder).
    """

    name: str = "duckdb"
    memory_limit: str = "1GB"
    threads: int = 0
    url: str = ""
    scratch: Path | None = None


def length(columns: Columns) -> int:
    """Rows in a result."""
    return len(next(iter(columns.values()))) if columns else 0


def rows(columns: Columns) -> list[dict[str, Any]]:
    """The result as one dict a row; for small results only."""
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def columns_of(names: Sequence[str], records: Sequence[Sequence[Any]], kinds: Sequence[Kind] | None = None) -> Columns:
    """Records (rows) to typed columns, as every engine returns them.

    ``kinds`` are the columns' types where the engine tells them; otherwise they are read off the values (a column
    without a single value is then text).
    """
    check_names(names)
    by_column = list(zip(*records, strict=True)) if records else [() for _ in names]
    told = kinds or [kind_of(values) for values in by_column]
    return {n: array_of(values, kind) for n, values, kind in zip(names, by_column, told, strict=True)}


def check_names(names: Sequence[str]) -> None:
    """Raises ``EngineError`` where two columns of a result have one name."""
    for name in names:
        if names.count(name) > 1:
            raise EngineError(f"two columns are called {name!r}; give each its own name with 'as'")


def kind_of(values: Sequence[Any]) -> Kind:
    """The type of a column of Python values."""
    kinds = {type(v) for v in values if v is not None}
    if not kinds or kinds & {str, bytes}:
        return "varchar"
    if kinds <= {bool}:
        return "boolean"
    if all(issubclass(k, date) for k in kinds):
        return "timestamp"
    whole = kinds <= {int, Decimal} and all(_is_whole(v) for v in values if v is not None)
    return "bigint" if whole else "double"


def _is_whole(value: Any) -> bool:
    """A decimal counts as whole when it is written without decimals: 12, but not 12.0."""
    return isinstance(value, int) or value.as_tuple().exponent == 0


def array_of(values: Sequence[Any], kind: Kind) -> NDArray[Any]:
    """One column of Python values as an array of its kind. Raises ``EngineError`` for an integer beyond 64 bits."""
    if kind in ("timestamp", "date"):
        return _times(values)
    missing = any(v is None for v in values)
    if kind == "bigint" and not missing:
        return _integers(values)
    if kind in ("bigint", "double"):
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    if kind == "boolean" and not missing:
        return np.array(values, dtype=bool)
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts


def _times(values: Sequence[Any]) -> NDArray[Any]:
    """A driver gives the times of one column all with their zone or all without."""
    first = next((v for v in values if v is not None), None)
    zoned = isinstance(first, datetime) and first.tzinfo is not None
    return np.array([v and naive(v) for v in values] if zoned else values, dtype="datetime64[us]")


def _integers(values: Sequence[Any]) -> NDArray[Any]:
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError as error:
        beyond = next(v for v in values if not WHOLE.min <= v <= WHOLE.max)
        raise EngineError(f"the integer {beyond} does not fit 64 bits") from error


def naive(value: date) -> date:
    """A time as the engines hold it: UTC without saying so."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
