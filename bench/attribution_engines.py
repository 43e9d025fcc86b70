"""DuckDB beside Spark on the paths of touches: transitions and path counts, by one text of SQL.

    python -m bench.attribution_engines [--quick] [--sizes 1000000 10000000 50000000]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/attribution_engines.json. The touches are made up as in
bench.attribution, a year of them at every size, and deleted afterwards. The engines work one after the other with
the same threads; DuckDB may use 4 GB, Spark 8 GB and the disk. Each question is asked once, after the touches were
counted once, so that starting Spark is not in it. Told are seconds of the processors, Java's among them, because these
hardly change when others use the machine too; a ratio is Spark's over DuckDB's. Seconds by the clock stand beside them.
The only goal is that both answers are the same; from what size on Spark is the cheaper one is published as it is. Sizes
that are not asked for keep what was found.
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
import psutil  # type: ignore[import-untyped]  # no stubs among our tools

from accord.engines import open_engine
from accord.engines.base import Engine, EngineSettings, Tables, Value, length
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
    processor: float
    rows: int
    digest: str


Found = dict[int, dict[str, Result]]


def told(found: Found) -> list[Result]:
    """Every size, smallest first, and where the two cross."""
    return [*(one for n in sorted(found) for one in found[n].values()), *_crossovers(found)]


def _size(touches: int) -> dict[str, Result]:
    with tempfile.TemporaryDirectory(prefix="accord-bench-") as name:
        tables = _made(Path(name), touches)
        ours, theirs = (_answers(engine, tables, Path(name)) for engine in ("duckdb", "spark"))
    return {
        asked: _beside(f"{touches:,} touches to {what}", ours[asked], theirs[asked]) for asked, what in ASKED.items()
    }


def _beside(name: str, ours: Answer, theirs: Answer) -> Result:
    same = (ours.rows, ours.digest) == (theirs.rows, theirs.digest)
    return Result(
        measure=f"{name}, {ours.rows:,} rows, s of processor ({ours.seconds:.1f} s by the clock)",
        ours=round(ours.processor, 2),
        peer=f"Spark {theirs.processor:.1f} s ({theirs.seconds:.1f} s), {'same' if same else 'OTHER'} answer",
        ratio=round(theirs.processor / ours.processor, 2),
        goal="same answer",
        met=same,
    )


def _answers(name: str, tables: Tables, scratch: Path) -> dict[str, Answer]:
    settings = EngineSettings(name=name, threads=THREADS, memory_limit=MEMORY[name], scratch=scratch)
    engine = open_engine(tables, SCHEMA, settings)
    try:
        engine.query("select count(*) as n, max(visitor_key) as v from touches")
        return {asked: _answer(engine, asked) for asked in ASKED}
    finally:
        engine.close()


def _answer(engine: Engine, asked: str) -> Answer:
    start, used = perf_counter(), _processor()
    found = engine.query(QUERIES[asked], GIVEN)
    answer = Answer(perf_counter() - start, _processor() - used, length(found), digest(found))
    print(f"{engine.name}: {asked} {answer.processor:.1f} s of processor, {answer.seconds:.1f} s", flush=True)
    return answer


def _processor() -> float:
    """Seconds of processor of this process and of those that it started: Spark's Java is one."""
    here = psutil.Process()
    times = [one.cpu_times() for one in (here, *here.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def _made(folder: Path, touches: int) -> Tables:
    flagged = attribution.FLAGGED.format(touches=touches, channels=attribution.CHANNELS)
    with duckdb.connect(config={"memory_limit": "4GB", "threads": THREADS, "temp_directory": str(folder)}) as base:
        for name, text in (("touches", attribution.TOUCHES), ("conversions", attribution.CONVERSIONS)):
            rows = text.format(flagged=f"({flagged}) as f")
            base.execute(f"copy ({rows}) to '{folder / name}' (format parquet, per_thread_output true)")
    return {name: sorted((folder / name).glob("*.parquet")) for name in SCHEMA}


def _crossovers(found: Found) -> list[Result]:
    """From what size on Spark is the cheaper one."""
    results = []
    for asked, what in ASKED.items():
        faster = [n for n, by_question in found.items() if (by_question[asked].ratio or 0) < 1]
        where = f"from {faster[0]:,} touches on" if faster else f"at no size up to {max(found):,} touches"
        measure = f"{what}: on one machine with {THREADS} threads, Spark is the cheaper {where}"
        results.append(Result(measure, 0.0, None, None, "none", True))
    return results


def _kept(path: Path) -> Found:
    """What was found before, by size."""
    before = json.loads(path.read_text(encoding="utf-8"))["found"] if path.exists() else {}
    return {int(n): {asked: Result(**one) for asked, one in by.items()} for n, by in before.items()}


def _write(found: Found, path: Path, quick: bool) -> None:
    document = {
        "quick": quick,
        "versions": {name: version(name) for name in ("duckdb", "pyspark")},
        "results": [asdict(one) for one in told(found)],
        "found": {n: {asked: asdict(one) for asked, one in by.items()} for n, by in found.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run the bench and write its results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a million touches")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of touches")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    if reason := missing():
        print(f"left out: {reason}")
        return
    found = _kept(asked.out)
    for touches in asked.sizes or (SIZES[:1] if asked.quick else SIZES):
        found[touches] = _size(touches)
        _write(found, asked.out, asked.quick)
    results = told(found)
    for one in results:
        print(f"{'met   ' if one.met else 'MISSED'} {one.measure}: {one.ours:.4g} ({one.goal}); {one.peer}")


if __name__ == "__main__":
    main()
