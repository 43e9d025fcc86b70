"""The same facts give the same findings on every engine: DuckDB against PostgreSQL, and Spark with ``-m engines``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from accord.analyses import discovery
from accord.analyses.run import run
from accord.clauses.charter import Charter
from accord.clauses.yaml_io import load
from accord.engines import open_engine
from accord.engines.base import EngineSettings, Tables
from accord.engines.spark import missing
from accord.findings.identity import plain, revision_id
from accord.units.period import Period
from accord.worlds import small
from accord.worlds.small.activities import Made
from tests.engines.made_up import SCHEMA
from tests.support import engine_of

ONE = (Made("search", 0.3, 6.0, 1),)


def _activities(rng: np.random.Generator) -> small.Small:
    """One with what was measured below target, and with what was out of stock."""
    size: dict[str, Any] = {"outages": 1, "weeks": 12, "orders": 6_000, "visitors": 50, "activities": ONE}
    slow = small.activity_world(rng, told_by="availability", **size)
    sold_out = small.activity_world(rng, told_by="stock_outs", **size)
    return replace(slow, tables={**slow.tables, "stock_outs": sold_out.tables["stock_outs"]})


WORLDS: dict[str, Callable[[np.random.Generator], small.Small]] = {
    "outages": small.outage_world,
    "campaigns": small.campaign_world,
    "changes": small.change_world,
    "load": small.load_world,
    "drivers": small.driver_world,
    "words": small.word_world,
    "activities": _activities,
}
"""The small made-up worlds, in one of which every analysis must find something."""


@dataclass(frozen=True)
class Drawn:
    """A world's facts as files, and what to ask of them."""

    tables: Tables
    period: Period
    as_of: datetime
    charter: Charter

    def findings(self, analysis: str, settings: EngineSettings) -> list[tuple[str, object]]:
        """Every finding of an analysis on one engine: its revision, and its content for the message."""
        engine = open_engine(self.tables, SCHEMA, settings)
        try:
            asked = discovery.load(analysis)
            found = run(asked, engine, self.charter, self.period, as_of=self.as_of, seed=7)
        finally:
            engine.close()
        return [(revision_id(f), plain(f)) for f in found]


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Drawn]:
    folder = tmp_path_factory.mktemp("worlds")

    @cache
    def draw(name: str) -> Drawn:
        world = WORLDS[name](np.random.default_rng(11))
        period = Period(_moment(world.start), _moment(world.end))
        reached = _moment(world.tables["orders"]["ordered_at"].max().astype("datetime64[D]") + 1)
        return Drawn(_files(world, folder / name), period, reached, load(yaml.safe_dump(small.clauses())))

    return draw


def _moment(at: np.datetime64) -> datetime:
    moment: datetime = at.astype("datetime64[us]").item()
    return moment


def _files(world: small.Small, folder: Path) -> Tables:
    folder.mkdir()
    connection = engine_of(world.tables)._connection
    for table in world.tables:
        connection.execute(f"copy {table} to '{folder / table}.parquet' (format parquet)")
    connection.close()
    return {table: [folder / f"{table}.parquet"] for table in world.tables}


@pytest.fixture(scope="session")
def speaking(drawn: Callable[[str], Drawn]) -> Callable[[str], tuple[Drawn, list[tuple[str, object]]]]:
    """The world of an analysis' name, else the first in which it finds something, and what it finds on DuckDB."""

    @cache
    def speak(analysis: str) -> tuple[Drawn, list[tuple[str, object]]]:
        for name in sorted(WORLDS, key=lambda name: name != analysis):
            found = drawn(name).findings(analysis, EngineSettings())
            if found:
                return drawn(name), found
        pytest.fail(f"{analysis} finds nothing in any small world, so its engines cannot be compared; add a world")

    return speak


each_analysis = pytest.mark.parametrize("analysis", discovery.names())
Speaking = Callable[[str], tuple[Drawn, list[tuple[str, object]]]]


@each_analysis
def test_postgresql_gives_the_findings_of_duckdb(analysis: str, speaking: Speaking, postgres_url: str) -> None:
    world, ours = speaking(analysis)
    assert world.findings(analysis, EngineSettings(name="postgres", url=postgres_url)) == ours


@pytest.mark.engines
@each_analysis
def test_spark_gives_the_findings_of_duckdb(analysis: str, speaking: Speaking, spark_scratch: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    world, ours = speaking(analysis)
    assert world.findings(analysis, EngineSettings(name="spark", threads=2, scratch=spark_scratch)) == ours
