"""The child's pen: what readers yield becomes one Parquet file a table, and one reject file."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import duckdb
import numpy as np

from accord.facts.reading import BadFile, Batch, Reject
from accord.facts.tables import PROVENANCE, TABLES, Column, Table, Type

_MONEY = ("amount_minor", "cost_minor", "budget_minor")
_ROWS_AT_ONCE = 50_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMPY = {Type.INTEGER: np.int64, Type.REAL: np.float64, Type.YES_NO: np.bool_}


class Writer:
    """Writes the facts of one file. Use as a context; nothing is left behind but the files it names."""

    def __init__(self, out: Path, source_id: str, memory_bytes: int) -> None:
        self.out, self.source_id = out, source_id
        self.rejected = 0
        self._reject_file: TextIO | None = None
        self._tables: dict[str, Table] = {}
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._con = duckdb.connect(config={"threads": 1, "memory_limit": f"{memory_bytes // 3_000_000}MB"})
        self._con.execute(f"SET temp_directory = '{_quoted(out / '.spill')}'")

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._con.close()
        if self._reject_file:
            self._reject_file.close()
        with suppress(FileNotFoundError):
            (self.out / ".spill").rmdir()

    @property
    def rejects(self) -> Path | None:
        return self._path("rejects.csv") if self._reject_file else None

    def _path(self, name: str) -> Path:
        return self.out / f"{self.source_id[:20]}-{name}"

    def batch(self, batch: Batch) -> None:
        """Append rows. Raises ``BadFile`` when the reader left out what the table needs."""
        table, rows = TABLES[batch.table], len(batch.row_numbers)
        if table.name not in self._tables:
            self._con.execute(f"CREATE TABLE {table.name} ({_ddl(table)})")
            self._tables[table.name] = table
        arrays = {c.name: _array(batch.columns.get(c.name), c, rows) for c in table.columns}
        arrays["row_number"] = np.asarray(batch.row_numbers, dtype=np.int64)
        waiting = self._waiting.setdefault(table.name, [])
        waiting.append(arrays)
        if sum(len(some["row_number"]) for some in waiting) >= _ROWS_AT_ONCE or "text" in table.names:
            self._insert(table.name)  # a reader hands over long texts when they are enough

    def _insert(self, name: str) -> None:
        """Many small batches cost DuckDB more than one large one."""
        parts = self._waiting.pop(name, [])
        if not parts:
            return
        arrays = {column: _joined([part[column] for part in parts]) for column in parts[0]}
        try:
            self._con.register("batch", arrays)
            self._con.execute(f"INSERT INTO {name} SELECT {_selected(TABLES[name])} FROM batch", [self.source_id])
        except duckdb.ConstraintException as error:
            raise BadFile(f"a row lacks what {name} needs ({error})", "Report it: the reader is at fault") from error
        finally:
            self._con.unregister("batch")

    def close_tables(self) -> None:
        """Take in what still waits; to be called before anything is asked of the tables."""
        for name in list(self._waiting):
            self._insert(name)

    def reject(self, reject: Reject) -> None:
        """Add to the reject file, in which no cell can act as a formula."""
        if self._reject_file is None:
            self._reject_file = self._path("rejects.csv").open("w", encoding="utf-8", newline="")
            csv.writer(self._reject_file).writerow(("row", "column", "value", "reason"))
        row = (str(reject.row), _safe(reject.column), _safe(reject.value), _safe(reject.reason))
        csv.writer(self._reject_file).writerow(row)
        self.rejected += 1

    def discard(self) -> None:
        """Leave nothing behind of a file that is turned away."""
        if self._reject_file:
            self._reject_file.close()
            self._path("rejects.csv").unlink()

    def finish(self) -> dict[str, Path]:
        """Write the Parquet files; the same facts give the same bytes."""
        paths = {}
        for name in sorted(self._tables):
            paths[name] = self._path(f"{name}.parquet")
            self._con.execute(f"COPY {name} TO '{_quoted(paths[name])}' (FORMAT parquet, COMPRESSION zstd)")
        return paths

    def counts(self) -> dict[str, int]:
        return {name: self._one(f"SELECT count(*) FROM {name}")[0] for name in sorted(self._tables)}

    def span(self) -> tuple[datetime | None, datetime | None]:
        """First and last time of any fact."""
        timed = [t for t in self._tables.values() if t.time]
        ends = [self._one(f'SELECT min("{t.time}"), max("{t.time}") FROM {t.name}') for t in timed]
        times = [_moment(time) for pair in ends for time in pair if time is not None]
        return (min(times), max(times)) if times else (None, None)

    def money(self) -> dict[str, int]:
        """Sum of the tables' first money column by currency, in minor units."""
        sums: dict[str, int] = {}
        for table in self._tables.values():
            column = next((c for c in _MONEY if c in table.names), None)
            if column:
                query = f"SELECT currency, sum({column})::HUGEINT FROM {table.name} GROUP BY 1 ORDER BY 1"
                for currency, total in self._con.execute(query).fetchall():
                    if currency and total is not None:
                        sums[currency] = sums.get(currency, 0) + int(total)
        return sums

    def _one(self, query: str) -> Any:
        return self._con.execute(query).fetchone()


def _ddl(table: Table) -> str:
    wanted = (*table.columns, *PROVENANCE)
    return ", ".join(f'"{c.name}" {c.type.value}{"" if c.optional else " NOT NULL"}' for c in wanted)


def _selected(table: Table) -> str:
    own = [
        f"nullif(\"{c.name}\"::varchar, '')" if c.type is Type.TEXT else f'"{c.name}"::{c.type.value}'
        for c in table.columns
    ]
    return ", ".join((*own, "?", '"row_number"'))


def _joined(arrays: list[Any]) -> Any:
    """One array of many; with a mask where any of them has one."""
    joined = np.concatenate(arrays)
    if not any(isinstance(array, np.ma.MaskedArray) for array in arrays):
        return joined
    mask = np.concatenate([np.ma.getmaskarray(array) for array in arrays])
    return np.ma.MaskedArray(joined, mask=mask)


def _array(values: Any, column: Column, rows: int) -> Any:
    """A column as an array that DuckDB takes without a copy of its own: object, masked or datetime64."""
    if values is None:
        values = [None] * rows
    if isinstance(values, np.ndarray):
        return values.astype("datetime64[us]") if values.dtype.kind == "M" else values
    if column.type is Type.TEXT:
        return np.array(values, dtype=object)
    if column.type in (Type.TIME, Type.DAY):
        return np.array([_moment(v) for v in values], dtype="datetime64[us]")
    missing = np.fromiter((v is None for v in values), np.bool_, rows)
    filled: Any = np.array([0 if v is None else v for v in values], dtype=_NUMPY[column.type])
    return np.ma.MaskedArray(filled, mask=missing) if missing.any() else filled


def _moment(value: date | datetime | None) -> Any:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.combine(value, time())


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
