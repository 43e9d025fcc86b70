"""Which rows are in force, against a model of a few lines, for random imports that overlap in every way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.manifest import Import, Manifest
from accord.facts.merge import Merger
from accord.facts.parts import file_name
from accord.facts.reading import Given
from accord.facts.resettle import resettled
from accord.facts.tables import TABLES
from tests.facts.made_exports import NOW, order, parse, result, write

Told = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Bench:
    """A merger over a folder of its own, and made-up exports for it."""

    merger: Merger
    folder: Path

    def import_of(
        self, number: int, table: str, rows: Sequence[dict[str, Any]], reader: str = "made", preliminary: bool = False
    ) -> Import:
        path = write(self.folder / f"{number}.json", rows, table, reader, number=number)
        (parsed,) = parse(path, Given(), self.folder / f"rows-{number}")
        own = {t: self.merger.own(TABLES[t], p, parsed.source_id)[0] for t, p in parsed.tables.items()}
        told = dict.fromkeys(("side", "zone", "locale", "rejects", "first", "last"))
        empty: dict[str, Any] = dict.fromkeys(("notes", "columns_matched", "columns_left", "offers"), ())
        return Import(
            id=f"import-{number}", name=path.name, member="", source_id=parsed.source_id, original="", own=own,
            original_state="kept", reader=reader, reader_version=1, fingerprint="", settled={}, encoding="utf-8",
            rows_read=len(rows), rejected=0, money={}, imported_at=NOW, yielded={}, preliminary=preliminary,
            **told, **empty,
        )  # fmt: skip

    def rows(self, manifest: Manifest, table: str) -> Told:
        standing = manifest.tables.get(table, ())
        if not standing:
            return []
        columns = ", ".join(TABLES[table].names)
        scan = self.merger.scan([s.part for s in standing])
        found = self.merger.all(f"select {columns}, source_id from {scan}")
        return sorted(found, key=repr)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        root = Path(folder)
        (root / "facts").mkdir()
        yield Bench(Merger(connection, lambda part: root / "facts" / file_name(part), root / "facts"), root)


def model(imports: Sequence[Import], table: str, rows_of: dict[str, list[dict[str, Any]]]) -> Told:
    """The rows in force by the book: one import after the other, row by row, in memory."""
    known: dict[tuple[Any, ...], tuple[tuple[Any, ...], str]] = {}
    group = TABLES[table].slice or TABLES[table].key
    for one in sorted(imports, key=lambda i: not i.preliminary):
        told = {(one.reader, *(r.get(c) for c in TABLES[table].key)): r for r in rows_of[one.id]}
        slices = {(one.reader, *(r.get(c) for c in group)) for r in told.values()}
        for key in [k for k in known if k not in told]:
            row = dict(zip(TABLES[table].names, known[key][0], strict=True))
            if (key[0], *(row[c] for c in group)) in slices:
                del known[key]
        for key, row in told.items():
            content = tuple(row.get(name) for name in TABLES[table].names)
            if key not in known or known[key][0] != content:
                known[key] = (content, one.source_id)
    return sorted(((*map(_typed, TABLES[table].columns, row), source) for row, source in known.values()), key=repr)


def _typed(column: Any, value: Any) -> Any:
    if value is None or column.type.value not in ("timestamp", "date"):
        return value
    time = datetime.fromisoformat(value)
    return time if column.type.value == "timestamp" else time.date()


orders_ = st.lists(
    st.builds(
        order,
        st.integers(0, 5),
        st.integers(1, 2),
        st.just("placed"),
        st.just(0),
        segment=st.sampled_from([None, "DE"]),
    ),
    min_size=1,
    max_size=6,
)
results = st.lists(
    st.builds(
        result, st.integers(1, 3), st.sampled_from("abc"), st.integers(1, 2), st.sampled_from(["search", "social"])
    ),
    min_size=1,
    max_size=6,
)
cases = st.sampled_from(["orders", "campaign_results"]).flatmap(
    lambda table: st.tuples(
        st.just(table),
        st.lists(
            st.tuples(
                orders_ if table == "orders" else results,
                st.sampled_from(["made", "made", "other"]),
                st.sampled_from([False, False, True]),
            ),
            min_size=1,
            max_size=6,
        ),
        st.integers(0, 5),
    )
)


def check_against_the_model(bench: Bench, case: tuple[str, list[tuple[list[dict[str, Any]], str, bool]], int]) -> None:
    table, told, out = case
    imports = [bench.import_of(n, table, *one) for n, one in enumerate(told)]
    rows_of = {i.id: rows for i, (rows, *_) in zip(imports, told, strict=True)}
    step_by_step = Manifest()
    for n in range(len(imports)):
        step_by_step = resettled(bench.merger, step_by_step, imports[: n + 1])
    assert bench.rows(step_by_step, table) == model(imports, table, rows_of)
    assert resettled(bench.merger, Manifest(), imports) == step_by_step, "settled at once, the files are the same"
    rest = [i for n, i in enumerate(imports) if n != out]
    without = resettled(bench.merger, step_by_step, rest)
    assert bench.rows(without, table) == model(rest, table, rows_of)
    assert without == resettled(bench.merger, Manifest(), rest), "undone, it is as if it had never been read"
    put_back = resettled(bench.merger, without, imports)
    assert put_back == step_by_step, "put back in its place, all is as before"


@settings(max_examples=40, deadline=None)
@given(case=cases)
def test_whatever_overlaps_the_rows_in_force_are_those_of_the_model(bench: Bench, case: Any) -> None:
    check_against_the_model(bench, case)


@pytest.mark.soak
@settings(max_examples=2000, deadline=None)
@given(case=cases)
def test_whatever_overlaps_the_rows_in_force_are_those_of_the_model_2000_times(bench: Bench, case: Any) -> None:
    check_against_the_model(bench, case)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_slice_is_part_of_the_key(table: Any) -> None:
    """Settling rests on it: rows of one key are then always in one slice."""
    assert set(table.slice) <= set(table.key)
    assert table.time in (*table.names, "")
