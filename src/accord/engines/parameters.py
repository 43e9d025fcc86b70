"""``:name`` in a text of SQL, rewritten for a driver by one regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from accord.engines.base import EngineError, Kind, Value, naive

_QUIET = r"'(?:[^']|'')*'" + r'|"(?:[^"]|"")*"' + r"|--[^\n]*|/\*.*?\*/"
_TOKEN = re.compile(rf"(?P<quiet>{_QUIET})|::|:(?P<name>[A-Za-z_]\w*)", re.DOTALL)
_CHANGES = re.compile(r"\b(insert|update|delete|merge|create|drop|alter|truncate|copy|call|grant)\b", re.IGNORECASE)


def rewrite(sql: str, given: Mapping[str, Value] | None, marker: Callable[[str, Kind], str]) -> str:
    """``sql`` with every ``:name`` replaced by ``marker(name, kind)``.

    Nothing inside a text literal, a quoted name or a comment is touched, nor is ``::``. Raises ``EngineError`` where a
    parameter is not given.
    """
    values = given or {}

    def one(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        if name not in values:
            told = ", ".join(f":{n}" for n in values) or "none"
            raise EngineError(f"the query needs :{name}, which was not given (given: {told})")
        return marker(name, kind_of_value(values[name]))

    return _TOKEN.sub(one, sql)


def names(sql: str) -> tuple[str, ...]:
    """The parameters of ``sql``, each once, in order."""
    return tuple(dict.fromkeys(m["name"] for m in _TOKEN.finditer(sql) if m["name"]))


def used(sql: str, given: Mapping[str, Value] | None) -> dict[str, Value]:
    """Those of the given values that ``sql`` asks for; drivers refuse the others. Times become naive UTC."""
    values = given or {}
    return {n: _plain(values[n]) for n in names(sql) if n in values}


def kind_of_value(value: Value) -> Kind:
    """A parameter has the portable type of its Python value (missing: text)."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "bigint"
    if isinstance(value, float):
        return "double"
    if isinstance(value, datetime):
        return "timestamp"
    return "date" if isinstance(value, date) else "varchar"


def check_reads(sql: str) -> None:
    """Raises ``EngineError`` unless ``sql`` is one statement that only reads."""
    bare = _TOKEN.sub(lambda m: " " if m["quiet"] else m[0], sql).strip().rstrip(";")
    first = bare.split(None, 1)[0].lower() if bare else "nothing"
    if first not in ("select", "with"):
        raise EngineError(f"a query begins with select or with; this begins with {first}")
    if ";" in bare:
        raise EngineError("a query is one statement; this has a ';' inside")
    if found := _CHANGES.search(bare):
        raise EngineError(f"a query only reads; this says {found[0].lower()}")


def _plain(value: Value) -> Value:
    return naive(value) if isinstance(value, datetime) else value
