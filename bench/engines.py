"""DuckDB beside Spark on the query that outages read their orders with, by minute and by day.

    python -m bench.engines [--quick] [--sizes 1000000 10000000 50000000]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/engines.json. The orders are made up, one year of them,
written as Parquet to a temporary folder that is deleted afterwards. Both engines get the same threads and memory and
hand back the same NumPy columns; times are seconds, medians of three runs in turn after one run to warm up (quick: one
run). A ratio is Spark's time over DuckDB's. By minute, two million bins come back, by day hardly any, which tells the
handing back from the reckoning. The only goal is that both answers are the same; from what size on Spark is
the faster one is published as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from accord.analyses.run import in_order
from accord.engines import open_engine
from accord.engines.base import Columns, Engine, EngineSettings, Tables, Value, length
from accord.engines.spark import missing
from accord.facts.tables import PROVENANCE, TABLES
from accord.methods.trade import ORDERS_BY_MINUTE
from bench.result import Result

OUT = Path(__file__).parent / "out" / "engines.json"
SIZES = (1_000_000, 10_000_000, 50_000_000)
A_FILE = 5_000_000
BYTES_AN_ORDER = 60
YEAR: dict[str, Value] = {"history_start": datetime(2025, 1, 1), "end": datetime(2026, 1, 1)}
QUERIES = {"minute": ORDERS_BY_MINUTE, "day": ORDERS_BY_MINUTE.replace("'minute'", "'day'")}
SCHEMA = {"orders": {c.name: c.type.value for c in (*TABLES["orders"].columns, *PROVENANCE)}}
MEMORY = "4GB"

MADE_UP = """
    select 'made-up-' || i as order_id,
           timestamp '2025-01-01' + to_microseconds(cast(31536000e6 * (x - 0.0004 * sin(730 * pi() * x)) as bigint))
               as ordered_at,
           1000 + i * 7919 % 9001 as amount_minor, 'EUR' as currency, 'k' || i * 31 % 500009 as customer_key,
           'web' as channel, cast(null as varchar) as campaign_id,
           ['DE', 'FR', 'NL', null][i * 17 % 11 % 4 + 1] as segment,
           if(i * 13 % 29 = 0, 'cancelled', 'placed') as status, 'made up' as source_id, i as row_number
    from (select range as i, (range + 0.5) / {n} as x from range({first}, {last}))
"""
"""Orders of a year with a daily rhythm; deterministic, so that every run reads the same bytes."""


def run(sizes: tuple[int, ...], repeats: int) -> list[Result]:
    """Every size, smallest first, and where the two cross."""
    if reason := missing():
        return [Result("DuckDB beside Spark", 0.0, f"left out: {reason}", None, "same answer", False)]
    found = {n: _size(n, repeats) for n in sizes}
    return [*(r for by_query in found.values() for r in by_query.values()), *(_crossover(q, found) for q in QUERIES)]


def _size(n: int, repeats: int) -> dict[str, Result]:
    with _orders(n) as tables, _opened("duckdb", tables) as ours, _opened("spark", tables) as theirs:
        return {name: _beside(name, n, ours, theirs, repeats) for name in QUERIES}


def _beside(name: str, n: int, ours: Engine, theirs: Engine, repeats: int) -> Result:
    sql = QUERIES[name]
    answer = ours.query(sql, YEAR)
    same = digest(answer) == digest(theirs.query(sql, YEAR))
    bins = length(answer)
    duck, spark = _in_turn(lambda: ours.query(sql, YEAR), lambda: theirs.query(sql, YEAR), repeats)
    return Result(
        measure=f"{n:,} orders by {name} and segment, {bins:,} bins",
        ours=round(duck, 3),
        peer=f"Spark {spark:.3f} s, {'same' if same else 'OTHER'} answer",
        ratio=round(spark / duck, 2),
        goal="same answer",
        met=same,
    )


def _crossover(name: str, found: dict[int, dict[str, Result]]) -> Result:
    faster = [n for n, results in found.items() if (results[name].ratio or 0) < 1]
    told = f"from {faster[0]:,} orders on" if faster else f"at no size up to {max(found):,} orders"
    measure = f"by {name}, on one machine with {_threads()} threads, Spark is the faster {told}"
    return Result(measure, 0.0, None, None, "none", True)


@contextmanager
def _orders(n: int) -> Iterator[Tables]:
    with tempfile.TemporaryDirectory(prefix="accord-bench-") as folder:
        free, needed = shutil.disk_usage(folder).free, 3 * n * BYTES_AN_ORDER
        if free < needed:
            raise SystemExit(f"{n:,} orders need {needed / 1e9:.1f} GB in {folder}; only {free / 1e9:.1f} GB are free")
        yield {"orders": [_file(Path(folder), n, first) for first in range(0, n, A_FILE)]}


def _file(folder: Path, n: int, first: int) -> Path:
    path = folder / f"orders-{first}.parquet"
    made = MADE_UP.format(n=n, first=first, last=min(first + A_FILE, n))
    with duckdb.connect(config={"threads": _threads()}) as connection:
        connection.execute(f"copy ({made}) to '{path}' (format parquet)")
    return path


@contextmanager
def _opened(name: str, tables: Tables) -> Iterator[Engine]:
    engine = open_engine(tables, SCHEMA, EngineSettings(name=name, threads=_threads(), memory_limit=MEMORY))
    try:
        yield engine
    finally:
        engine.close()


def _threads() -> int:
    return os.cpu_count() or 1


def digest(columns: Columns) -> str:
    """The same for the same rows in any order, names and types included."""
    told = hashlib.sha256()
    for name, column in in_order(columns).items():
        told.update(f"{name} {column.dtype}".encode())
        told.update("\x1f".join(map(str, column)).encode() if column.dtype.kind == "O" else column.tobytes())
    return told.hexdigest()


def _in_turn(ours: Callable[[], object], peer: Callable[[], object], repeats: int) -> tuple[float, float]:
    runs = [(_seconds(ours), _seconds(peer)) for _ in range(repeats)]
    return statistics.median(a for a, _ in runs), statistics.median(b for _, b in runs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Run the bench and write its results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a million orders, one run")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of orders")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    sizes = tuple(asked.sizes or (SIZES[:1] if asked.quick else SIZES))
    results = run(sizes, 1 if asked.quick else 3)
    versions = {
        name: version(name) for name in ("duckdb", "pyspark", "numpy") if missing() is None or name != "pyspark"
    }
    document = {"quick": asked.quick, "versions": versions, "results": [asdict(one) for one in results]}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(document, indent=1))
    for one in results:
        beside = f"; {one.peer}, x{one.ratio}" if one.peer else ""
        print(f"{'met   ' if one.met else 'MISSED'} {one.measure}: {one.ours:.4g} s ({one.goal}){beside}")


if __name__ == "__main__":
    main()
