"""Attribution beside marketing-attribution-models, ChannelAttribution, do-attribution and mta, in one run.

    python -m bench.attribution [--quick] [--touches N] [--peers PYTHON]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/attribution.json. Every job is a process of its own, in turn
on the same made-up input; seconds are medians of five runs (one when quick), memory is a process's peak. PYTHON is an
interpreter with the peers of requirements-bench.in (default: this one); a peer that is not there is left out and told.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from bench.result import Result

ROOT = Path(__file__).parent.parent
OUT = ROOT / "bench" / "out" / "attribution.json"
CHANNELS = 20
EXACT = 1e-9

FLAGGED = """
select md5('v' || visitor) as visitor_key, touched_at,
       'channel ' || lpad((channel % {channels})::varchar, 2, '0') as channel,
       won as converted, number
from (select i as number, hash(i) % ({touches} // 5) as visitor, hash(i * 7 + 1) % 1000 < 80 as won,
             timestamp '2026-01-01' + to_microseconds((i * 7919 % {touches}) * (30000000000000 // {touches}))
                 as touched_at,
             least(hash(i * 3 + 2) % 40, hash(i * 5 + 3) % 40)::bigint as channel from range({touches}) as r(i))"""
TOUCHES = """
select 't' || number as touch_id, 'bench' as source_tool, visitor_key, touched_at, channel,
       null::varchar as campaign_id,
       null::bigint as cost_minor, null::varchar as currency from {flagged}"""
CONVERSIONS = """
select 'c' || number as conversion_id, 'purchase' as goal, 'bench' as source_tool, visitor_key,
       touched_at as converted_at, null::varchar as order_id, 100::bigint as value_minor, 'EUR' as currency
from {flagged} where converted"""
_PATHS = """
select path, count(*) filter (won) as reached, count(*) filter (not won) as missed
from (select string_agg(channel, ' > ' order by touched_at) as path, bool_or(converted) as won
      from (select *, coalesce(sum(converted::int) over (partition by visitor_key order by touched_at
                   rows between unbounded preceding and 1 preceding), 0) as journey from {flagged})
      group by visitor_key, journey)
group by path order by path"""


@dataclass(frozen=True)
class Run:
    """What a job took and said; ``answer`` is model -> channel -> figure."""

    seconds: float
    mb: float
    answer: dict[str, dict[str, float]]

    def apart(self, other: Run, model: str) -> float:
        """The largest difference of two answers, as a part of the larger figure (or of 1)."""
        ours, theirs = self.answer[model], other.answer[model]
        names = ours.keys() | theirs.keys()
        pairs = [(ours.get(name, 0.0), theirs.get(name, 0.0)) for name in names]
        return max(abs(a - b) / max(abs(a), abs(b), 1.0) for a, b in pairs)


def make(folder: Path, touches: int) -> None:
    """The made-up touches, in the form of the facts and in that of each peer."""
    texts = {"flagged": FLAGGED, "touches": TOUCHES, "conversions": CONVERSIONS, "paths": _PATHS}
    with duckdb.connect() as base:
        base.execute(f"set memory_limit = '4GB'; set temp_directory = '{folder}'")
        for name, text in texts.items():
            rows = text.format(flagged=f"'{folder}/flagged.parquet'", touches=touches, channels=CHANNELS)
            base.execute(f"copy ({rows}) to '{folder / name}.parquet' (format parquet)")


def run(job: str, folder: Path, python: str, runs: int) -> Run | None:
    """The job's median time and largest peak; None where its peer is not installed."""
    done = []
    for _ in range(runs):
        command = [python, "-m", "bench.attribution_jobs", job, str(folder)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if "ModuleNotFoundError" in ended.stderr:
            print(f"left out: {job}: {ended.stderr.strip().splitlines()[-1]}")
            return None
        if ended.returncode:
            raise SystemExit(f"{job} failed:\n{ended.stderr[-3000:]}")
        done.append(json.loads(ended.stdout.strip().splitlines()[-1]))
    seconds = statistics.median(one["seconds"] for one in done)
    return Run(seconds, max(one["mb"] for one in done), done[-1]["answer"])


def from_touches(folder: Path, touches: int, peers: str, runs: int) -> list[Result]:
    """Goals: 8 times as fast as the best correct peer, in an eighth of its memory."""
    ours = run("ours_from_touches", folder, sys.executable, runs)
    peer = run("marketing_attribution_models", folder, peers, runs)
    assert ours is not None
    name = f"{touches:,} touches to last, first, linear and removal effects"
    if peer is None:
        return [Result(f"{name}, s", ours.seconds, None, None, "beside marketing-attribution-models", False)]
    apart = max(ours.apart(peer, model) for model in ("last", "first", "linear", "removal"))
    told = f"marketing-attribution-models {peer.seconds:.2f} s, apart by {apart:.0e}"
    faster, smaller = peer.seconds / ours.seconds, peer.mb / ours.mb
    return [
        Result(f"{name}, s", ours.seconds, told, faster, ">= 8, same figures", faster >= 8 and apart <= EXACT),
        Result(f"{name}, MB", ours.mb, f"{peer.mb:.0f} MB", smaller, ">= 8", smaller >= 8),
    ]


def from_paths(folder: Path, peers: str, runs: int) -> list[Result]:
    """Goals: 3 times as fast as ChannelAttribution; removal effects as do-attribution's to 1e-9."""
    ours = run("ours_from_paths", folder, sys.executable, runs)
    assert ours is not None
    results = []
    peer = run("channelattribution", folder, peers, runs)
    if peer is not None:
        apart = max(ours.apart(peer, rule) for rule in ("last", "first", "linear"))
        off = ours.apart(peer, "removal")
        told = (
            f"ChannelAttribution {peer.seconds:.2f} s; rules apart by {apart:.0e}, its simulated effects by {off:.2f}"
        )
        ratio = peer.seconds / ours.seconds
        met = ratio >= 3 and apart <= EXACT
        results.append(Result("table of paths to rules and removal effects, s", ours.seconds, told, ratio, ">= 3", met))
    exact = run("do_attribution", folder, peers, 1)
    if exact is not None:
        results.append(_exact("removal effects of a table of paths", ours, exact, "removal", "do-attribution"))
    return results


def shipped(folder: Path, peers: str) -> list[Result]:
    """mta's enumeration on the data that it ships, and do-attribution on the same."""
    theirs = run("mta_shapley", folder, peers, 1)
    if theirs is None:
        return []
    ours = run("ours_from_paths", folder, sys.executable, 1)
    exact = run("do_attribution", folder, peers, 1)
    assert ours is not None
    results = [_exact("Shapley's shares of mta's own data", ours, theirs, "shapley", "mta")]
    if exact is not None:
        results.append(_exact("removal effects of mta's own data", ours, exact, "removal", "do-attribution"))
    return results


def _exact(name: str, ours: Run, peer: Run, model: str, who: str) -> Result:
    apart = ours.apart(peer, model)
    told = f"{who} {peer.seconds:.2f} s, ours {ours.seconds:.2f} s with all models"
    return Result(f"{name}, largest difference", apart, told, peer.seconds / ours.seconds, "<= 1e-9", apart <= EXACT)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--quick", action="store_true", help="1,000,000 touches, one run")
    ask.add_argument("--touches", type=int, help="10,000,000 unless told")
    ask.add_argument("--peers", default=sys.executable, metavar="PYTHON")
    asked = ask.parse_args()
    touches, runs = asked.touches or (1_000_000 if asked.quick else 10_000_000), 1 if asked.quick else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, touches)
        results = [*from_touches(folder, touches, asked.peers, runs), *from_paths(folder, asked.peers, runs)]
        results += shipped(folder, asked.peers)
    versions = {name: version(name) for name in ("duckdb", "numpy")} | _versions(asked.peers)
    told = {"quick": asked.quick, "versions": versions, "results": [asdict(r) for r in results]}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for r in results:
        print(f"{'met   ' if r.met else 'MISSED'} {r.measure}: {r.ours:.3g}; {r.peer}, ratio {r.ratio} ({r.goal})")


def _versions(peers: str) -> dict[str, str]:
    names = ("marketing-attribution-models", "ChannelAttribution", "do-attribution", "mta")
    code = (
        "import json, importlib.metadata as m\nfound = {}\n"
        f"for n in {names!r}:\n    try: found[n] = m.version(n)\n    except m.PackageNotFoundError: pass\n"
        "print(json.dumps(found))"
    )
    ended = subprocess.run([peers, "-c", code], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(ended.stdout)
    return found


if __name__ == "__main__":
    main()
