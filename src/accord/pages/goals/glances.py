"""Key results at a glance, kept beside the brief that tells of the same facts.

Today shows them with the brief's findings. So they change with it, and no reader waits while new facts are added up.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from accord.clauses.objectives import KeyResult, key_results
from accord.findings.identity import plain
from accord.methods.metrics import monthly
from accord.pages.account import opened
from accord.pages.goals.worked import GRACE, value_of
from accord.pages.house import house
from accord.pages.outlook import stamp_of
from accord.pages.worked_out import worked_out_once
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole

LINE = 24
"""So many months are drawn as a line."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A key result's value (None where nothing was measured), the months that it tells of, and those of the line.

    ``line``: values a month, oldest first, NaN where there is none.
    """

    result: KeyResult
    value: float | None
    told: tuple[date, ...]
    line: tuple[float, ...]


def glances(workspace: Workspace, brief: str, as_of: datetime) -> tuple[Glance, ...]:
    """How each key result stands beside a brief (its file's name), whose facts end at ``as_of``.

    Worked out now where nothing was kept, or where other objectives have been signed since.
    """
    results = tuple(key_results(house(workspace).charter.objectives))
    if not results or not workspace.manifest.exists():
        return ()
    kept = _kept(workspace.drawn / f"glances-{brief}.json", results)
    return kept if kept is not None else _made(workspace, results, as_of, stamp_of(workspace))


def keep(workspace: Workspace, brief: str, as_of: datetime) -> None:
    """Work them out, for all who will read that brief."""
    results = tuple(key_results(house(workspace).charter.objectives))
    made = [
        [g.value, g.told, [v if math.isfinite(v) else None for v in g.line]]
        for g in _read_off(workspace, results, as_of)
    ]
    workspace.drawn.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = json.dumps({"asked": plain(results), "told": plain(made)})
    write_whole(workspace.drawn / f"glances-{brief}.json", content.encode())


@worked_out_once(most=8)
def _kept(path: Path, results: tuple[KeyResult, ...]) -> tuple[Glance, ...] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["asked"] != plain(results):
            return None
        return tuple(_glance(result, *told) for result, told in zip(results, found["told"], strict=True))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _glance(result: KeyResult, value: float | None, told: list[str], line: list[float | None]) -> Glance:
    months = tuple(date.fromisoformat(day) for day in told)
    return Glance(result, value, months, tuple(math.nan if v is None else float(v) for v in line))


@worked_out_once(most=4)
def _made(workspace: Workspace, results: tuple[KeyResult, ...], as_of: datetime, stamp: Any) -> tuple[Glance, ...]:
    return _read_off(workspace, results, as_of)


def _read_off(workspace: Workspace, results: tuple[KeyResult, ...], as_of: datetime) -> tuple[Glance, ...]:
    with opened(workspace) as here:
        told = []
        for result in results:
            series = monthly(here.engine, here.charter, result.metric, as_of + GRACE)
            told.append(Glance(result, *value_of(series, result), tuple(map(float, series.values[-LINE:]))))
        return tuple(told)
