"""One text of SQL gives one answer: DuckDB against PostgreSQL here, against Spark with ``-m engines``."""

from __future__ import annotations

import pytest
import sqlglot

from accord.engines import words
from accord.engines.base import Engine
from accord.engines.linting import refusals
from tests.engines.agreement import assert_equal
from tests.engines.portable_queries import GIVEN, QUERIES
from tests.engines.promised import PROMISED

each_query = pytest.mark.parametrize("name", QUERIES)


@each_query
def test_postgresql_answers_as_duckdb(name: str, duckdb_engine: Engine, postgres_engine: Engine) -> None:
    ours, theirs = duckdb_engine.query(QUERIES[name], GIVEN), postgres_engine.query(QUERIES[name], GIVEN)
    assert_equal(ours, theirs, ordered="order by" in QUERIES[name])


@pytest.mark.engines
@each_query
def test_spark_answers_as_duckdb(name: str, duckdb_engine: Engine, spark_engine: Engine) -> None:
    ours, theirs = duckdb_engine.query(QUERIES[name], GIVEN), spark_engine.query(QUERIES[name], GIVEN)
    assert_equal(ours, theirs, ordered="order by" in QUERIES[name])


@each_query
def test_the_query_uses_allowed_words_only(name: str) -> None:
    assert [str(r) for r in refusals(QUERIES[name], PROMISED)] == []


@each_query
def test_the_query_has_something_to_compare(name: str, duckdb_engine: Engine) -> None:
    empty = {"groups of nothing", "a table without files"}
    got = duckdb_engine.query(QUERIES[name], GIVEN)
    assert (len(next(iter(got.values()))) == 0) == (name in empty)


def test_every_allowed_word_is_in_some_query() -> None:
    used = {w for sql in QUERIES.values() for t in sqlglot.tokenize(sql) for w in t.text.lower().split()}
    wanted = words.FUNCTIONS | words.PARTS | words.TRUNCATIONS | words.STEPS | words.STRUCTURE
    assert wanted - used == set()


def test_every_allowed_construct_is_in_some_query() -> None:
    used = {type(n).__name__ for sql in QUERIES.values() for n in sqlglot.parse_one(sql).walk()}
    assert words.NODES - used == set()
