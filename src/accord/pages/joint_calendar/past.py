"""What broke on the days that lie behind: past outages beside the plans of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from accord.findings.format import Format
from accord.methods.incidents import merge
from accord.pages.account import opened
from accord.pages.joint_calendar.weeks import DAYS, Bar
from accord.pages.outlook import stamp_of
from accord.pages.worked_out import worked_out_once
from accord.units.period import local
from accord.workspace.folder import Workspace

_OUTAGES = """
select service, title, severity, source_tool, started_at, ended_at from incidents
where not planned and started_at >= :start and started_at < :end order by started_at, service
"""
MOST = 200


@dataclass(frozen=True, slots=True)
class Outage:
    """An unplanned incident (naive UTC); ``end`` is the moment of asking while it is open."""

    service: str
    title: str
    severity: str
    start: datetime
    end: datetime


def outages_of(
    workspace: Workspace, start: datetime, end: datetime, now: datetime, record: str | None = None
) -> tuple[Outage, ...]:
    """Those that began in a stretch and by now; what several tools tell of one outage is one.

    ``record`` is the source of record of incidents, whose times and words count where it is among them.
    """
    if start >= now or not workspace.manifest.exists():
        return ()
    # Asked for the whole stretch, whatever the moment: the answer is the same for all until the facts change.
    found = [o for o in _outages(workspace, stamp_of(workspace, "incidents"), start, end) if o[4] < now]
    services = sorted({o[0] for o in found})
    told = [one for s in services for one in _joined([o for o in found if o[0] == s], now, record)]
    return tuple(sorted(told, key=lambda o: (o.start, o.service)))[:MOST]


def _joined(rows: Sequence[tuple[Any, ...]], now: datetime, record: str | None) -> Iterator[Outage]:
    """The outages of one service, joined as the analysis joins them."""
    tools = np.array([r[3] for r in rows])
    starts, ends = (np.array([r[i] for r in rows], dtype="datetime64[us]") for i in (4, 5))
    merged = merge(starts, ends, tool=tools, record=record, until=np.datetime64(now, "us"))
    for begun, over, members in zip(merged.starts.tolist(), merged.ends.tolist(), merged.members, strict=True):
        service, title, severity = rows[members[0]][:3]
        yield Outage(service, title, severity, begun, over)


@worked_out_once(most=8)
def _outages(workspace: Workspace, stamp: Any, start: datetime, end: datetime) -> tuple[tuple[Any, ...], ...]:
    with opened(workspace) as here:
        told = here.engine.query(_OUTAGES, {"start": start, "end": end})
    columns = (told[c].tolist() for c in ("service", "title", "severity", "source_tool", "started_at", "ended_at"))
    return tuple((s or "", t or "", v or "", w or "", a, b) for s, t, v, w, a, b in zip(*columns, strict=True))


def outage_bars(outages: Sequence[Outage], edges: Sequence[datetime], form: Format) -> list[Bar]:
    """A bar for each that touches a week of these edges."""
    return [bar for o in outages if (bar := _bar(o, edges, form))]


def _bar(o: Outage, edges: Sequence[datetime], form: Format) -> Bar | None:
    if o.start >= edges[-1] or o.end <= edges[0]:
        return None
    at = max(0, sum(edge <= o.start for edge in edges) - 1)
    till = min(DAYS, max(at + 1, sum(edge < o.end for edge in edges)))
    begun, over = local(o.start, form.zone), local(o.end, form.zone)
    says = f"{o.service}: {o.title}" if o.title else o.service
    severity = f", severity {o.severity}" if o.severity else ""
    hours = f"{begun:%H:%M}–{over:%H:%M}"
    return Bar(at, till, says, "past outage", f"{begun:%a}", "", small=hours, hidden=f"Outage{severity}: ")
