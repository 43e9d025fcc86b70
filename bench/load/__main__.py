"""A hundred people at their pages while a million rows come in and are analysed: ``python -m bench.load [--quick]``.

    python -m bench.load [--demo FOLDER] [--only sqlite] [--seconds 60] [--rows 1000000]

``accord serve`` runs as it is installed, a process for each processor, on SQLite and then on PostgreSQL, on a made-up
company of 150,000 orders. locust asks from the same machine, and the import and the analyses run on it too: the two
processors are shared by all of them. Writes {measure, ours, peer, ratio, goal, met} to bench/out/load.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.readers import SHOP, shop_rows
from bench.readers import write as write_rows
from bench.result import Result
from bench.serving import ROOT, postgres, served, told_by

OUT = ROOT / "bench" / "out" / "load.json"
PEOPLE, SEED, ORDERS = 100, 20251101, 150_000
LEAST_RATE, MOST_P95 = 60.0, 0.3
KINDS = ("sqlite", "postgres")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--quick", action="store_true")
    ask.add_argument("--demo", type=Path, help="a folder of accord demo, to save making one")
    ask.add_argument("--only", choices=KINDS)
    ask.add_argument("--seconds", type=int, default=90)
    ask.add_argument("--rows", type=int, default=1_000_000)
    asked = ask.parse_args()
    rows, seconds = (asked.rows // 10, 20) if asked.quick else (asked.rows, asked.seconds)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)  # PostgreSQL may run as another user
        demo = asked.demo or demo_in(folder / "demo")
        results = [r for kind in _kinds(asked.only) for r in _measured(kind, demo, folder / kind, rows, seconds)]
    versions = {name: version(name) for name in ("django", "granian", "locust", "psycopg")}
    told = {"quick": asked.quick, "versions": versions, "results": [asdict(r) for r in results]}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for r in results:
        print(f"{r.measure}: {r.ours:.4g}, goal {r.goal}, met {r.met}")


def _kinds(only: str | None) -> tuple[str, ...]:
    return (only,) if only else KINDS


def demo_in(folder: Path) -> Path:
    """A made-up company, worked out; returns the folder."""
    made = [str(Path(sys.executable).with_name("accord")), "demo", "--out", str(folder), "--orders", str(ORDERS)]
    subprocess.run([*made, "--seed", str(SEED), "--no-serve"], check=True, stdout=subprocess.DEVNULL)
    return folder


def _measured(kind: str, demo: Path, folder: Path, rows: int, seconds: int) -> Iterator[Result]:
    shutil.copytree(demo / "workspace", folder / "workspace")
    write_rows(_file(folder), SHOP, shop_rows(rows))
    with _environment(kind, folder) as environment:
        told = told_by("bench.load.preparing", environment, folder / "workspace", PEOPLE, SEED, ORDERS)
        (folder / "told.json").write_text(json.dumps(told))
        with served(folder / "workspace", environment) as address:
            told_by("bench.load.bringing", environment, folder / "workspace", folder / "files")
            _locust(address, folder, seconds)
            work = told_by("bench.load.brought", environment, folder / "workspace")
    yield from _results(kind, rows, folder, work)


def _file(folder: Path) -> Path:
    (folder / "files").mkdir()
    return folder / "files" / "orders.csv"


@contextmanager
def _environment(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    if kind == "sqlite":
        yield {}
        return
    with postgres(folder / "postgres") as address:
        yield {"ACCORD_DATABASE_URL": address}


def _locust(address: str, folder: Path, seconds: int) -> None:
    """A process of its own, whose sockets locust replaces; it fails where a request did, which the results say."""
    command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).parent / "people.py"), "--headless"]
    how = ["-u", str(PEOPLE), "-r", "20", "-t", f"{seconds}s", "--reset-stats", "--csv", str(folder / "told"), "-H"]
    given = os.environ | {"ACCORD_BENCH_TOLD": str(folder / "told.json")}
    with (folder / "locust.log").open("w") as log:
        subprocess.run([*command, *how, address], env=given, stdout=log, stderr=log, check=False)


def _results(kind: str, rows: int, folder: Path, work: dict[str, Any]) -> Iterator[Result]:
    lines = list(csv.DictReader((folder / "told_stats.csv").open()))
    whole = next(line for line in lines if line["Name"] == "Aggregated")
    rate, p95 = float(whole["Requests/s"]), float(whole["95%"]) / 1000
    head = f"{kind}, {PEOPLE} people, {rows:,} rows coming in"
    yield Result(f"{head}: requests a second", rate, None, None, f">= {LEAST_RATE:.0f}", rate >= LEAST_RATE)
    yield Result(f"{head}: 95 % are answered within (s)", p95, None, None, f"<= {MOST_P95}", p95 <= MOST_P95)
    failed = int(whole["Failure Count"])
    yield Result(f"{head}: requests that failed, any", failed, None, None, "0", failed == 0)
    for share in ("50%", "99%"):
        yield Result(f"{head}: {share} within (s)", float(whole[share]) / 1000, None, None, "told", True)
    for line in sorted(lines, key=lambda one: -float(one["95%"])):
        if line is not whole:
            yield Result(
                f"{kind}, {line['Name']}: 95 % within (s)", float(line["95%"]) / 1000, None, None, "told", True
            )
    how = f"{work['import']}; analyses {work['analyses']}"
    begun = work["begun"] > 0
    yield Result(f"{kind}: the import was under way, at the end {how}", work["begun"], None, None, "begun", begun)


if __name__ == "__main__":
    main()
