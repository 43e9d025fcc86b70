"""What both sides wrote and read: their documents as they were written, and what dated records say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import numpy as np

from accord.engines.base import Columns, length
from accord.language.document import Document, Part, PartKind

DOCUMENTS = """
    select document_id, side, title, path, text
    from documents
"""
PARTS = """
    select document_id, part, kind, starts, ends, line
    from document_parts
"""
INCIDENT_TITLES = """
    select incident_id as record_id, started_at as at, coalesce(title, '') as title
    from incidents
    where started_at >= :start and started_at < :end
"""
REQUESTS = """
    select change_id as record_id, planned_start as at, coalesce(title, '') as title, coalesce(reason, '') as reason
    from changes
    where planned_start >= :start and planned_start < :end
"""
CAMPAIGN_NAMES = """
    select campaign_id as record_id, starts_at as at, coalesce(name, '') as title
    from campaigns
    where starts_at >= :start and starts_at < :end
"""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What ``DOCUMENTS`` promises."""

    document_id: str
    side: str
    title: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """What ``PARTS`` promises: characters ``starts <= i < ends`` of the document's text."""

    document_id: str
    part: int
    kind: str
    starts: int
    ends: int
    line: int


@dataclass(frozen=True, slots=True)
class TitleRow:
    """What the queries of titles promise: a record that began in the period."""

    record_id: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What ``REQUESTS`` promises: a change that was asked for, and why."""

    record_id: str
    at: datetime
    title: str
    reason: str


def documents_of(documents: Columns, parts: Columns) -> tuple[Document, ...]:
    """The documents, in the order of their ids; one whose parts are missing has none, so that nothing of it is read."""
    held: dict[str, list[Part]] = {}
    kinds = set(get_args(PartKind))
    for at in np.lexsort((parts["part"], parts["document_id"].astype(str))) if length(parts) else ():
        if parts["kind"][at] in kinds:
            whole = (int(parts[name][at]) for name in ("starts", "ends", "line"))
            held.setdefault(str(parts["document_id"][at]), []).append(Part(parts["kind"][at], *whole))
    order = np.argsort(documents["document_id"].astype(str), kind="stable")
    return tuple(_document(documents, int(at), held) for at in order)


def _document(rows: Columns, at: int, held: dict[str, list[Part]]) -> Document:
    name, side, title, path, text = (str(rows[c][at]) for c in ("document_id", "side", "title", "path", "text"))
    return Document(name, side, title, path, text, tuple(held.get(name, ())))


def titled(rows: Columns, table: str) -> tuple[Document, ...]:
    """Each record's title, and its reason where it has one, as a document of headings, so that it is read as documents
    are; its side is the table.

    The same at the same time, told by two tools, is one."""
    seen: dict[tuple[str, Any], Document] = {}
    reasons = rows["reason"] if "reason" in rows else [""] * len(rows["title"])
    for name, at, title, reason in zip(rows["record_id"], rows["at"], rows["title"], reasons, strict=True):
        made = lined(str(name), table, (str(title), str(reason)))
        seen.setdefault((made.text, at), made)
    return tuple(seen.values())


def lined(name: str, side: str, lines: Iterable[str]) -> Document:
    """A document of headings, a line each; empty ones are left out."""
    told = [line for line in lines if line.strip()]
    parts, start = [], 0
    for number, line in enumerate(told, 1):
        parts.append(Part("heading", start, start + len(line), number))
        start += len(line) + 1
    return Document(name, side, told[0] if told else "", "", "\n".join(told), tuple(parts))
