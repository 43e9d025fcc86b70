"""An engine is chosen by its name; a package may bring one."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

import accord.engines
from accord.engines import names, open_engine
from accord.engines.base import Columns, EngineError, EngineSettings, Schema, Tables, columns_of


class OfAPackage:
    """The smallest engine there can be."""

    name = "ours"

    def __init__(self, tables: Tables, schema: Schema, settings: EngineSettings) -> None:
        self.given = (tables, schema, settings)

    def query(self, sql: str, given: object = None) -> Columns:
        return columns_of(["n"], [(1,)])

    def close(self) -> None:
        return None


@pytest.fixture
def _a_package_with_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("ours", "tests.engines.test_choosing:OfAPackage", "accord.engines")
    monkeypatch.setattr(accord.engines, "entry_points", lambda group: [point] if group == "accord.engines" else [])


def test_the_engine_is_duckdb_unless_settings_say_otherwise() -> None:
    engine = open_engine({}, {})
    assert engine.name == "duckdb"
    engine.close()


@pytest.mark.usefixtures("_a_package_with_an_engine")
def test_a_package_brings_an_engine_by_its_entry_point() -> None:
    settings = EngineSettings(name="ours", threads=3)
    engine = open_engine({"t": ()}, {"t": {"n": "bigint"}}, settings)
    assert engine.query("select 1 as n")["n"].tolist() == [1]
    assert isinstance(engine, OfAPackage)
    assert engine.given == ({"t": ()}, {"t": {"n": "bigint"}}, settings)
    assert names() == ("duckdb", "postgres", "spark", "ours")


@pytest.mark.usefixtures("_a_package_with_an_engine")
def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match="no engine 'oracle'; set engine to one of duckdb, postgres, spark, ours"):
        open_engine({}, {}, EngineSettings(name="oracle"))


def test_a_memory_limit_that_is_none_is_refused() -> None:
    with pytest.raises(EngineError, match="DuckDB refuses the settings"):
        open_engine({}, {}, EngineSettings(memory_limit="much"))
