"""The documents of both sides, out of the facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any, cast

from accord.facts.store import Store
from accord.language.document import Document, Part, PartKind
from accord.workspace.quoting import is_quotable, quoting

LEARNED_FROM = ("documents", "document_parts")
"""The tables that hold what both sides wrote."""
_DOCUMENTS = "select document_id, side, title, path, text from read_parquet($1) order by side, path, document_id"
_CALLED = """
    select document_id, side, title, path, text
    from read_parquet($1)
    where case when path = '' then title else path end in (select unnest($2))
    order by side, path, document_id
"""
_PLACES = "select document_id, side, path from read_parquet($1)"
_PARTS = "select document_id, kind, starts, ends, line from read_parquet($1) order by document_id, part"
_PARTS_OF = """
    select document_id, kind, starts, ends, line
    from read_parquet($1)
    where document_id in (select unnest($2))
    order by document_id, part
"""


def documents_of(store: Store) -> tuple[Document, ...]:
    """The documents in force, by side and path; none where none were read.

    Whether a document may be quoted is looked up now: who takes an agreement back is heeded at once. Raises
    ``Damaged`` for a file that is not as it was written, ``BadSetting`` for ``[language]`` of accord.toml.
    """
    return _documents(store, _rows(store, "documents", _DOCUMENTS), _rows(store, "document_parts", _PARTS))


def documents_called(store: Store, names: Collection[str]) -> tuple[Document, ...]:
    """Those of the documents in force whose path is one of these, or whose title is where they have no path.

    Raises as ``documents_of``."""
    rows = _rows(store, "documents", _CALLED, sorted(names)) if names else []
    of = _rows(store, "document_parts", _PARTS_OF, [row[0] for row in rows]) if rows else []
    return _documents(store, rows, of)


def _documents(store: Store, rows: list[Any], of: list[Any]) -> tuple[Document, ...]:
    allowed = quoting(store.workspace)
    parts = {name: tuple(_part(row) for row in theirs) for name, theirs in groupby(of, key=lambda row: row[0])}
    return tuple(
        Document(name, side, title, path, text, parts.get(name, ()), is_quotable(side, path, allowed))
        for name, side, title, path, text in rows
    )


def quotable_of(store: Store) -> frozenset[str]:
    """The documents in force that may be quoted now; no text is read for it. Raises as ``documents_of``."""
    allowed = quoting(store.workspace)
    rows = _rows(store, "documents", _PLACES) if allowed else []
    return frozenset(name for name, side, path in rows if is_quotable(side, path, allowed))


def _part(row: Sequence[Any]) -> Part:
    _, kind, start, end, line = row
    return Part(cast(PartKind, kind), start, end, line)


def _rows(store: Store, table: str, query: str, *given: Any) -> list[tuple[Any, ...]]:
    import duckdb

    files = [str(file) for file in store.files(table)]
    if not files:
        return []
    with duckdb.connect() as connection:
        return connection.execute(query, [files, *given]).fetchall()
