"""Outage prices beside their peers, by one protocol with seeds fixed beforehand.

    python -m bench.outages [--quick] [--no-peers] [--out FILE]

Writes {measure, ours, peer, ratio, goal, met} for every goal to bench/out/outages.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from bench import outages_speed
from bench.outages_accuracy import Bands, ours
from bench.outages_data import COUNTS, SEED, WINDOWS, Case, Ints, available, cases, load, load_shop
from bench.outages_peers import PEERS, answer, question
from bench.outages_truths import net_losses, total_outages
from bench.result import Result

OUT = Path(__file__).parent / "out" / "outages.json"
PEER_WINDOWS = 40
CALCULATOR = "average_of_28_days"
PACKAGES = ("numpy", "scipy", "statsmodels", "statsforecast", "prophet", "bsts-causalimpact")


@dataclass(frozen=True)
class Plan:
    """How many windows: all of them, or few to see that it runs."""

    windows: int
    peer_windows: int
    peers: bool


@dataclass(frozen=True)
class Cell:
    """One series and duration: coverage of both prices, and what peers said on some of its windows."""

    name: str
    minutes: int
    final: float
    preliminary: float
    errors: dict[str, float]
    scores: dict[str, float]
    held: dict[str, float]
    failures: dict[str, int]


def run(plan: Plan) -> tuple[list[Result], list[Cell]]:
    """Every measure of the reference table."""
    cells = [cell for name in COUNTS for cell in _cells(name, plan)]
    results = [*_coverage(cells), *_holidays(plan), *_money(plan)]
    if plan.peers:
        results += [*_against_peers(cells), *_speed_of_peers(plan)]
    return [*results, *_injected(plan), *_net(plan), *_speed()], cells


def _cells(name: str, plan: Plan) -> Iterator[Cell]:
    for case in cases(name, load(name), plan.windows):
        start = time.perf_counter()
        final, preliminary = ours(case)[0], ours(case, preliminary=True)[0]
        cell = _cell(case, final, preliminary, plan)
        print(f"{name} {case.minutes} min: {cell.final:.3f} {cell.preliminary:.3f}"
              f" ({time.perf_counter() - start:.0f} s)", flush=True)  # fmt: skip
        yield cell


def _cell(case: Case, final: Bands, preliminary: Bands, plan: Plan) -> Cell:
    rng = np.random.default_rng([SEED, case.minutes])
    rows = np.sort(rng.permutation(len(case.starts))[: plan.peer_windows])
    truth = case.truth
    told = {"ours, final": _some(final, rows), "ours, preliminary": _some(preliminary, rows)}
    failures: dict[str, int] = {}
    for peer in PEERS if plan.peers else ():
        told[peer], failures[peer] = _ask(peer, case, rows)
    return Cell(
        case.name, case.minutes,
        float(final.covered(truth).mean()), float(preliminary.covered(truth).mean()),
        {who: float(np.nanmean(b.error(truth[rows]))) for who, b in told.items()},
        {who: float(np.nanmean(b.score(truth[rows]))) for who, b in told.items() if who != CALCULATOR},
        {who: float(b.covered(truth[rows]).mean()) for who, b in told.items() if who != CALCULATOR},
        failures,
    )  # fmt: skip


def _some(bands: Bands, rows: Ints) -> Bands:
    return Bands(bands.mid[rows], bands.low[rows], bands.high[rows])


def _ask(peer: str, case: Case, rows: Ints) -> tuple[Bands, int]:
    """A peer's bands on some rows; a window on which it fails is left out of its mean and counted."""
    told, failed = [], 0
    for row in rows:
        try:
            told.append(answer(peer, question(case, int(row))))
        except Exception as error:  # a peer may fail in any way; that is a result, shown in the cell
            print(f"  {peer} failed on {case.name} {case.minutes}: {error!r}"[:160], flush=True)
            told.append((np.nan, np.nan, np.nan))
            failed += 1
    return Bands(*np.array(told).T), failed


