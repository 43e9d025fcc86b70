"""The paths of attribution: one text, the same journeys on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from accord.analyses import discovery
from accord.analyses.run import in_order, reduce
from accord.engines import open_engine
from accord.engines.base import Columns, Engine, EngineSettings, Tables, Value
from accord.engines.keys import renumbered
from accord.engines.linting import refusals
from accord.engines.spark import missing
from accord.methods.attribution import credits_of, from_moments
from accord.methods.attribution.sql import QUERIES
from accord.units.period import Period
from tests.engines.agreement import assert_equal
from tests.engines.made_up import SCHEMA
from tests.engines.promised import PROMISED

GIVEN: dict[str, Value] = {"start": datetime(2026, 1, 1), "end": datetime(2026, 4, 1), "goal": "purchase"}
RULES: dict[str, Value] = {"lookback_days": 7, "session_minutes": 30}
TOUCHES = """
select 't' || (100000 + i) as touch_id, 'ga4' as source_tool,
       if(i % 97 = 0, null, 'v' || i * 7919 % 500) as visitor_key,
       timestamp '2026-01-01' + to_seconds(i * 1000 + i * 7919 % 4001) as touched_at,
       ['mail', 'Search', 'social', 'direct', 'ads b'][i * 31 % 11 % 5 + 1] as channel, null::varchar as campaign_id,
       if(i % 3 = 0, i % 90, null)::bigint as cost_minor, if(i % 3 = 0, 'EUR', null) as currency
from range(7000) as r(i)"""
CONVERSIONS = """
select 'c' || (1000 + i) as conversion_id, if(i % 10 = 9, 'deal', 'purchase') as goal, 'ga4' as source_tool,
       if(i % 20 = 0, null, 'v' || i * 13 % 520) as visitor_key,
       timestamp '2026-01-03' + to_seconds(i * 7177) as converted_at, null::varchar as order_id,
       if(i % 7 = 0, null, 100 + i)::bigint as value_minor, 'EUR' as currency
from range(900) as r(i)"""
USED = {name: SCHEMA[name] for name in ("touches", "conversions")}
each_query = pytest.mark.parametrize("name", QUERIES)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("journeys")
    for name, rows in (("touches", TOUCHES), ("conversions", CONVERSIONS)):
        source = f"select *, 's' as source_id, 1::bigint as row_number from ({rows})"
        duckdb.execute(f"copy ({source}) to '{folder / name}.parquet' (format parquet)")
    return {name: [Path(f"{folder / name}.parquet")] for name in USED}


@pytest.fixture(scope="module")
def duck(tables: Tables) -> Iterator[Engine]:
    engine = open_engine(tables, USED)
    yield engine
    engine.close()


def ask(engine: Engine, name: str) -> Columns:
    """Rows in the query's order; with an engine's own numbers of keys replaced, in that of their columns."""
    found = engine.query(QUERIES[name], {**GIVEN, **RULES})
    return in_order(renumbered(found, "visitor")) if name in ("moments", "goals") else found


@each_query
def test_the_text_uses_allowed_words_only(name: str) -> None:
    assert [str(r) for r in refusals(QUERIES[name], PROMISED)] == []


@each_query
def test_postgresql_finds_the_same_journeys(name: str, duck: Engine, tables: Tables, postgres_url: str) -> None:
    engine = open_engine(tables, USED, EngineSettings(name="postgres", url=postgres_url))
    ours, theirs = ask(duck, name), ask(engine, name)
    engine.close()
    assert len(next(iter(ours.values()))) > 0
    assert_equal(ours, theirs, ordered=True)


@pytest.mark.engines
@each_query
def test_spark_finds_the_same_journeys(name: str, duck: Engine, tables: Tables, spark_scratch: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    engine = open_engine(tables, USED, EngineSettings(name="spark", threads=2, scratch=spark_scratch))
    theirs = ask(engine, name)
    engine.close()
    assert_equal(ask(duck, name), theirs, ordered=True)


def drawn(tables: Tables, settings: EngineSettings) -> list[list[float]]:
    """Attribution as the analysis of activities sees it on one engine, with its intervals over visitors."""
    analysis = discovery.load("activities")
    engine = open_engine(tables, SCHEMA, settings)
    try:
        rows = reduce(analysis, engine, Period(datetime(2026, 1, 31), datetime(2026, 4, 1)))
    finally:
        engine.close()
    channels = [str(name) for name in rows["channels"]["channel"]]
    journeys, _ = from_moments(channels, rows["moments"], lookback_days=7, session_minutes=30)
    found = credits_of(journeys, "shapley", rng=np.random.default_rng(3), draws=50)
    return [part.tolist() for part in (found.point, found.low, found.high, journeys.visitors)]


@pytest.fixture(scope="module")
def drawn_by_duckdb(tables: Tables) -> list[list[float]]:
    return drawn(tables, EngineSettings())


def test_postgresql_draws_the_same_visitors(
    tables: Tables, drawn_by_duckdb: list[list[float]], postgres_url: str
) -> None:
    assert max(drawn_by_duckdb[2]) > max(drawn_by_duckdb[0]) > max(drawn_by_duckdb[1]) > 0
    assert drawn(tables, EngineSettings(name="postgres", url=postgres_url)) == drawn_by_duckdb


@pytest.mark.engines
def test_spark_draws_the_same_visitors(tables: Tables, drawn_by_duckdb: list[list[float]], spark_scratch: Path) -> None:
    if reason := missing():
        pytest.skip(reason)
    assert drawn(tables, EngineSettings(name="spark", threads=2, scratch=spark_scratch)) == drawn_by_duckdb
