"""What readers yield arrives in the Parquet files as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.facts.child_write import Writer
from accord.facts.reading import BadFile, Batch, Reject

OPTIONAL = st.one_of(st.none(), st.integers(0, 2**62))
ROWS = st.lists(
    st.tuples(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), OPTIONAL, OPTIONAL), max_size=6
)


def batch(rows: list[tuple[str, int | None, int | None]], first: int) -> Batch:
    columns: dict[str, Any] = {
        "day": [date(2026, 5, 1)] * len(rows),
        "campaign_id": [name for name, _, _ in rows],
        "channel": ["made up"] * len(rows),
        "cost_minor": [7] * len(rows),
        "currency": ["EUR"] * len(rows),
        "impressions": [seen for _, seen, _ in rows],
        "clicks": [clicks for _, _, clicks in rows],
    }
    return Batch("campaign_results", columns, list(range(first, first + len(rows))))


@given(batches=st.lists(ROWS, min_size=1, max_size=4))
def test_batches_with_and_without_gaps_arrive_whole(
    batches: list[list[tuple[str, int | None, int | None]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Writer(tmp_path_factory.mktemp("out"), "made-up", 300_000_000) as writer:
        first = 2
        for rows in batches:
            writer.batch(batch(rows, first))
            first += len(rows)
        writer.close_tables()
        path = writer.finish()["campaign_results"]
        assert writer.counts() == {"campaign_results": sum(map(len, batches))}
    read = duckdb.sql(f"SELECT campaign_id, impressions, clicks, row_number FROM '{path}' ORDER BY 4").fetchall()
    expected = [row for rows in batches for row in rows]
    assert read == [(*row, number) for number, row in enumerate(expected, 2)]


def test_a_row_without_what_its_table_needs_is_the_readers_fault(tmp_path: Path) -> None:
    faulty = Batch("rates", {"day": [date(2026, 5, 1)], "currency": [None], "per_base": [1.0], "base": ["EUR"]}, [2])
    with Writer(tmp_path, "made-up", 300_000_000) as writer:
        writer.batch(faulty)
        with pytest.raises(BadFile, match="the reader is at fault"):
            writer.close_tables()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_rejected_cell_begins_a_formula(cell: str, tmp_path: Path) -> None:
    with Writer(tmp_path, "made-up", 300_000_000) as writer:
        writer.reject(Reject(2, cell, cell, cell))
        path = writer.rejects
    assert path is not None
    assert path.read_bytes().count(b"'" + cell[:1].encode()) == 3
