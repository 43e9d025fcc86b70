"""Where SQL runs: DuckDB, PostgreSQL, Spark, and the words that SQL may use."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from accord.engines.base import Engine, EngineSettings, Schema, Tables

    Opener = Callable[[Tables, Schema, EngineSettings], Engine]

OWN = {
    "duckdb": "accord.engines.duckdb:open_duckdb",
    "postgres": "accord.engines.postgres:open_postgres",
    "spark": "accord.engines.spark:open_spark",
}
"""The engines that come with the product; others arrive by the entry-point group ``accord.engines``."""


def open_engine(tables: Tables, schema: Schema, settings: EngineSettings | None = None) -> Engine:
    """The engine that the settings name (DuckDB when there are none), open over the fact files.

    Raises ``EngineError`` for an unknown name, and whatever the engine itself refuses.
    """
    from accord.engines.base import EngineSettings

    chosen = settings or EngineSettings()
    return _opener(chosen.name)(tables, schema, chosen)


def names() -> tuple[str, ...]:
    """The engines that can be named in the settings."""
    return tuple(dict.fromkeys([*OWN, *(p.name for p in entry_points(group="accord.engines"))]))


def _opener(name: str) -> Opener:
    from accord.engines.base import EngineError

    if name in OWN:
        module, function = OWN[name].split(":")
        own: Opener = getattr(import_module(module), function)
        return own
    for point in entry_points(group="accord.engines"):
        if point.name == name:
            other: Opener = point.load()
            return other
    raise EngineError(f"there is no engine {name!r}; set engine to one of {', '.join(names())}")
