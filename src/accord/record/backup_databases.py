"""Further connections beside the one that serves: one that sees a single moment, and one to another database."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

MOMENT, OTHER = "moment", "other"


@contextmanager
def one_moment() -> Iterator[str]:
    """A connection that sees the database as it is at the beginning of the block; others may write meanwhile."""
    given = copy.deepcopy(connections.settings["default"])
    options = given.setdefault("OPTIONS", {})
    if connections["default"].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"  # in WAL mode the first look fixes what is seen
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    with _connected(MOMENT, given), transaction.atomic(using=MOMENT):
        with connections[MOMENT].cursor() as cursor:
            cursor.execute("select count(*) from django_migrations")
        yield MOMENT


@contextmanager
def other(url: str) -> Iterator[str]:
    """A connection to another database. Raises ``ValueError`` for an address that is none of PostgreSQL."""
    import dj_database_url

    if not url.startswith(("postgresql://", "postgres://")):
        raise ValueError("the target is a PostgreSQL database: postgresql://user@host/name")
    with _connected(OTHER, dict(dj_database_url.parse(url))):
        yield OTHER


@contextmanager
def _connected(alias: str, given: dict[str, Any]) -> Iterator[None]:
    default = connections.settings["default"]
    connections.settings[alias] = connections.configure_settings({"default": default, alias: given})[alias]
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
