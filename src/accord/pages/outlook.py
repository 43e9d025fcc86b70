"""What lies around today: the revenue of the last weeks and both sides' next fourteen days, read from the facts.

Facts change only by an import, so what was read is kept until the manifest is replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from accord.clauses.charter import Charter
from accord.facts.manifest import rows_id
from accord.findings.format import Format
from accord.methods.calendars import Clash, Entry, clashes
from accord.methods.local_time import to_local
from accord.pages.account import charter_of, opened
from accord.pages.calendar import PLANNED, entries_of
from accord.pages.worked_out import worked_out_once
from accord.units.period import local, midnight
from accord.workspace.folder import Workspace

DAYS = 14
WEEKS = 8
MOST = 4
"""So many entries of a side fit the strip; those that clash and those that last come first."""
_ORDERS = """
    select date_trunc('hour', ordered_at) as hour, sum(amount_minor) as amount_minor
    from orders
    where ordered_at >= :start and ordered_at < :end and status <> 'cancelled' and currency = :currency
    group by date_trunc('hour', ordered_at)
"""


@dataclass(frozen=True, slots=True)
class StripEntry:
    """An entry on the strip: it begins in column ``at`` and ends before column ``till`` (1 is today)."""

    id: str
    title: str
    kind: str
    at: int
    till: int
    began_before: bool
    goes_on: bool
    clashes_with: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Fourteen days from today: a lane for each side, and what did not fit."""

    days: tuple[str, ...]
    marketing: tuple[StripEntry, ...]
    it: tuple[StripEntry, ...]
    left_out: int
    clashes: int


@dataclass(frozen=True, slots=True)
class Revenue:
    """Money of whole weeks up to the day the facts reach (minor units, oldest first), and of the same weeks before."""

    weeks: tuple[float, ...]
    last: float
    before: float
    change: float | None
    currency: str


def stamp_of(workspace: Workspace, *tables: str) -> tuple[object, ...]:
    """Changes whenever clauses do, or facts: all of them, or only the rows of ``tables``."""
    clauses = _written(workspace.charter)
    return (*clauses, rows_id(workspace.manifest, *tables)) if tables else (*clauses, *_written(workspace.manifest))


def _written(path: Path) -> tuple[int, int]:
    found = path.stat() if path.exists() else None
    return (found.st_mtime_ns, found.st_size) if found else (0, 0)


def strip(workspace: Workspace, now: datetime, form: Format) -> Strip:
    """Both sides' plans from the day of ``now`` (naive UTC) on."""
    entries, met = plans_of(workspace)
    first = local(now, form.zone).date()
    edges = [midnight(first + timedelta(days=n), form.zone) for n in range(DAYS + 1)]
    here = [c for c in met if c.start < edges[-1] and c.end > edges[0]]
    lanes = {side: _lane(entries, side, here, edges, form) for side in ("marketing", "it")}
    out = sum(len(lane) - MOST for lane in lanes.values() if len(lane) > MOST)
    days = tuple(str((first + timedelta(days=n)).day) for n in range(DAYS))
    return Strip(days, _fit(lanes["marketing"]), _fit(lanes["it"]), out, len(here))


def _lane(
    entries: tuple[Entry, ...], side: str, met: list[Clash], edges: list[datetime], form: Format
) -> list[StripEntry]:
    ours = [e for e in entries if side_of(e) == side and e.start < edges[-1] and e.end > edges[0]]
    return [_entry(e, met, edges, form) for e in ours]


def side_of(entry: Entry) -> str:
    """Whose an entry is: its own side, else marketing's for campaigns and sales, IT's for the rest."""
    return entry.side or ("marketing" if entry.kind in ("campaign", "sale", "holiday") else "it")


def _entry(entry: Entry, met: list[Clash], edges: list[datetime], form: Format) -> StripEntry:
    at = max(1, sum(edge <= entry.start for edge in edges))
    till = min(DAYS + 1, max(at + 1, sum(edge < entry.end for edge in edges) + 1))
    others = [c.other.title if c.one.id == entry.id else c.one.title for c in met if entry.id in (c.one.id, c.other.id)]
    when = f"{form.short_day(entry.start)} to {form.short_day(entry.end - timedelta(microseconds=1))}"
    return StripEntry(
        entry.id,
        entry.title,
        entry.kind,
        at,
        till,
        entry.start < edges[0],
        entry.end > edges[-1],
        tuple(dict.fromkeys(others)),
        when,
    )


def _fit(lane: list[StripEntry]) -> tuple[StripEntry, ...]:
    first = sorted(lane, key=lambda e: (not e.clashes_with, -(e.till - e.at), e.at))[:MOST]
    return tuple(sorted(first, key=lambda e: (e.at, -e.till, e.title)))


@worked_out_once(most=4)
def _plans(workspace: Workspace, stamp: Any) -> tuple[tuple[Entry, ...], tuple[Clash, ...]]:
    if not workspace.manifest.exists():
        return (), ()
    entries = tuple(entries_of(workspace, charter_of(workspace)))
    return entries, tuple(clashes(entries))


def plans_of(workspace: Workspace) -> tuple[tuple[Entry, ...], tuple[Clash, ...]]:
    """All entries of both sides in order of time, and the clashes among them."""
    return _plans(workspace, stamp_of(workspace, *PLANNED))


def revenue(workspace: Workspace, as_of: datetime) -> Revenue | None:
    """The last weeks' orders in the organisation's currency up to the last whole day before ``as_of``; None without."""
    return _revenue(workspace, stamp_of(workspace, "orders"), as_of)


@worked_out_once(most=4)
def _revenue(workspace: Workspace, stamp: Any, as_of: datetime) -> Revenue | None:
    if not workspace.manifest.exists():
        return None
    charter = charter_of(workspace)
    zone = charter.organisation.zone
    last = local(as_of, zone).date()
    first = last - timedelta(days=7 * WEEKS)
    sums = _by_day(workspace, charter, first, last)
    if not sums.any():
        return None
    weeks = sums.reshape(WEEKS, 7).sum(axis=1)
    before = float(weeks[-5:-1].mean())
    change = float(weeks[-1] / before - 1) if before else None
    return Revenue(tuple(map(float, weeks)), float(weeks[-1]), before, change, charter.organisation.currency)


def _by_day(workspace: Workspace, charter: Charter, first: date, last: date) -> np.ndarray[Any, np.dtype[np.float64]]:
    zone, days = charter.organisation.zone, (last - first).days
    with opened(workspace) as here:
        given: dict[str, str | datetime] = {
            "start": midnight(first, zone),
            "end": midnight(last, zone),
            "currency": charter.organisation.currency,
        }
        found = here.engine.query(_ORDERS, given)
    hours = found["hour"].astype("datetime64[s]").astype(np.int64)
    day = to_local(hours, zone) // 86400 - (first - date(1970, 1, 1)).days
    sums = np.bincount(day.astype(np.int64), weights=found["amount_minor"].astype(float), minlength=days)
    return sums[:days].astype(np.float64)
