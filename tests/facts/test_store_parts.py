"""What a reader yields becomes a file of the store: canonical, one row a key, equal rows equal bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from accord.facts.manifest import Part
from accord.facts.parts import BadRows, Parts, columns_of, file_name, mark_of
from accord.facts.tables import TABLES

RATES = TABLES["rates"]
RATE = "date '2026-01-01' as day, 'USD' as currency, 1.1::double as per_base, 'EUR' as base"
GOOD = f"{RATE}, 's' as source_id, 2::bigint as row_number"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    (tmp_path / "facts").mkdir()
    with duckdb.connect() as connection:
        yield Parts(connection, lambda part: tmp_path / "facts" / file_name(part), tmp_path / "facts")


def yielded(parts: Parts, tmp_path: Path, select: str) -> Path:
    path = tmp_path / "yielded.parquet"
    parts.sql.execute(f"copy ({select}) to '{path}'")
    return path


def rows_of(parts: Parts, part: Part) -> list[tuple[object, ...]]:
    return parts.all(f"select * from {parts.scan([part])}")


def test_columns_come_in_the_table_s_order_and_types(parts: Parts, tmp_path: Path) -> None:
    odd = "2::int as row_number, 's' as source_id, 'EUR' as base, 1.1::float as per_base, 'USD' as currency"
    part, _ = parts.own(RATES, yielded(parts, tmp_path, f"select {odd}, date '2026-01-01' as day, 1 as surplus"), "s")
    described = parts.all(f"describe select * from {parts.scan([part])}")
    assert [(n, k) for n, k, *_ in described] == [(c.name, c.type.value.upper()) for c in columns_of(RATES)]


def test_an_optional_column_that_was_left_out_is_missing(parts: Parts, tmp_path: Path) -> None:
    needed = [c for c in columns_of(TABLES["incidents"]) if not c.optional]
    values = {"varchar": "'s'", "timestamp": "timestamp '2026-01-01'", "boolean": "false", "bigint": "2::bigint"}
    select = "select " + ", ".join(f"{values[c.type.value]} as {c.name}" for c in needed)
    part, _ = parts.own(TABLES["incidents"], yielded(parts, tmp_path, select), "s")
    assert parts.all(f"select ended_at, severity from {parts.scan([part])}") == [(None, None)]


def test_equal_rows_make_equal_files_however_they_were_yielded(parts: Parts, tmp_path: Path) -> None:
    two = f"select {GOOD} union all select * replace ('GBP' as currency, 3::bigint as row_number) from (select {GOOD})"
    tidy, _ = parts.own(RATES, yielded(parts, tmp_path, f"{two} order by row_number"), "s")
    repeated, _ = parts.own(
        RATES, yielded(parts, tmp_path, f"{two} union all select {GOOD} order by row_number desc"), "s"
    )
    assert rows_of(parts, tidy) == rows_of(parts, repeated)
    assert parts.write(RATES, f"select * from {parts.scan([tidy])}").file == repeated.file


@pytest.mark.parametrize(
    ("select", "complaint"),
    [
        (f"select * exclude (base) from (select {GOOD})", "the rows of rates lack the column base"),
        (f"select * replace (null::varchar as base) from (select {GOOD})", "1 rows of rates lack base"),
        (f"select * replace ('other' as source_id) from (select {GOOD})", "1 rows of rates carry another source_id"),
        (f"select * replace (null::bigint as row_number) from (select {GOOD})", "1 rows of rates lack row_number"),
    ],
)
def test_rows_that_the_table_does_not_allow_are_refused(
    parts: Parts, tmp_path: Path, select: str, complaint: str
) -> None:
    with pytest.raises(BadRows, match=complaint):
        parts.own(RATES, yielded(parts, tmp_path, select), "s")


def test_a_mark_does_not_tell_the_key() -> None:
    assert mark_of("a1") != mark_of("a2")
    assert "a1" not in mark_of("a1")


def test_the_time_range_of_a_part_is_known(parts: Parts, tmp_path: Path) -> None:
    part, _ = parts.own(RATES, yielded(parts, tmp_path, f"select {GOOD}"), "s")
    assert part.rows == 1
    assert part.first == part.last
    assert str(part.first) == "2026-01-01 00:00:00"
