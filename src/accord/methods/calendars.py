"""What both sides plan, as one list of half-open intervals, and which of them meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np

from accord.clauses.charter import Charter
from accord.engines.base import Columns
from accord.methods.overlaps import self_overlaps

EntryKind = Literal["campaign", "sale", "change", "freeze", "maintenance", "holiday", "other"]

MEETS: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in (
        ("campaign", "change"),
        ("campaign", "maintenance"),
        ("sale", "change"),
        ("sale", "maintenance"),
        ("freeze", "change"),
        ("freeze", "maintenance"),
    )
)
"""Kinds that must not meet. Two changes of one service clash as well; two campaigns do not, and a freeze protects a
campaign."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the joint calendar, ``[start, end)`` in UTC (naive)."""

    id: str
    kind: EntryKind
    title: str
    start: datetime
    end: datetime
    side: str | None = None
    service: str | None = None
    change_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two entries that meet, and the stretch they share."""

    one: Entry
    other: Entry
    start: datetime
    end: datetime


def plans(campaigns: Columns, changes: Columns, calendar: Columns, charter: Charter) -> list[Entry]:
    """Both sides' plans as one list, from rows of the three fact tables with the columns that are used here.

    Services are called by the name of their clause where one fits.
    """
    found = [
        Entry(str(i), "campaign", str(n), s, e, "marketing")
        for i, n, s, e in each(campaigns, "campaign_id", "name", "starts_at", "ends_at")
    ]
    found += [
        Entry(str(i), "change", str(t) or str(i), s, e, "it", service_name(str(v), charter), str(k))
        for i, t, s, e, v, k in each(changes, "change_id", "title", "planned_start", "planned_end", "service", "kind")
    ]
    found += [
        Entry(str(i), k, str(t), s, e, str(d) or None)
        for i, k, t, s, e, d in each(calendar, "entry_id", "kind", "title", "starts_at", "ends_at", "side")
    ]
    return found


def each(columns: Columns, *names: str) -> Any:
    """Rows as tuples of the named columns; times are naive UTC datetimes, a missing one None."""
    return zip(*(columns[n].tolist() for n in names), strict=True)


def service_name(name: str, charter: Charter) -> str:
    """The clause's name of a service that a tool calls by a name or alias, else the tool's own."""
    clause = charter.service(name)
    return clause.name if clause else name


def clashes(entries: Sequence[Entry]) -> list[Clash]:
    """All pairs of entries that meet and must not, in order of time.

    An entry without length meets nothing.
    """
    real = [e for e in entries if e.end > e.start]
    starts = _micros([e.start for e in real])
    ends = _micros([e.end for e in real])
    pairs = zip(*(side.tolist() for side in self_overlaps(starts, ends)), strict=True)
    found = [_clash(real[i], real[j]) for i, j in pairs if _must_not(real[i], real[j])]
    return sorted(found, key=lambda c: (c.start, c.end, c.one.id, c.other.id))


def _micros(times: list[datetime]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(times, dtype="datetime64[us]").astype(np.int64)


def _must_not(one: Entry, other: Entry) -> bool:
    kinds = frozenset((one.kind, other.kind))
    if one.kind == other.kind == "change":
        return one.service is not None and one.service == other.service
    return kinds in MEETS


def _clash(one: Entry, other: Entry) -> Clash:
    first, second = sorted((one, other), key=lambda e: (_RANK.get(e.kind, 9), e.start, e.id))
    return Clash(first, second, max(one.start, other.start), min(one.end, other.end))


_RANK = {"campaign": 0, "sale": 1, "freeze": 2, "change": 3, "maintenance": 4}
