"""Overlap joins beside ncls and DuckDB's own range join, in one run.

    python -m bench.clashes [--quick]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/clashes.json. Times are seconds, medians of five
runs (three when quick), in turn on the same made-up intervals; a ratio is the peer's time over ours. A goal
is met only where both found the same pairs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
from ncls import NCLS

from accord.methods.overlaps import overlapping_pairs, self_overlaps
from bench.result import Result

OUT = Path(__file__).parent / "out" / "clashes.json"
TWO_YEARS = 730 * 86_400
INTERVALS = 100_000
KEYS = 200
# mean lengths in seconds that give about 12.9M pairs without and 1.34M with keys
UNKEYED, KEYED = 40_680, 845_000

Ints = npt.NDArray[np.int64]
Pairs = tuple[npt.NDArray[Any], npt.NDArray[Any]]


@dataclass(frozen=True)
class Side:
    """Half-open intervals with a key each."""

    start: Ints
    end: Ints
    key: Ints

    @classmethod
    def made_up(cls, rng: np.random.Generator, n: int, mean: int) -> Side:
        start = rng.integers(0, TWO_YEARS, n)
        end = start + 1 + rng.exponential(mean, n).astype(np.int64)
        return cls(start, end, rng.integers(0, KEYS, n))

    def lifted(self) -> tuple[Ints, Ints]:
        """Each key on a stretch of its own, as ncls knows no keys."""
        lift = self.key * 100 * TWO_YEARS
        return self.start + lift, self.end + lift


def run(repeats: int) -> list[Result]:
    """Every measure; the seed is fixed."""
    rng = np.random.default_rng(20260101)
    plain = [Side.made_up(rng, INTERVALS, UNKEYED) for _ in range(2)]
    keyed = [Side.made_up(rng, INTERVALS, KEYED) for _ in range(2)]
    return [
        _beside("no key", DuckDB(*plain, keyed=False), Ours(*plain, keyed=False), 3.0, repeats),
        _beside("no key", Ncls(*plain, keyed=False), Ours(*plain, keyed=False), 5.0, repeats),
        _beside("200 keys", Ncls(*keyed, keyed=True), Ours(*keyed, keyed=True), 1 / 1.3, repeats),
        _beside("200 keys", DuckDB(*keyed, keyed=True), Ours(*keyed, keyed=True), 1.0, repeats),
        _two_years_of_events(rng, repeats),
    ]


class Ours:
    """Accord's own join."""

    def __init__(self, a: Side, b: Side, keyed: bool) -> None:
        self.a, self.b = a, b
        self.keys = {"a_key": a.key, "b_key": b.key} if keyed else {}

    def join(self) -> Pairs:
        return overlapping_pairs(self.a.start, self.a.end, self.b.start, self.b.end, **self.keys)

    def pairs(self) -> Pairs:
        return self.join()


class Ncls:
    """Nested containment lists; keys by lifting each key's intervals to a stretch of their own."""

    def __init__(self, a: Side, b: Side, keyed: bool) -> None:
        self.a, self.b, self.keyed = a, b, keyed

    def join(self) -> Pairs:
        (a_start, a_end), (b_start, b_end) = (
            side.lifted() if self.keyed else (side.start, side.end) for side in (self.a, self.b)
        )
        tree = NCLS(b_start, b_end, np.arange(len(b_start)))
        left, right = tree.all_overlaps_both(a_start, a_end, np.arange(len(a_start)))
        return left, right

    def pairs(self) -> Pairs:
        return self.join()


class DuckDB:
    """Its range join from table to table, in memory: neither loading nor reading back is timed."""

    def __init__(self, a: Side, b: Side, keyed: bool) -> None:
        self.con = duckdb.connect()
        for name, side in (("a", a), ("b", b)):
            columns = {"i": np.arange(len(side.start)), "s": side.start, "e": side.end, "k": side.key}
            self.con.register("side", columns)
            self.con.execute(f"CREATE TABLE {name} AS SELECT * FROM side")
        self.on = "a.s < b.e AND b.s < a.e" + (" AND a.k = b.k" if keyed else "")

    def join(self) -> None:
        self.con.execute(f"CREATE OR REPLACE TABLE pairs AS SELECT a.i AS l, b.i AS r FROM a JOIN b ON {self.on}")

    def pairs(self) -> Pairs:
        self.join()
        found = self.con.execute("SELECT l, r FROM pairs").fetchnumpy()
        return found["l"], found["r"]


def _beside(name: str, peer: Ncls | DuckDB, us: Ours, least: float, repeats: int) -> Result:
    found, told = us.pairs(), peer.pairs()
    same = digest(found) == digest(told)
    ours, theirs = _in_turn(us.join, peer.join, repeats)
    return Result(
        measure=f"overlap join, {INTERVALS:,} x {INTERVALS:,}, {len(found[0]):,} pairs, {name}",
        ours=round(ours, 4),
        peer=f"{type(peer).__name__} {theirs:.4f} s, {'same' if same else 'OTHER'} pairs",
        ratio=round(theirs / ours, 2),
        goal=f"peer's time at least {least:.2f} of ours, same digest",
        met=same and theirs / ours >= least,
    )


def _two_years_of_events(rng: np.random.Generator, repeats: int) -> Result:
    events = Side.made_up(rng, 50_000, 4 * 3_600)
    pairs = len(self_overlaps(events.start, events.end)[0])
    ours = statistics.median(_seconds(lambda: self_overlaps(events.start, events.end)) for _ in range(repeats))
    name = f"50,000 events of two years among themselves, {pairs:,} pairs"
    return Result(name, round(ours, 4), None, None, "under 5 s", ours < 5)


def digest(pairs: Pairs) -> tuple[int, int]:
    """The same for the same pairs in any order: their number, and a sum of mixed 64-bit words."""
    left, right = (side.astype(np.uint64) for side in pairs)
    word = left * np.uint64(0x9E3779B97F4A7C15) + right * np.uint64(0xC2B2AE3D27D4EB4F)
    word ^= word >> np.uint64(29)
    return len(left), int((word * np.uint64(0xBF58476D1CE4E5B9)).sum(dtype=np.uint64))


def _in_turn(ours: Callable[[], object], peer: Callable[[], object], repeats: int) -> tuple[float, float]:
    runs = [(_seconds(ours), _seconds(peer)) for _ in range(repeats)]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Run the bench and write its results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three runs instead of five")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    results = run(3 if asked.quick else 5)
    versions = {name: version(name) for name in ("numpy", "ncls", "duckdb")}
    document = {"quick": asked.quick, "versions": versions, "results": [asdict(one) for one in results]}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(document, indent=1))
    for one in results:
        beside = f"; {one.peer}, x{one.ratio}" if one.peer else ""
        print(f"{'met   ' if one.met else 'MISSED'} {one.measure}: {one.ours:.4g} s ({one.goal}){beside}")


if __name__ == "__main__":
    main()
