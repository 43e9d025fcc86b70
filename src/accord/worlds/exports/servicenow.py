"""ServiceNow: change requests by field names, incidents by the list's labels; times are local, without offset."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from accord.worlds.changes import Change
from accord.worlds.exports.files import local, write_csv
from accord.worlds.incidents import Incident

CHANGES = (
    "number,short_description,type,state,risk,impact,priority,cab_required,start_date,end_date,work_start,work_end,"
    "assignment_group,assigned_to,business_service,cmdb_ci,requested_by,close_code,production_system,"
    "outside_maintenance_schedule,description"
).split(",")
INCIDENTS = (
    "Number,Opened,Short description,Caller,Priority,State,Category,Assignment group,Assigned to,Updated,Updated by,"
    "Configuration item,Resolved,Closed,Caused by Change"
).split(",")
PRIORITIES = ("1 - Critical", "2 - High", "3 - Moderate")
SEEN = 0.85
"""Share of the incidents that reach the service desk at all."""
MINUTE = np.timedelta64(60, "s")


def write_changes(path: Path, changes: Iterable[Change], now: np.datetime64, zone: str) -> None:
    """A row for each change; those that have not begun at ``now`` are scheduled and have no close code."""
    write_csv(path, CHANGES, (_change(c, now, zone) for c in changes), quote_all=True)


def _change(c: Change, now: np.datetime64, zone: str) -> list[object]:
    done = c.planned_end <= now
    starts, ends = local(c.planned_start, zone), local(c.planned_end, zone)
    worked = (starts, ends) if done else ("", "")
    code = ("unsuccessful" if c.failed else "successful") if done else ""
    risk = {"standard": "Low", "normal": "Moderate", "emergency": "High"}[c.kind]
    group = f"{c.service} team"
    return [c.change_id, c.title, c.kind.capitalize(), "Closed" if done else "Scheduled", risk, "2 - Medium",
            "4 - Low", str(c.kind == "normal").lower(), starts, ends, *worked, group, "", c.service, c.service, group,
            code, "true", "false", f"{c.reason} (made up)"]  # fmt: skip


def write_incidents(path: Path, incidents: Iterable[Incident], zone: str, rng: np.random.Generator) -> None:
    """The incidents that people called about, opened later and resolved later than the machines saw."""
    kept = [(i, rng.random(), rng.integers(2, 13), rng.integers(5, 21)) for i in incidents]
    rows = [_incident(i, int(late), int(slow), zone) for i, luck, late, slow in kept if luck < SEEN]
    write_csv(path, INCIDENTS, rows, quote_all=True)


def _incident(i: Incident, late: int, slow: int, zone: str) -> list[object]:
    opened, resolved = i.started_at + late * MINUTE, i.ended_at + slow * MINUTE
    closed = local(resolved + 4320 * MINUTE, zone)
    return [number(i), local(opened, zone), f"{i.title} (made up)", "Service desk", PRIORITIES[i.severity - 1],
            "Closed", "Software", f"{i.service} team", "", closed, "system", i.service, local(resolved, zone), closed,
            i.change_id or ""]  # fmt: skip


def number(i: Incident) -> str:
    """ServiceNow's number of an incident."""
    return f"INC{10_000 + i.number:07d}"
