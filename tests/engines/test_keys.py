"""Numbers of keys: the same facts give the same rows whichever numbers an engine gave."""

from __future__ import annotations

import numpy as np
import pytest

from accord.analyses.run import in_order
from accord.engines.base import Columns, Engine
from accord.engines.keys import renumbered

MOMENTS = np.datetime64("2026-01-01", "us") + np.arange(9)


def rows_of(key: list[int], moment: list[int], word: list[str | None]) -> Columns:
    return {"key": np.array(key, np.int64), "moment": MOMENTS[moment], "word": np.array(word, object)}


def plain(columns: Columns) -> list[list[object]]:
    return [column.tolist() for column in in_order(renumbered(columns, "key")).values()]


def test_other_numbers_and_another_order_give_the_same_rows() -> None:
    one = rows_of([7, 7, 2, 9, 9], [0, 1, 0, 0, 1], ["a", "b", None, "b", "a"])
    other = rows_of([5, 1, 3, 5, 3], [1, 0, 0, 0, 1], ["a", None, "a", "b", "b"])
    assert plain(one) == plain(other)


def test_rows_of_one_key_stay_together_and_those_of_two_apart() -> None:
    rng = np.random.default_rng(4)
    key, code = rng.integers(0, 2**62, 50)[rng.integers(0, 50, 400)], rng.integers(0, 9, 400)
    found = renumbered({"key": key, "code": code}, "key")["key"]
    assert len(np.unique(key)) == len(np.unique(found)) == found.max() + 1 == len(np.unique([key, found], axis=1)[0])


def test_keys_with_the_same_rows_get_numbers_in_a_row_of_their_own() -> None:
    alike = renumbered(rows_of([30, 10, 20, 10, 20, 30], [0] * 3 + [1] * 3, ["a"] * 6), "key")["key"]
    assert sorted(alike.tolist()) == [0, 0, 1, 1, 2, 2]
    assert alike[:3].tolist() != alike[3:].tolist()


def test_what_a_key_did_twice_is_not_what_it_did_once() -> None:
    once_and_twice = rows_of([1, 2, 2], [0, 0, 0], ["a"] * 3)
    twice_and_once = rows_of([1, 1, 2], [0, 0, 0], ["a"] * 3)
    assert plain(once_and_twice) == plain(twice_and_once)
    assert len(set(renumbered(once_and_twice, "key")["key"].tolist())) == 2


def test_no_rows_stay_no_rows() -> None:
    assert len(renumbered(rows_of([], [], []), "key")["key"]) == 0


@pytest.mark.parametrize(
    "engine", ["duckdb_engine", "postgres_engine", pytest.param("spark_engine", marks=pytest.mark.engines)]
)
def test_the_number_of_a_key_is_whole_never_negative_and_missing_where_the_key_is(
    engine: str, request: pytest.FixtureRequest
) -> None:
    opened: Engine = request.getfixturevalue(engine)
    sql = "select key_number(v.k) as n from (values ('a'), ('b'), ('a'), ('')) as v(k)"
    numbers = opened.query(sql)["n"]
    assert numbers.dtype == np.int64
    assert (numbers >= 0).all()
    assert len(np.unique(numbers)) == 3
    missing = opened.query("select key_number(v.k) as n from (values ('a'), (null)) as v(k)")["n"]
    assert np.isnan(missing).sum() == 1


@pytest.mark.parametrize(
    "engine", ["duckdb_engine", "postgres_engine", pytest.param("spark_engine", marks=pytest.mark.engines)]
)
def test_no_two_of_many_keys_share_a_number(engine: str, request: pytest.FixtureRequest) -> None:
    opened: Engine = request.getfixturevalue(engine)
    sql = """
        select count(*) as n, count(distinct key_number(p.k)) as numbers
        from (select a.order_id || b.incident_id as k from orders a cross join incidents b) as p"""
    found = opened.query(sql)
    assert found["n"].tolist() == found["numbers"].tolist() == [80_000]
