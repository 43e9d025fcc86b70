"""One outage told by several tools is one outage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Charter, Service
from accord.engines.base import Columns

Times = NDArray[np.datetime64]

INCIDENTS = """
    select incident_id, source_tool, service, started_at, ended_at, coalesce(severity, '') as severity, planned
    from incidents
    where started_at >= :history_start and started_at < :end
"""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """What ``INCIDENTS`` promises: an incident that began in the history or the period; ``ended_at`` may be missing."""

    incident_id: str
    source_tool: str
    service: str
    started_at: datetime
    ended_at: datetime
    severity: str
    planned: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """Incidents after merging; all arrays have one entry a merged incident.

    ``members`` holds the row indices that went into each, the record's own first; ``open_`` is True where
    the end is not known yet and stands at ``until``.
    """

    starts: Times
    ends: Times
    open_: NDArray[np.bool_]
    members: tuple[tuple[int, ...], ...]


def merge(starts: Times, ends: Times, *, tool: NDArray[Any], record: str | None = None, until: np.datetime64) -> Merged:
    """Join incidents of one service that overlap in time.

    ``starts``, ``ends`` (n,) UTC, an end may be NaT; ``tool`` (n,) names the tool of each row. Where
    ``record`` (the source of record) is among the members, its times count; else the union of all. Touching
    incidents stay apart: intervals are half-open.
    """
    ended = np.where(np.isnat(ends), until, ends)
    ended = np.maximum(ended, starts)
    order = np.lexsort((ended, starts))
    groups = _groups(starts[order], ended[order])
    members = tuple(_by_record([int(order[i]) for i in group], tool, record) for group in groups)
    spans = [_span(m, starts, ended, tool, record) for m in members]
    still = np.array([any(np.isnat(ends[i]) for i in m) for m in members], dtype=bool)
    return Merged(
        np.array([s for s, _ in spans], dtype="datetime64[us]"),
        np.array([e for _, e in spans], dtype="datetime64[us]"),
        still,
        members,
    )


def _groups(starts: Times, ends: Times) -> list[range]:
    if not len(starts):
        return []
    reach = np.maximum.accumulate(ends)
    first = np.concatenate([[0], np.flatnonzero(starts[1:] >= reach[:-1]) + 1])
    return [range(a, b) for a, b in zip(first, [*first[1:], len(starts)], strict=True)]


def _by_record(rows: list[int], tool: NDArray[Any], record: str | None) -> tuple[int, ...]:
    return tuple(sorted(rows, key=lambda i: (tool[i] != record, i)))


def _span(
    rows: tuple[int, ...], starts: Times, ends: Times, tool: NDArray[Any], record: str | None
) -> tuple[np.datetime64, np.datetime64]:
    own = [i for i in rows if tool[i] == record] or list(rows)
    return min(starts[i] for i in own), max(ends[i] for i in own)


@dataclass(frozen=True, slots=True)
class Case:
    """One outage of one service, told by one or more tools; ``priced`` where the clauses say so."""

    service: Service
    start: np.datetime64
    end: np.datetime64
    is_open: bool
    members: tuple[int, ...]
    severity: str
    planned: bool
    priced: bool


def cases(service: Service, incidents: Columns, charter: Charter, as_of: datetime) -> list[Case]:
    """A service's incidents, joined where tools tell the same one; planned work apart, and never priced."""
    names = {n.casefold() for n in (service.name, *service.aliases)}
    mine = np.array([str(s).casefold() in names for s in incidents["service"]], dtype=bool)
    return [
        case
        for planned in (False, True)
        for case in _merged(
            service, incidents, np.flatnonzero(mine & (incidents["planned"] == planned)), charter, as_of
        )
    ]


def _merged(
    service: Service, incidents: Columns, rows: NDArray[np.int64], charter: Charter, as_of: datetime
) -> Iterator[Case]:
    merged = merge(
        incidents["started_at"][rows],
        incidents["ended_at"][rows].astype("datetime64[us]"),
        tool=incidents["source_tool"][rows],
        record=dict(charter.record).get("incidents"),
        until=np.datetime64(as_of, "us"),
    )
    for i in range(len(merged.starts)):
        yield _case(service, incidents, merged, i, rows)


def _case(service: Service, incidents: Columns, merged: Merged, i: int, rows: NDArray[np.int64]) -> Case:
    members = tuple(int(rows[m]) for m in merged.members[i])
    severity = min((str(incidents["severity"][m]) or "?" for m in members), default="?")
    planned = bool(incidents["planned"][members[0]])
    priced = severity in service.severities and not planned
    return Case(service, merged.starts[i], merged.ends[i], bool(merged.open_[i]), members, severity, planned, priced)