def _coverage(cells: list[Cell]) -> Iterator[Result]:
    final = {name: np.mean([c.final for c in cells if c.name == name]) for name in COUNTS}
    early = {name: np.mean([c.preliminary for c in cells if c.name == name]) for name in COUNTS}
    mean = float(np.mean(list(final.values())))
    yield Result("coverage of 90 % intervals, counts, mean over series", mean, None, None, "0.88 to 0.92",
                 0.88 <= mean <= 0.92)  # fmt: skip
    mean = float(np.mean(list(early.values())))
    yield Result("the same, preliminary", mean, None, None, "0.88 to 0.92", 0.88 <= mean <= 0.92)
    for told, least, word in ((early, 0.86, "preliminary"), (final, 0.88, "final")):
        worst = min(told, key=lambda name: float(told[name]))
        yield Result(f"coverage on the worst count series, {word} ({worst})", float(told[worst]), None, None,
                     f">= {least}", bool(told[worst] >= least))  # fmt: skip


def _holidays(plan: Plan) -> Iterator[Result]:
    series = load("traffic")
    for early in (False, True):
        covered = [
            float(ours(case, early)[0].covered(case.truth).mean())
            for case in cases("traffic", series, plan.windows, special=True)
        ]
        word = "preliminary" if early else "final"
        value = float(np.mean(covered))
        yield Result(f"coverage on flagged holidays, {word}", value, None, None, ">= 0.86", value >= 0.86)


def _money(plan: Plan) -> Iterator[Result]:
    series = load_shop()
    for early in (False, True):
        covered = [float(ours(c, early)[1].covered(c.money).mean()) for c in cases("shop", series, plan.windows)]
        value = float(np.mean(covered))
        word = "preliminary" if early else "final"
        yield Result(f"money coverage, uci_online_retail, {word}", value, None, None, "0.85 to 0.95",
                     0.85 <= value <= 0.95)  # fmt: skip


def _against_peers(cells: list[Cell]) -> Iterator[Result]:
    """Ratios are geometric means over all cells; the best single peer is the one with the lowest of them."""
    rivals = [peer for peer in PEERS if peer != CALCULATOR]
    for measure, told, most in (
        ("mean absolute error", [c.errors for c in cells], 0.87),
        ("interval score", [c.scores for c in cells], 0.78),
    ):
        yield _beside(measure, "ours, final", rivals, told, most)
        yield _beside(measure, "ours, preliminary", rivals, told, most)
    yield _beside("mean absolute error", "ours, final", [CALCULATOR], [c.errors for c in cells], 0.30)
    yield _beside("mean absolute error", "ours, preliminary", [CALCULATOR], [c.errors for c in cells], 0.30)


def _beside(measure: str, who: str, rivals: list[str], told: list[dict[str, float]], most: float) -> Result:
    """Our ratio to the best rival, which is at most `most`."""
    ratios = {peer: _geometric([cell[who] / cell[peer] for cell in told]) for peer in rivals}
    best = max(ratios, key=lambda peer: ratios[peer])
    return Result(f"{measure}, {who}", ratios[best], best, ratios[best], f"<= {most}", ratios[best] <= most)


def _geometric(ratios: list[float]) -> float:
    return float(np.exp(np.mean(np.log(ratios))))


def _injected(plan: Plan) -> Iterator[Result]:
    errors, covered = [], []
    for name in COUNTS:
        losses = [total_outages(case) for case in cases(name, load(name), plan.windows)]
        errors.append(float(np.mean([one.summed_error for one in losses])))
        covered.append(float(np.mean([one.covered for one in losses])))
    error, held = float(np.mean(errors)), float(np.mean(covered))
    yield Result("injected total outages: error of the summed loss", error, None, None, "<= 0.03", error <= 0.03)
    yield Result("injected total outages: coverage", held, None, None, "0.87 to 0.93", 0.87 <= held <= 0.93)


