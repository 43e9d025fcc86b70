"""Rows in and out of a database as plain JSON, the same for SQLite and PostgreSQL; and a hash of a table."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections, models

MADE_ANEW = ("django_content_type", "auth_permission", "django_site")
"""Tables that a new database is born with; a copy replaces them."""
_AT_ONCE = 1000

Model = type[models.Model]


def tables(apps: Apps) -> list[Model]:
    """Every table there is, by name. The list of migrations is none of them: it is the copy's own."""
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return sorted(found, key=lambda m: m._meta.db_table)


def rows(model: Model, using: str) -> Iterator[dict[str, Any]]:
    """The rows of a table in the order of their keys, columns by name, values as JSON has them."""
    names = [f.attname for f in model._meta.concrete_fields]
    plain: models.QuerySet[Any, Any] = models.QuerySet(model, using=using).order_by("pk").values_list(*names)
    for values in plain.iterator(chunk_size=_AT_ONCE):
        yield {name: _plain(value) for name, value in zip(names, values)}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
        case date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case _:
            return value


def line(row: dict[str, Any]) -> bytes:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


class Digest:
    """A table's hash: over its rows whatever their order, and whichever of both engines wrote them."""

    def __init__(self) -> None:
        self.count = 0
        self._rows: list[bytes] = []

    def add(self, row: dict[str, Any]) -> None:
        self.count += 1
        self._rows.append(hashlib.sha256(line(_same(row))).digest())

    def hex(self) -> str:
        return hashlib.sha256(b"".join(sorted(self._rows))).hexdigest()


def _same(value: Any) -> Any:
    """PostgreSQL writes whole numbers in JSON without an exponent: 1e+20 and 100000000000000000000 are one number."""
    if isinstance(value, dict):
        return {key: _same(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_same(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def digest(model: Model, using: str) -> Digest:
    """The hash of a table as it is."""
    found = Digest()
    for row in rows(model, using):
        found.add(row)
    return found


def insert(model: Model, told: Iterable[dict[str, Any]], using: str) -> None:
    """Write rows as they were: nothing is filled in, no time set anew. Raises ``KeyError`` for a missing column."""
    connection, fields = connections[using], model._meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(f.column)) for f in fields)
    sql = f"insert into {quote(model._meta.db_table)} ({names}) values ({', '.join(['%s'] * len(fields))})"
    every = iter(told)
    with connection.cursor() as cursor:
        while piece := list(islice(every, _AT_ONCE)):
            cursor.executemany(sql, [[_stored(f, row[f.attname], connection) for f in fields] for row in piece])


def _stored(field: Any, value: Any, connection: Any) -> Any:
    target = field.target_field if field.is_relation else field
    return target.get_db_prep_save(target.to_python(value), connection)


def empty(found: list[Model], using: str) -> None:
    """Clear the tables that a new database is born with. The others are empty already."""
    with connections[using].cursor() as cursor:
        for model in reversed([m for m in found if m._meta.db_table in MADE_ANEW]):
            cursor.execute(f"delete from {connections[using].ops.quote_name(model._meta.db_table)}")


def filled(found: list[Model], using: str) -> list[str]:
    """The tables that hold rows although the database should be new."""
    return [
        m._meta.db_table
        for m in found
        if m._meta.db_table not in MADE_ANEW and models.QuerySet(m, using=using).exists()
    ]


def reset_numbers(found: list[Model], using: str) -> None:
    """Let counters go on behind the highest number that was copied."""
    from django.core.management.color import no_style

    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)
