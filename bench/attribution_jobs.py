"""The jobs of bench.attribution, each run as a process of its own: ours, and one for each peer.

    python -m bench.attribution_jobs JOB FOLDER

Prints JSON: seconds of the work, the process's peak memory in MB, and the answer. Starting Python and importing are not
timed. FOLDER holds the made-up input; a peer's interpreter needs only the peer.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = dict[str, dict[str, float]]
Timed = tuple[float, Answer]


def ours_from_touches(folder: Path) -> Timed:
    """Paths by portable SQL on DuckDB, then last, first, linear and removal effects (and Shapley)."""
    from datetime import datetime

    import duckdb  # noqa: F401 - the engine imports it when it opens, which is not timed

    from accord.engines import open_engine
    from accord.engines.base import EngineSettings, Value
    from accord.facts.tables import TABLES
    from accord.methods.attribution import from_moments
    from accord.methods.attribution.sql import CHANNELS, MOMENTS

    given: dict[str, Value] = {"goal": "purchase", "start": datetime(2026, 1, 1), "end": datetime(2027, 1, 1)}
    names = ("touches", "conversions")
    schema = {name: {c.name: c.type.value for c in TABLES[name].columns} for name in names}
    start = time.perf_counter()
    engine = open_engine(
        {name: [folder / f"{name}.parquet"] for name in names},
        schema,
        EngineSettings(memory_limit="400MB", scratch=folder),
    )
    channels = [str(name) for name in engine.query(CHANNELS, given)["channel"]]
    rows = engine.query(MOMENTS, given)
    engine.close()
    journeys, _ = from_moments(channels, rows, lookback_days=3650)
    return time.perf_counter() - start, _told(journeys, start)


def _told(journeys: Any, start: float) -> Answer:
    import numpy as np

    from accord.methods.attribution import chain, credits_of, removal_effects

    rng = np.random.default_rng(1)
    told = {rule: credits_of(journeys, rule, rng=rng, draws=0).point for rule in ("last", "first", "linear", "shapley")}
    told["removal"] = removal_effects(chain(journeys))
    answer = {rule: dict(zip(journeys.channels, map(float, found), strict=True)) for rule, found in told.items()}
    return answer | {"work": {"seconds": time.perf_counter() - start, "journeys": float(len(journeys.reached))}}


def ours_from_paths(folder: Path) -> Timed:
    from accord.methods.attribution import from_paths

    paths, reached, missed = _paths(folder)
    start = time.perf_counter()
    return 0.0, _told(from_paths(paths, reached, missed), start)


def _paths(folder: Path) -> tuple[list[str], Any, Any]:
    import duckdb

    with duckdb.connect() as base:
        found = base.execute(f"select path, reached, missed from '{folder}/paths.parquet'").fetchnumpy()
    return found["path"].tolist(), found["reached"], found["missed"]


def _frame(folder: Path) -> Any:
    import pandas  # type: ignore[import-untyped]  # no stubs among our tools

    paths, reached, missed = _paths(folder)
    return pandas.DataFrame({"path": paths, "reached": reached, "missed": missed})


def marketing_attribution_models(folder: Path) -> Timed:
    """The same touches as sessions of users, the last of each journey flagged."""
    import polars
    from mam import MAM

    start = time.perf_counter()
    table = polars.read_parquet(folder / "flagged.parquet")
    models = MAM(
        table,
        format_type="session",
        channels_colname="channel",
        journey_with_conv_colname="converted",
        datetime_colname="touched_at",
        user_id_colname="visitor_key",
        create_journey_id_based_on_conversion=True,
    )
    runs = {"last": models.run_last_click(), "first": models.run_first_click(), "linear": models.run_linear()}
    removal = models.run_markov().metadata["removal_effect"]["removal_effect"]
    seconds = time.perf_counter() - start
    told = {rule: _credited(run) for rule, run in runs.items()}
    return seconds, told | {"removal": {str(k): float(v) for k, v in removal.items()}}


def _credited(run: Any) -> dict[str, float]:
    return {str(row[0]): float(row[1]) for row in run.to_polars().rows()}


def channelattribution(folder: Path) -> Timed:
    import ChannelAttribution as Peer

    table = _frame(folder)
    start = time.perf_counter()
    rules = Peer.heuristic_models(table, "path", "reached", sep=">", flg_pro=False)
    markov = Peer.markov_model(
        table, "path", "reached", var_null="missed", ncore=2, out_more=True, verbose=False, flg_pro=False
    )
    seconds = time.perf_counter() - start
    effects = markov["removal_effects"]
    told: Answer = {
        "last": dict(zip(rules["channel_name"], rules["last_touch"], strict=True)),
        "first": dict(zip(rules["channel_name"], rules["first_touch"], strict=True)),
        "linear": dict(zip(rules["channel_name"], rules["linear_touch"], strict=True)),
        "removal": dict(zip(effects["channel_name"], effects[effects.columns[1]], strict=True)),
    }
    return seconds, {rule: {k.strip(): float(v) for k, v in found.items()} for rule, found in told.items()}


def do_attribution(folder: Path) -> Timed:
    import numpy as np
    from do_attribution.markov import MarkovAttribution

    paths, reached, missed = _paths(folder)
    start = time.perf_counter()
    ended = np.repeat([1, 0], len(paths))
    model = MarkovAttribution(order=1, removal_strategy="redirect_to_null")
    found = model.fit(paths + paths, ended, weights=np.concatenate([reached, missed]).astype(float))
    return time.perf_counter() - start, {"removal": found["removal_effects"]}


def mta_shapley(folder: Path) -> Timed:
    """Its own enumeration on its own data, which is written out as a table of paths for us."""
    from importlib.resources import files

    import duckdb
    from mta import MTA

    shipped = str(files("mta") / "data" / "data.csv.gz")
    columns = "path, total_conversions as reached, total_null as missed"
    duckdb.sql(f"copy (select {columns} from read_csv('{shipped}')) to '{folder}/paths.parquet' (format parquet)")
    model = MTA(data=shipped)
    start = time.perf_counter()
    model.shapley(normalize=False)
    return time.perf_counter() - start, {"shapley": dict(model.attribution["shapley"])}


JOBS: dict[str, Callable[[Path], Timed]] = {
    "ours_from_touches": ours_from_touches,
    "ours_from_paths": ours_from_paths,
    "marketing_attribution_models": marketing_attribution_models,
    "channelattribution": channelattribution,
    "do_attribution": do_attribution,
    "mta_shapley": mta_shapley,
}


def _peak_mb() -> float:
    """This program's own peak: what getrusage tells counts the process that began it, too, where that was larger."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", told)[1]) / 1024  # type: ignore[index]


def main() -> None:
    seconds, answer = JOBS[sys.argv[1]](Path(sys.argv[2]))
    work = answer.pop("work", {"seconds": seconds})
    print(
        json.dumps(
            {"seconds": work["seconds"], "mb": _peak_mb(), "answer": answer, "journeys": work.get("journeys", 0)}
        )
    )


if __name__ == "__main__":
    main()
