"""SQL, then estimate, then findings that say what they were made from."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Given, Rows, check_contract
from accord.clauses.charter import Charter
from accord.engines.base import Columns, Engine
from accord.engines.keys import KeyNumber, renumbered
from accord.findings.finding import Finding, Made
from accord.findings.identity import content_id
from accord.units.period import Period


def run(
    analysis: Analysis[Any],
    engine: Engine,
    charter: Charter,
    period: Period,
    *,
    as_of: datetime,
    settings: Any = None,
    seed: int = 0,
    told: tuple[Finding, ...] = (),
) -> list[Finding]:
    """Answer one question over one period.

    ``as_of`` is the moment that the facts reach to (UTC, naive); ``settings`` an instance of the analysis's
    ``Settings`` or None for the defaults, ``told`` what the other analyses found. The same facts, clauses, settings,
    findings and seed give the same findings.
    """
    given: Given[Any] = Given(period, as_of, charter, analysis.settings() if settings is None else settings, told)
    rows = reduce(analysis, engine, period)
    made = _made(analysis, rows, given)
    rng = np.random.default_rng([seed, zlib.crc32(analysis.name.encode())])
    return [replace(f, made=made) for f in analysis.estimate(rows, given, rng)]


def reduce(analysis: Analysis[Any], engine: Engine, period: Period) -> Rows:
    """Run the analysis's SQL; every result is checked against its row contract."""
    given = {"history_start": period.start - analysis.history, "start": period.start, "end": period.end}
    rows: dict[str, Columns] = {}
    for query, sql in analysis.queries.items():
        rows[query] = engine.query(sql, given)
        check_contract(type(analysis), query, rows[query])
        rows[query] = in_order(_renumbered(rows[query], analysis.rows[query]))
    return rows


def _renumbered(columns: Columns, row: type) -> Columns:
    """The engine's own numbers of keys must not show in an answer either."""
    for key in [f.name for f in fields(row) if f.type in (KeyNumber, KeyNumber.__name__)]:
        columns = renumbered(columns, key)
    return columns


def in_order(columns: Columns) -> Columns:
    """Rows sorted by their columns from left to right, so that no engine's order shows in an answer."""
    keys = [_sortable(c) for c in reversed(columns.values())]
    order = np.lexsort(keys) if keys and len(keys[0]) else slice(None)
    return {name: column[order] for name, column in columns.items()}


def _sortable(column: NDArray[Any]) -> NDArray[Any]:
    if column.dtype.kind != "O":
        return column
    return np.unique(np.array([str(v) for v in column.tolist()], dtype=str), return_inverse=True)[1]


def _made(analysis: Analysis[Any], rows: Rows, given: Given[Any]) -> Made:
    charter = given.charter
    clauses = [getattr(charter, clause) for clause in analysis.needs.clauses]
    return Made(
        rows=_rows_id(rows),
        clauses=content_id(clauses),
        settings=content_id(given.settings),
        version=analysis.version,
        signed=charter.is_signed(*analysis.needs.clauses),
    )


def _rows_id(rows: Rows) -> str:
    """A name for what was read; the rows are already in their own order, whatever the engine's was."""
    digest = hashlib.sha256()
    for query in sorted(rows):
        digest.update(query.encode())
        for name, column in rows[query].items():
            digest.update(name.encode())
            digest.update(_bytes(column))
    return digest.hexdigest()[:16]


def _bytes(column: NDArray[Any]) -> bytes:
    if column.dtype.kind == "O":
        return "\x1f".join(map(str, column.tolist())).encode()
    if column.dtype.kind != "f":
        return bytes(column.tobytes())
    # Engines may differ in the last bits of a sum of floats: 30 bits of mantissa are kept.
    mantissa, exponent = np.frexp(np.nan_to_num(column, nan=np.inf))
    kept = np.where(np.isfinite(mantissa), np.round(mantissa * 2**30), 0).astype(np.int64)
    return bytes(kept.tobytes() + exponent.tobytes())
