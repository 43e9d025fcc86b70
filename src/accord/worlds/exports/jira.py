"""Jira's CSV of all fields: tasks, bugs and incidents; repeated columns, and one row wider than the header."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from accord.worlds.incidents import Incident
from accord.worlds.rhythm import to_local

HEADER = [
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Project type",
    "Priority", "Resolution", "Assignee", "Reporter", "Created", "Updated", "Last Viewed", "Resolved", "Components",
    "Due date", "Votes", "Labels", "Labels", "Labels", "Description", "Environment", "Watchers", "Watchers",
    "Original Estimate", "Time Spent", "Custom field (Impact)", "Comment", "Comment",
]  # fmt: skip
PRIORITIES = ("Highest", "High", "Medium")
MINUTE = np.timedelta64(60, "s")


def write(path: Path, incidents: Sequence[Incident], zone: str, rng: np.random.Generator) -> None:
    """Incidents of the app and the CRM as issues, among other work; times as ``11/May/26 03:26 PM``, local."""
    chosen = [i for i in incidents if i.service in ("app-backend", "crm")]
    rows = [_issue(i, int(rng.integers(1, 9)), int(rng.integers(1, 9)), zone) for i in chosen]
    rows += [_work(i, zone) for i in chosen[::2]]
    if rows:
        rows[0] += ["Checked again the day after", "Closed for good"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])


def _issue(i: Incident, late: int, slow: int, zone: str) -> list[str]:
    times = (_when(i.started_at + late * MINUTE, zone), _when(i.ended_at + slow * MINUTE, zone))
    impact = ("Extensive", "Significant", "Minor")[i.severity - 1]
    return _cells(2 * i.number, i, "Incident", f"{i.title} (made up)", PRIORITIES[i.severity - 1], times, impact)


def _work(i: Incident, zone: str) -> list[str]:
    """The task that follows an incident; not an incident itself."""
    times = (_when(i.ended_at + 1440 * MINUTE, zone), _when(i.ended_at + 8640 * MINUTE, zone))
    return _cells(2 * i.number + 1, i, "Task", f"Learn from: {i.title} (made up)", "Medium", times, "")


def _cells(n: int, i: Incident, kind: str, title: str, priority: str, times: tuple[str, str], impact: str) -> list[str]:
    created, resolved = times
    text = f'What people saw: "{i.title}".\nMade-up issue, no person behind it.'
    return [title, f"APP-{n}", str(20_000 + n), kind, "Done", "APP", "App (made up)", "software", priority, "Done",
            "", "", created, resolved, "", resolved, i.service, "", "0", i.service, "made-up", "", text, "", "", "", "",
            "3600", impact, "", ""]  # fmt: skip


def _when(at: np.datetime64, zone: str) -> str:
    wall = to_local(np.array([at]), zone)[0].item()
    clock = f"{wall.hour % 12 or 12:02d}:{wall.minute:02d} {'PM' if wall.hour >= 12 else 'AM'}"
    return f"{wall.day:02d}/{_MONTHS[wall.month - 1]}/{wall:%y} {clock}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