def _net(plan: Plan) -> Iterator[Result]:
    ratios, covered = [], []
    for name in COUNTS:
        for case in cases(name, load(name), plan.windows):
            found = list(net_losses(case))
            if found:
                mine, raw = (np.concatenate([getattr(one, part) for one in found]) for part in ("ours", "raw"))
                ratios.append(float(np.nanmean(mine) / np.nanmean(raw)))
                covered.append(float(np.concatenate([one.covered for one in found]).mean()))
    ratio = _geometric(ratios)
    yield Result("net loss, 40 % comes back: error", ratio, "net loss read off each incident", ratio, "<= 0.45",
                 ratio <= 0.45)  # fmt: skip
    held = float(np.mean(covered))
    yield Result("net loss, 40 % comes back: coverage", held, None, None, "reported", True)


def _speed() -> Iterator[Result]:
    found = outages_speed.in_child()
    job = "one minute-grain year with 1,000 incidents, one thread"
    yield Result(f"{job}: CPU seconds", found["seconds"], None, None, "<= 0.25", found["seconds"] <= 0.25)
    yield Result(f"{job}: times a bare cumulative sum", found["ratio"], "numpy.cumsum", found["ratio"], "<= 130",
                 found["ratio"] <= 130)  # fmt: skip
    yield Result(f"{job}: MiB over input (resident)", found["rss_mib"], None, None, "<= 100", found["rss_mib"] <= 100)
    yield Result(f"{job}: MiB over input (traced)", found["traced_mib"], None, None, "<= 100",
                 found["traced_mib"] <= 100)  # fmt: skip


def _speed_of_peers(plan: Plan) -> Iterator[Result]:
    """Seconds an incident: all 1,000 of the year for us; some of the same, with all history, for the peers.

    We are timed before and after each peer, so that a neighbour who comes or goes slows both.
    """
    before = _seconds_an_incident()
    series, incidents = outages_speed.year()
    picked = np.random.default_rng(SEED).permutation(len(incidents))[: plan.peer_windows]
    goals = {"bsts-causalimpact": 2000, "CausalImpact's model (statsmodels)": 500, "prophet": 500}
    for peer, goal in goals.items():
        taken = []
        for row in picked:
            first, last = series.bins_touched(incidents[row].start, incidents[row].end)
            case = Case("flights", 0, series, last - first, np.array([first]))
            taken.append(_seconds(lambda: answer(peer, question(case, 0, len(series)))))  # noqa: B023
        after = _seconds_an_incident()
        ratio, before = float(np.mean(taken)) / ((before + after) / 2), after
        yield Result("times faster an incident, CPU seconds", ratio, peer, ratio, f">= {goal}", ratio >= goal)


def _seconds_an_incident() -> float:
    return outages_speed.in_child()["seconds"] / outages_speed.INCIDENTS


def _seconds(job: Callable[[], object]) -> float:
    start = outages_speed.cpu_seconds()
    job()
    return outages_speed.cpu_seconds() - start


def _versions() -> dict[str, str]:
    out = {}
    for package in PACKAGES:
        try:
            out[package] = version(package)
        except PackageNotFoundError:
            out[package] = "not installed"
    return out


def main() -> None:
    """Run the bench and write its results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few windows: shows that it runs, proves nothing")
    parser.add_argument("--no-peers", action="store_true", help="ours only")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    if not available():
        raise SystemExit("the real series are not here; set ACCORD_SHARED to the folder that holds data/series")
    plan = Plan(40 if asked.quick else WINDOWS, 3 if asked.quick else PEER_WINDOWS, not asked.no_peers)
    results, cells = run(plan)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "quick": asked.quick, "seed": SEED, "versions": _versions(),
        "results": [asdict(one) for one in results], "cells": [asdict(one) for one in cells],
    }  # fmt: skip
    asked.out.write_text(json.dumps(document, indent=1))
    for one in results:
        print(f"{'met   ' if one.met else 'MISSED'} {one.measure}: {one.ours:.4g} ({one.goal})"
              + (f" beside {one.peer}" if one.peer else ""))  # fmt: skip


if __name__ == "__main__":
    main()
