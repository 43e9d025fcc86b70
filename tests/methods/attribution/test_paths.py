"""The paths' rules, by hand: look-back, sessions, several goals of a visitor, what led nowhere. All of it made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from accord.engines import open_engine
from accord.engines.base import Columns, Value
from accord.facts.tables import TABLES
from accord.methods.attribution import chain, from_steps
from accord.methods.attribution.sql import QUERIES

SCHEMA = {name: {c.name: c.type.value for c in TABLES[name].columns} for name in ("touches", "conversions")}
T0 = datetime(2026, 3, 1)
GIVEN: dict[str, Value] = {
    "start": T0,
    "end": T0 + timedelta(days=90),
    "goal": "purchase",
    "lookback_days": 10,
    "session_minutes": 30,
}
Touch = tuple[str | None, float, str]
"""Visitor, hours since T0, channel."""
Ask = Callable[..., Columns]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    def asked(name: str, touches: Sequence[Touch], goals: Sequence[tuple[str | None, float]], **more: Value) -> Columns:
        times = [T0 + timedelta(hours=hours) for _, hours, _ in touches]
        rows = [
            (f"t{n}", "ga4", visitor, at, channel, None, 100, "EUR")
            for n, ((visitor, _, channel), at) in enumerate(zip(touches, times, strict=True))
        ]
        won = [
            (f"c{n}", "purchase", "ga4", visitor, T0 + timedelta(hours=hours), None, 1000 + n, "EUR")
            for n, (visitor, hours) in enumerate(goals)
        ]
        engine = open_engine(
            {"touches": [_file(tmp_path, "touches", rows)], "conversions": [_file(tmp_path, "conversions", won)]},
            SCHEMA,
        )
        try:
            return engine.query(QUERIES[name], {**GIVEN, **more})
        finally:
            engine.close()

    return asked


def _file(folder: Path, table: str, rows: Sequence[tuple[object, ...]]) -> Path:
    path = folder / f"{table}.parquet"
    with duckdb.connect() as base:
        base.execute(f"create table t ({', '.join(f'{n} {k}' for n, k in SCHEMA[table].items())})")
        if rows:
            base.executemany(f"insert into t values ({', '.join('?' * len(rows[0]))})", rows)
        base.execute(f"copy t to '{path}' (format parquet)")
    return path


def journeys(found: Columns) -> list[tuple[int, int, int]]:
    columns = (found["visitor"].tolist(), found["journey"].tolist(), found["code"].tolist())
    return list(zip(*columns, strict=True))


def test_a_goal_takes_the_touches_since_the_goal_before(ask: Ask) -> None:
    touches = [("v", 1, "a"), ("v", 2, "b"), ("v", 30, "a"), ("v", 60, "b")]
    found = ask("steps", touches, [("v", 5), ("v", 40)])
    assert journeys(found) == [(1, 1, 0), (1, 1, 1), (1, 2, 0), (1, -3, 1)]
    assert found["hours"].tolist() == [4, 3, 10, 0]


def test_touches_older_than_the_look_back_did_not_lead_there(ask: Ask) -> None:
    found = ask("steps", [("v", 0, "a"), ("v", 24 * 8, "b")], [("v", 24 * 11)])
    assert journeys(found) == [(1, -1, 0), (1, 1, 1)]


def test_what_led_nowhere_ends_where_the_next_touch_is_far(ask: Ask) -> None:
    found = ask("steps", [("v", 0, "a"), ("v", 24 * 9, "b"), ("v", 24 * 20, "a")], [])
    assert journeys(found) == [(1, -1, 0), (1, -1, 1), (1, -2, 0)]


def test_touches_of_one_channel_within_a_session_count_once(ask: Ask) -> None:
    touches = [("v", 0, "a"), ("v", 0.25, "a"), ("v", 0.5, "b"), ("v", 0.6, "a"), ("v", 2, "a")]
    assert [code for *_, code in journeys(ask("steps", touches, []))] == [0, 1, 0, 0]
    assert len(journeys(ask("steps", touches, [], session_minutes=0))) == 5


def test_a_touch_at_the_goals_own_moment_came_before_it(ask: Ask) -> None:
    assert journeys(ask("steps", [("v", 1, "a")], [("v", 1)])) == [(1, 1, 0)]


def test_visitors_who_are_forgotten_or_have_no_touches_are_no_journey_and_are_counted(ask: Ask) -> None:
    goals = [(None, 5.0), ("x", 5.0), ("v", 5.0), ("v", 24.0 * 40)]
    found = ask("without a way", [(None, 1, "a"), ("v", 1, "a")], goals)
    assert {name: column.tolist() for name, column in found.items()} == {"conversions": [3], "nobody": [1]}
    assert journeys(ask("steps", [(None, 1, "a"), ("v", 1, "b")], goals)) == [(1, 1, 1)]


def test_each_goal_says_what_it_is_worth(ask: Ask) -> None:
    found = ask("worth", [("v", 1, "a"), ("v", 8, "a")], [("v", 5), ("v", 9)])
    assert list(zip(found["journey"], found["value_minor"], strict=True)) == [(1, 1000), (2, 1001)]


def test_what_touches_cost_is_added_up_by_channel(ask: Ask) -> None:
    found = ask("costs", [("v", 1, "b"), (None, 2, "a"), ("v", 3, "b")], [])
    assert found["cost_minor"].tolist() == [100, 200]
    assert found["channel"].tolist() == ["a", "b"]


def test_a_time_outside_the_period_is_not_looked_at(ask: Ask) -> None:
    assert journeys(ask("steps", [("v", -1, "a"), ("v", 1, "b")], [("v", 2)])) == [(1, 1, 0)]


def test_transitions_counted_in_sql_are_those_of_the_arrays(ask: Ask) -> None:
    rng = np.random.default_rng(3)
    touches = [(f"v{rng.integers(40)}", float(rng.random() * 2000), "abcd"[rng.integers(4)]) for _ in range(400)]
    goals = [(f"v{rng.integers(40)}", float(rng.random() * 2000)) for _ in range(50)]
    steps, told = ask("steps", touches, goals), ask("transitions", touches, goals)
    counts = chain(from_steps("abcd", steps["visitor"], steps["journey"], steps["code"])).counts
    places = {-1: 4, -2: 4, -3: 5}
    counted = np.zeros_like(counts)
    for origin, target, often in zip(told["origin"], told["target"], told["steps"], strict=True):
        counted[places.get(origin, origin), places.get(target, target)] = often
    assert counts.tolist() == counted.tolist()
    other = ask("steps", touches[::-1], goals[::-1])
    assert [other[c].tolist() for c in ("visitor", "code")] == [steps[c].tolist() for c in ("visitor", "code")]


def paths(found: Columns) -> list[tuple[int, int, int]]:
    """Reached, touches and journeys of each path."""
    return list(zip(*(found[name].tolist() for name in ("reached", "touches", "journeys")), strict=True))


def test_paths_with_the_same_channels_in_the_same_order_are_one(ask: Ask) -> None:
    touches = [(v, at, c) for v in "vw" for at, c in ((1.0, "a"), (2.0, "b"))]
    assert paths(ask("paths", touches, [("v", 3), ("w", 4)])) == [(1, 2, 2)]
    assert paths(ask("paths", touches, [("v", 3)])) == [(0, 2, 1), (1, 2, 1)]


def test_paths_in_another_order_or_of_other_channels_are_others(ask: Ask) -> None:
    orders = {"t": "aab", "u": "aba", "v": "baa", "w": "abb", "x": "bba", "y": "bab", "z": "bbb"}
    touches = [(v, float(at), c) for v, order in orders.items() for at, c in enumerate(order)]
    assert paths(ask("paths", touches, [])) == [(0, 3, 1)] * 7
