"""One minute-grain year with 1,000 incidents, in a child with one thread: seconds, and memory over input."""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

from accord.methods.counterfactual import Incident, Series, price
from bench.outages_data import SEED, load

INCIDENTS = 1_000
REPEATS = 5
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def year() -> tuple[Series, list[Incident]]:
    """Departures a minute in 2013 and 1,000 made-up incidents of 15 minutes to 8 hours, log-uniform."""
    series = load("flights")
    rng = np.random.default_rng(SEED)
    starts = rng.integers(21 * 1440, len(series) - 480, INCIDENTS)
    lengths = np.exp(rng.uniform(np.log(15), np.log(480), INCIDENTS)).astype(int)
    spans = zip(starts.tolist(), lengths.tolist(), strict=True)
    return series, [Incident(str(i), series.time_of(a), series.time_of(a + d)) for i, (a, d) in enumerate(spans)]


def cpu_seconds() -> float:
    """CPU seconds of this process and its finished children: neighbours on the machine do not count."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def median_seconds(job: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Median CPU and wall seconds of `repeats` runs, after one to warm up."""
    job()
    taken = []
    for _ in range(repeats):
        start = cpu_seconds(), time.perf_counter()
        job()
        taken.append((cpu_seconds() - start[0], time.perf_counter() - start[1]))
    cpu, wall = np.median(np.array(taken), axis=0)
    return float(cpu), float(wall)


def measure() -> dict[str, float]:
    """Seconds for all incidents, for a bare cumulative sum, their ratio, and MiB over input (two ways)."""
    series, incidents = year()
    grown = _resident_growth(lambda: price(series, incidents, rng=np.random.default_rng(SEED)))
    ours, wall = median_seconds(lambda: price(series, incidents, rng=np.random.default_rng(SEED)))
    bare, _ = median_seconds(lambda: np.cumsum(series.values), 25)
    tracemalloc.start()
    price(series, incidents, rng=np.random.default_rng(SEED))
    traced = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return {
        "seconds": ours, "wall": wall, "bare": bare, "ratio": ours / bare, "rss_mib": grown, "traced_mib": traced,
    }  # fmt: skip


def _resident_growth(job: Callable[[], object]) -> float:
    """MiB by which the resident peak of a first run exceeds what was resident before it (Linux)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # sets the peak back to what is resident now
    before = _resident_kib("VmRSS")
    job()
    return (_resident_kib("VmHWM") - before) / 1024


def _resident_kib(key: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1])


def in_child() -> dict[str, float]:
    """`measure` in a fresh process with one thread."""
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root), str(root / "src"), os.environ.get("PYTHONPATH", "")])
    env = os.environ | dict.fromkeys(THREADS, "1") | {"PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", "bench.outages_speed"], env=env, capture_output=True, text=True, check=True, cwd=root
    )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(measure()))
