"""Pages in a row: a repeated page beside an empty view, our server beside gunicorn, and turns at writing.

    python -m bench.pages [--quick] [--demo FOLDER]

On SQLite and a made-up company. A few connections ask as fast as they are answered. ``accord serve`` (granian) and
gunicorn's sync workers serve the same application on the same workspace in turn, five times, both with a process for
each processor. Then thirty people make a hundred changes each, at once: read a page, then write.
Writes {measure, ours, peer, ratio, goal, met} to bench/out/pages.json.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from accord.cli.site import processes
from bench.load.__main__ import ORDERS, SEED, demo_in
from bench.result import Result
from bench.serving import BIN, free_port, running, served, told_by

OUT = Path(__file__).parent / "out" / "pages.json"
PEOPLE, CHANGES, ASKING = 30, 100, 4
MOST_WAIT = 0.5
ROUNDS = 5
METRICS = "made-up-token"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--quick", action="store_true")
    ask.add_argument("--demo", type=Path, help="a folder of accord demo, to save making one")
    asked = ask.parse_args()
    seconds, changes = (2.0, CHANGES // 5) if asked.quick else (4.0, CHANGES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree((asked.demo or demo_in(folder / "demo")) / "workspace", folder / "workspace")
        told = told_by("bench.load.preparing", {}, folder / "workspace", PEOPLE, SEED, ORDERS)
        results = [*_rates(folder / "workspace", told, seconds), *_turns(folder / "workspace", told, changes)]
    versions = {name: version(name) for name in ("django", "granian", "gunicorn")}
    whole = {"quick": asked.quick, "versions": versions, "results": [asdict(r) for r in results]}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
    for r in results:
        print(f"{r.measure}: {r.ours:.4g}, peer {r.peer}, ratio {r.ratio}, goal {r.goal}, met {r.met}")


def _rates(workspace: Path, told: dict[str, Any], seconds: float) -> Iterator[Result]:
    """Each server in turn, a few times, of which the middle counts: a busy moment should not decide between them."""
    pages = {"empty": "/bench/empty", "today": "/today", "finding": f"/findings/{told['findings'][0]}"}
    found: dict[str, dict[str, list[float]]] = {s: {name: [] for name in pages} for s in ("granian", "gunicorn")}
    for _ in range(ROUNDS):
        for server, serving in (("granian", _granian), ("gunicorn", _gunicorn)):
            with serving(workspace) as address:
                for name, path in pages.items():
                    found[server][name].append(_rate(address + path, told["sessions"], seconds))
    rates = {s: {name: statistics.median(all_of) for name, all_of in by.items()} for s, by in found.items()}
    ours, theirs = rates["granian"], rates["gunicorn"]
    for name in ("today", "finding"):
        share = ours[name] / ours["empty"]
        says = f"an empty view {ours['empty']:.0f}"
        yield Result(f"repeated page {name}: requests a second", ours[name], says, share, ">= 0.7", share >= 0.7)
    for name in pages:
        ratio = ours[name] / theirs[name]
        says = f"gunicorn, {os.cpu_count()} sync workers {theirs[name]:.0f}"
        yield Result(f"served by granian, {name}: requests a second", ours[name], says, ratio, ">= 1", ratio >= 1)


@contextmanager
def _granian(workspace: Path) -> Iterator[str]:
    """As ``accord serve`` serves: a process for each processor, eight threads in each."""
    port = free_port()
    command = [str(BIN / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", str(processes())]
    command += ["--blocking-threads", "8", "--log-level", "error", "bench.empty:application"]
    with running(command, {"ACCORD_WORKSPACE": str(workspace)}, port, workspace.parent / "site.log"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _gunicorn(workspace: Path) -> Iterator[str]:
    port = free_port()
    command = [str(BIN / "gunicorn"), "--workers", str(os.cpu_count()), "--bind", f"127.0.0.1:{port}"]
    with running([*command, "bench.empty:application"], {"ACCORD_WORKSPACE": str(workspace)}, port,
                 workspace.parent / "site.log"):  # fmt: skip
        yield f"http://127.0.0.1:{port}"


def _rate(address: str, sessions: list[str], seconds: float) -> float:
    """Answers a second, of as many connections as ask at once; each one asks a few times before it counts."""
    counts = [0] * ASKING
    begin = threading.Barrier(ASKING)

    def ask(n: int) -> None:
        session = requests.Session()
        session.cookies.set("sessionid", sessions[0])
        for _ in range(5):
            session.get(address, timeout=60).raise_for_status()
        # The standard library asks at a fraction of the processor that requests takes, which both servers need.
        told = {"Cookie": "; ".join(f"{one.name}={one.value}" for one in session.cookies)}
        to = urlsplit(address)
        connection = http.client.HTTPConnection(str(to.hostname), to.port, timeout=60)
        begin.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            connection.request("GET", to.path, headers=told)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address}: {answer.status}")
            counts[n] += 1

    _together(ask, ASKING)
    return sum(counts) / seconds


@dataclass
class Writer:
    """One of those who write at once."""

    waits: list[float]
    errors: int = 0
    ended: float = 0.0


def _turns(workspace: Path, told: dict[str, Any], changes: int) -> Iterator[Result]:
    """Each one reads, then writes, as often as asked; a writer's rate is its changes over its own time."""
    writers = [Writer([]) for _ in range(PEOPLE)]
    begin = threading.Barrier(PEOPLE)
    with served(workspace, {"ACCORD_METRICS_TOKEN": METRICS}) as address:
        finding = f"{address}/findings/{told['findings'][0]}"

        def change(n: int) -> None:
            session = requests.Session()
            session.cookies.set("sessionid", told["sessions"][n])
            session.get(f"{address}/you", timeout=60).raise_for_status()
            token = {"X-CSRFToken": session.cookies["csrftoken"]}
            begin.wait()
            for _ in range(changes):
                writers[n].errors += session.get(f"{address}/you", timeout=60).status_code != 200
                began = time.monotonic()
                form = {"text": "A made-up word."}
                answer = session.post(f"{finding}/comment", form, headers=token, allow_redirects=False, timeout=60)
                writers[n].waits.append(time.monotonic() - began)
                writers[n].errors += not answer.headers.get("Location", "").endswith("#said")
            writers[n].ended = time.monotonic()

        started = time.monotonic()
        _together(change, PEOPLE)
        late = _late(address)
    waits, errors = [w for one in writers for w in one.waits], sum(one.errors for one in writers)
    shares = [1 / (one.ended - started) for one in writers]
    least = min(shares) / statistics.mean(shares)
    head = f"SQLite, {PEOPLE} people x {changes} times read and write"
    yield Result(f"{head}: errors", errors, None, None, "0", errors == 0)
    yield Result(f"{head}: changes that waited over {MOST_WAIT} s for their turn", late, None, None, "0", late == 0)
    slow = sum(wait > MOST_WAIT for wait in waits)
    yield Result(f"{head}: changes answered later than after {MOST_WAIT} s", slow, None, None, "told", True)
    yield Result(f"{head}: the longest time to answer a change (s)", max(waits), None, None, "told", True)
    yield Result(f"{head}: the middle time to answer a change (s)", statistics.median(waits), None, None, "told", True)
    yield Result(f"{head}: the slowest writer's rate over the mean", least, None, None, ">= 0.5", least >= 0.5)


def _late(address: str) -> int:
    """How many changes waited too long for their turn, by the server's own count."""
    answer = requests.get(f"{address}/metrics", headers={"Authorization": f"Bearer {METRICS}"}, timeout=60)
    answer.raise_for_status()
    waits = (line for line in answer.text.splitlines() if line.startswith("accord_write_wait_seconds"))
    told = dict(line.rsplit(" ", 1) for line in waits)
    within = float(told[f'accord_write_wait_seconds_bucket{{le="{MOST_WAIT}"}}'])
    return int(float(told["accord_write_wait_seconds_count"]) - within)


def _together(act: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=act, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
