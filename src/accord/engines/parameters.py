"""``:name`` in a text of SQL, rewritten for a driver by one regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from accord.engines.base import EngineError, Kind, Value, naive

_QUIET = r'"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/'
_TEXT = r"'(?:[^']|'')*'"
_DOUBLE = r"(?:\b\d+\.?\d*|\.\d+)[eE][+-]?\d+\b"
_NAME = r"::|:(?P<name>[A-Za-z_]\w*)"
_KEY = r"\bkey_number\(\s*(?P<key>[A-Za-z_][\w.]*)\s*\)"
_TOKEN = re.compile(rf"(?P<text>{_TEXT})|(?P<quiet>{_QUIET})|{_NAME}|(?P<double>{_DOUBLE})|{_KEY}", re.DOTALL)
_CHANGES = re.compile(r"\b(insert|update|delete|merge|create|drop|alter|truncate|copy|call|grant)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a driver spells what the engines do not spell alike.

    ``parameter(name, kind)`` stands for ``:name``; ``double`` writes a number with an exponent (``1e0``: a double in
    the SQL standard, but not in PostgreSQL); ``text`` writes a text literal (a backslash is itself in the standard,
    but not in Spark). ``key_number`` makes of a column of texts a whole number from 0 to 2**63 - 1, missing where the
    text is: the same for a text within one engine and version, and for two of n with a chance of n**2 / 2**64.
    """

    parameter: Callable[[str, Kind], str]
    double: Callable[[str], str] = str
    text: Callable[[str], str] = str
    key_number: Callable[[str], str] = "key_number({})".format


def rewrite(sql: str, given: Mapping[str, Value] | None, spelling: Spelling) -> str:
    """``sql`` as the driver takes it: the same words, with its parameters and literals in the driver's spelling.

    Nothing inside a text literal, a quoted name or a comment is touched, nor is ``::``. Raises ``EngineError`` where a
    parameter is not given.
    """
    values = given or {}

    def one(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return _spelt(match, spelling)
        if name not in values:
            told = ", ".join(f":{n}" for n in values) or "none"
            raise EngineError(f"the query needs :{name}, which was not given (given: {told})")
        return spelling.parameter(name, kind_of_value(values[name]))

    return _TOKEN.sub(one, sql)


def _spelt(match: re.Match[str], spelling: Spelling) -> str:
    if match["text"]:
        return spelling.text(match[0])
    if match["key"]:
        return spelling.key_number(match["key"])
    return spelling.double(match[0]) if match["double"] else match[0]


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
    bare = _TOKEN.sub(lambda m: " " if m["quiet"] or m["text"] else m[0], sql).strip().rstrip(";")
    first = bare.split(None, 1)[0].lower() if bare else "nothing"
    if first not in ("select", "with"):
        raise EngineError(f"a query begins with select or with; this begins with {first}")
    if ";" in bare:
        raise EngineError("a query is one statement; this has a ';' inside")
    if found := _CHANGES.search(bare):
        raise EngineError(f"a query only reads; this says {found[0].lower()}")


def _plain(value: Value) -> Value:
    return naive(value) if isinstance(value, datetime) else value
