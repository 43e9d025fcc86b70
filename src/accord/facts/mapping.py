"""A mapping of a table's fields to a file's columns, as a person writes it and as it is remembered.

``ordered_at=InvoiceDate,amount=Quantity*UnitPrice,currency='GBP',vendor="Supplier name"``: a column's name, bare or
in double quotes; a product of columns; or a fixed text in single quotes. Money fields end in ``_minor`` in the
table; ``amount`` stands for ``amount_minor`` told in major units, as exports tell it; ``amount_minor`` is taken
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accord.facts.mapping_suggest import quoted
from accord.facts.reading import BadFile
from accord.facts.tables import TABLES, Table

_TOKEN = re.compile(r"""\s*(?:"(?P<quoted>[^"]+)"|'(?P<fixed>[^']*)'|(?P<bare>[^,*="']+)|(?P<sign>[,*=]))\s*""")
_HOW = "Write it like ordered_at=InvoiceDate,amount=Quantity*UnitPrice,currency='GBP'"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field's value comes from: the product of ``columns``, or a ``fixed`` text."""

    columns: tuple[str, ...] = ()
    fixed: str | None = None

    def __str__(self) -> str:
        return f"'{self.fixed}'" if self.fixed is not None else "*".join(map(quoted, self.columns))


@dataclass(frozen=True, slots=True)
class Mapping:
    """A table and where each of its fields comes from."""

    table: Table
    sources: dict[str, Source]

    def __str__(self) -> str:
        """As it is written after ``--map``; parsing it gives the same mapping."""
        return ",".join(f"{field}={source}" for field, source in self.sources.items())

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for source in self.sources.values() for c in source.columns))


def mapping_of(table: str, text: str) -> Mapping:
    """Parse ``--as`` and ``--map``. Raises ``BadFile`` naming the part that is wrong and what would be right."""
    if table not in TABLES:
        raise BadFile(f"there is no table {table}", f"Tables are {', '.join(TABLES)}")
    sources: dict[str, Source] = {}
    for part in _parts(_tokens(text)):
        field, source = _assignment(part)
        if field not in fields_of(TABLES[table]):
            raise BadFile(f"{table} has no field {field}", f"It has {', '.join(fields_of(TABLES[table]))}")
        sources[field] = source
    return Mapping(TABLES[table], sources)


def fields_of(table: Table) -> tuple[str, ...]:
    """The fields that may be mapped: the table's columns, money in major units, or in minor ones by its full name."""
    majors = tuple(name.removesuffix("_minor") for name in table.names)
    return majors + tuple(name for name in table.names if name not in majors)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFile(f"the mapping cannot be read at {text[at : at + 20]!r}", _HOW)
        kind = str(match.lastgroup)
        found.append((kind, match[kind].strip() if kind == "bare" else match[kind]))
        at = match.end()
    return found


def _parts(tokens: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    parts: list[list[tuple[str, str]]] = [[]]
    for token in tokens:
        if token == ("sign", ","):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _assignment(part: list[tuple[str, str]]) -> tuple[str, Source]:
    kinds = [kind if kind != "sign" else text for kind, text in part]
    shown = " ".join(text for _, text in part)
    if len(part) < 3 or kinds[:2] != ["bare", "="]:
        raise BadFile(f"{shown!r} does not say field=column", _HOW)
    values = part[2:]
    if kinds[2:] == ["fixed"]:
        return part[0][1], Source(fixed=values[0][1])
    if len(values) % 2 and all(k in ("bare", "quoted") for k in kinds[2::2]) and set(kinds[3::2]) <= {"*"}:
        return part[0][1], Source(tuple(text for _, text in values[::2]))
    raise BadFile(f"{shown!r} is neither a column, a product of columns, nor a text in single quotes", _HOW)
