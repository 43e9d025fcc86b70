"""Journeys from moments are those of the SQL's windows, touch for touch, whatever the rules and the order of rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from accord.engines import open_engine
from accord.engines.base import Columns, Engine, Value
from accord.methods.attribution import Journeys, from_moments, from_steps, moments
from accord.methods.attribution.journeys import Ints
from accord.methods.attribution.sql import CHANNELS, GOALS, MOMENTS, STEPS, WORTH
from tests.engines.made_up import SCHEMA

TIMES: dict[str, Value] = {"start": datetime(2026, 1, 1), "end": datetime(2026, 4, 1), "goal": "purchase"}
RULES = [(30, 0), (7, 30), (1, 600), (3, 60 * 24 * 9), (3650, 5)]
# Times fall on few instants, so that touches and goals of one visitor often share a moment.
AT = "timestamp '2026-01-01' + to_{unit}((hash(i * {salt}) % 1500)::bigint * 4801)"
TOUCHES = """
select 't' || i as touch_id, 'ga4' as source_tool, if(i % 97 = 0, null, 'v' || hash(i) % 400) as visitor_key,
       {at} as touched_at, ['mail', 'Search', 'social', 'direct', 'ads b'][(hash(i * 7) % 5)::bigint + 1] as channel,
       null::varchar as campaign_id, null::bigint as cost_minor, null::varchar as currency from range(6000) as r(i)"""
CONVERSIONS = """
select 'c' || i as conversion_id, if(i % 10 = 9, 'deal', 'purchase') as goal, 'ga4' as source_tool,
       if(i % 20 = 0, null, 'v' || hash(i * 11) % 420) as visitor_key, {at} as converted_at,
       null::varchar as order_id, (100 + i)::bigint as value_minor, 'EUR' as currency from range(1500) as r(i)"""


@pytest.fixture(scope="module", params=["seconds", "milliseconds"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("moments")
    tables = {}
    for name, rows, salt in (("touches", TOUCHES, 3), ("conversions", CONVERSIONS, 5)):
        text = rows.format(at=AT.format(unit=request.param, salt=salt))
        tables[name] = [Path(f"{folder / name}.parquet")]
        source = f"select *, 's' as source_id, 1::bigint as row_number from ({text})"
        duckdb.execute(f"copy ({source}) to '{tables[name][0]}' (format parquet)")
    opened = open_engine(tables, {name: SCHEMA[name] for name in tables})
    yield opened
    opened.close()


NUMBERS = """
select key_number(v.visitor_key) as number
from (select distinct visitor_key from touches
      where visitor_key is not null and touched_at >= :start and touched_at < :end) as v
order by v.visitor_key nulls last"""


def counted(engine: Engine, rows: Columns) -> Columns:
    """Visitors counted from 1 as ``STEPS`` counts them, those without a touch behind them, in the order of ``rows``."""
    known = {number: place for place, number in enumerate(engine.query(NUMBERS, TIMES)["number"].tolist(), 1)}
    visitor = np.array([known.setdefault(number, len(known) + 1) for number in rows["visitor"].tolist()])
    order = np.argsort(visitor, kind="stable")
    return {name: column[order] for name, column in {**rows, "visitor": visitor}.items()}


def by_moments(engine: Engine, days: int, minutes: int, *, mixed: bool = False) -> tuple[Journeys, Ints]:
    channels = [str(c) for c in engine.query(CHANNELS, TIMES)["channel"]]
    rows = counted(engine, engine.query(MOMENTS, TIMES))
    order = np.random.default_rng(1).permutation(len(rows["code"])) if mixed else slice(None)
    told = {name: column[order] for name, column in rows.items()}
    return from_moments(channels, told, lookback_days=days, session_minutes=minutes)


@pytest.mark.parametrize(("days", "minutes"), RULES)
def test_the_journeys_are_those_of_the_windows(engine: Engine, days: int, minutes: int) -> None:
    rules: dict[str, Value] = {**TIMES, "lookback_days": days, "session_minutes": minutes}
    ours, _ = by_moments(engine, days, minutes)
    rows = engine.query(STEPS, rules)
    theirs = from_steps(ours.channels, *(rows[name] for name in ("visitor", "journey", "code", "hours")))
    for part in ("steps", "starts", "reached", "missed", "visitors"):
        assert getattr(ours, part).tolist() == getattr(theirs, part).tolist(), part
    assert ours.hours is not None
    assert theirs.hours is not None
    assert np.abs(ours.hours - theirs.hours).max() < 1 / 60
    assert 0 < ours.reached.sum() < len(ours.reached)


@pytest.mark.parametrize("at_a_time", [1, 50, 10**6])
def test_neither_the_order_of_rows_nor_how_many_are_looked_at_together_matters(
    engine: Engine, at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, ended = by_moments(engine, 3, 60)
    monkeypatch.setattr(moments, "AT_A_TIME", at_a_time)
    for mixed in (False, True):
        found, goal = by_moments(engine, 3, 60, mixed=mixed)
        assert goal.tolist() == ended.tolist()
        for part in ("steps", "starts", "reached", "missed", "visitors", "hours"):
            assert getattr(found, part).tolist() == getattr(wanted, part).tolist(), part


def test_rows_as_the_engine_orders_them_are_not_sorted_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = engine.query(MOMENTS, TIMES)
    monkeypatch.setattr(np, "lexsort", None)
    monkeypatch.setattr(np, "argsort", None)
    journeys, _ = from_moments("abcde", rows, lookback_days=30)
    assert len(journeys.steps) > 5000


def test_channels_that_count_as_one_are_put_in_order_where_they_share_a_moment() -> None:
    at = np.array(["2026-01-01"] * 4, "datetime64[us]")
    rows = {"visitor": np.array([4, 4, 4, 9]), "moment": at, "code": np.array([0, -1, 2, 1])}
    journeys, goal = from_moments("abc", rows, lookback_days=1)
    assert journeys.steps.tolist() == [2, 0, 1]
    assert goal.tolist() == [0, -1]


def test_each_journey_that_reached_the_goal_has_that_goals_worth(engine: Engine) -> None:
    rules: dict[str, Value] = {**TIMES, "lookback_days": 7, "session_minutes": 0}
    journeys, goal = by_moments(engine, 7, 0)
    goals = counted(engine, engine.query(GOALS, TIMES))
    worth, steps = engine.query(WORTH, rules), engine.query(STEPS, rules)
    told = dict(zip(zip(worth["visitor"], worth["journey"], strict=True), worth["value_minor"], strict=True))
    first = journeys.starts[:-1][goal >= 0]
    wanted = [told[key] for key in zip(steps["visitor"][first], steps["journey"][first], strict=True)]
    assert goals["value_minor"][goal[goal >= 0]].tolist() == wanted
    assert ((goal >= 0) == (journeys.reached > 0)).all()


def test_moments_far_apart_and_in_disorder_are_put_in_order() -> None:
    at = np.array(["2026-01-01T00:00:00.000001", "1700-01-01", "2026-01-01"], "datetime64[us]")
    rows = {"visitor": np.array([2**20, 5, 2**20]), "moment": at, "code": np.array([-1, 1, 0])}
    journeys, goal = from_moments("ab", rows, lookback_days=1)
    assert journeys.steps.tolist() == [1, 0]
    assert goal.tolist() == [-1, 0]


def test_no_rows_are_no_journeys() -> None:
    rows = {"visitor": np.zeros(0, int), "moment": np.zeros(0, "datetime64[us]"), "code": np.zeros(0, int)}
    journeys, goal = from_moments((), rows, lookback_days=1)
    assert len(journeys.reached) == len(goal) == 0
