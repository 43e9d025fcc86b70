"""DuckDB beside Spark on the paths of touches: transitions and path counts, by one text of SQL.

    python -m bench.attribution_engines [--quick] [--sizes 1000000 10000000 50000000]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/attribution_engines.json. The touches are made up as in
bench.attribution, a year of them at every size, and deleted afterwards. The engines work one after the other with
the same threads; DuckDB may use 4 GB, Spark 8 GB and the disk. Times are seconds of one run after counting the touches
once, so that starting Spark is not in them. A ratio is Spark's time over DuckDB's. The only goal is that both answers
are the same; from what size on Spark is the faster one is published as it is.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import duckdb

from accord.engines import open_engine
from accord.engines.base import EngineSettings, Tables, Value, length
from accord.engines.spark import missing
from accord.facts.tables import TABLES
from accord.methods.attribution.sql import QUERIES
from bench import attribution
from bench.engines import digest
from bench.result import Result

OUT = Path(__file__).parent / "out" / "attribution_engines.json"
SIZES = (1_000_000, 10_000_000, 50_000_000)
ASKED = {"transitions": "transitions", "paths": "counts of paths"}
SCHEMA = {name: {c.name: c.type.value for c in TABLES[name].columns} for name in ("touches", "conversions")}
GIVEN: dict[str, Value] = {
    "goal": "purchase",
    "start": datetime(2026, 1, 1),
    "end": datetime(2027, 1, 1),
    "lookback_days": 30,
    "session_minutes": 30,
}
MEMORY = {"duckdb": "4GB", "spark": "8GB"}
THREADS = 2


@dataclass(frozen=True)
class Answer:
    """What one engine said to one question, and how long it took."""

    seconds: float
    rows: int
    digest: str


def run(sizes: tuple[int, ...]) -> list[Result]:
    """Every size, smallest first, and where the two cross."""
    if reason := missing():
        return [Result("paths by DuckDB beside Spark", 0.0, f"left out: {reason}", None, "same answer", False)]
    found = {n: _size(n) for n in sizes}
    return [*(one for by_question in found.values() for one in by_question.values()), *_crossovers(found)]


def _size(touches: int) -> dict[str, Result]:
    with tempfile.TemporaryDirectory(prefix="accord-bench-") as name:
        tables = _made(Path(name), touches)
        ours, theirs = (_answers(engine, tables, Path(name)) for engine in ("duckdb", "spark"))
    return {
        asked: _beside(f"{touches:,} touches to {told}", ours[asked], theirs[asked]) for asked, told in ASKED.items()
    }


def _beside(name: str, ours: Answer, theirs: Answer) -> Result:
    same = (ours.rows, ours.digest) == (theirs.rows, theirs.digest)
    return Result(
        measure=f"{name}, {ours.rows:,} rows, s",
        ours=round(ours.seconds, 2),
        peer=f"Spark {theirs.seconds:.2f} s, {'same' if same else 'OTHER'} answer",
        ratio=round(theirs.seconds / ours.seconds, 2),
        goal="same answer",
        met=same,
    )


def _answers(name: str, tables: Tables, scratch: Path) -> dict[str, Answer]:
    settings = EngineSettings(name=name, threads=THREADS, memory_limit=MEMORY[name], scratch=scratch)
    engine = open_engine(tables, SCHEMA, settings)
    try:
        engine.query("select count(*) as n, max(visitor_key) as v from touches")
        told = {}
        for asked in ASKED:
            start = perf_counter()
            found = engine.query(QUERIES[asked], GIVEN)
            told[asked] = Answer(perf_counter() - start, length(found), digest(found))
            print(f"{name}: {asked} {told[asked].seconds:.1f} s", flush=True)
        return told
    finally:
        engine.close()


def _made(folder: Path, touches: int) -> Tables:
    flagged = attribution.FLAGGED.format(touches=touches, channels=attribution.CHANNELS)
    with duckdb.connect(config={"memory_limit": "4GB", "threads": THREADS, "temp_directory": str(folder)}) as base:
        for name, text in (("touches", attribution.TOUCHES), ("conversions", attribution.CONVERSIONS)):
            rows = text.format(flagged=f"({flagged}) as f")
            base.execute(f"copy ({rows}) to '{folder / name}' (format parquet, per_thread_output true)")
    return {name: sorted((folder / name).glob("*.parquet")) for name in SCHEMA}


def _crossovers(found: dict[int, dict[str, Result]]) -> list[Result]:
    """From what size on Spark is the faster one."""
    results = []
    for asked, told in ASKED.items():
        faster = [n for n, by_question in found.items() if (by_question[asked].ratio or 0) < 1]
        where = f"from {faster[0]:,} touches on" if faster else f"at no size up to {max(found):,} touches"
        measure = f"{told}: on one machine with {THREADS} threads, Spark is the faster {where}"
        results.append(Result(measure, 0.0, None, None, "none", True))
    return results


def main() -> None:
    """Run the bench and write its results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a million touches")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of touches")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    results = run(tuple(asked.sizes or (SIZES[:1] if asked.quick else SIZES)))
    versions = {name: version(name) for name in ("duckdb", "pyspark") if missing() is None or name != "pyspark"}
    document = {"quick": asked.quick, "versions": versions, "results": [asdict(one) for one in results]}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    for one in results:
        print(f"{'met   ' if one.met else 'MISSED'} {one.measure}: {one.ours:.4g} ({one.goal}); {one.peer}")


if __name__ == "__main__":
    main()
