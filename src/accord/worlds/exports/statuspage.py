"""The public status page: what customers were told, later than the machines knew, and announced maintenance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from accord.worlds.exports.files import write_json
from accord.worlds.incidents import Incident

PAGE = "nordlichtmadeup"
IMPACTS = ("critical", "major", "minor")
MINUTE = np.timedelta64(60, "s")


def write(path: Path, incidents: Sequence[Incident], zone: str, rng: np.random.Generator) -> None:
    """Incidents of severity 1 and 2 of checkout and search, and all maintenance windows."""
    told = [i for i in incidents if not i.planned and i.severity < 3 and i.service in ("checkout", "search")]
    page = {"id": PAGE, "name": "Nordlicht Home (made up)", "url": "https://status.made-up.example", "time_zone": zone}
    found = [_incident(i, int(rng.integers(3, 13)), int(rng.integers(0, 9))) for i in told]
    windows = [_maintenance(i) for i in incidents if i.planned]
    write_json(path, {"page": page, "incidents": found, "scheduled_maintenances": windows})


def _incident(i: Incident, late: int, slow: int) -> dict[str, Any]:
    created, resolved = i.started_at + late * MINUTE, i.ended_at + slow * MINUTE
    updates = [_update("resolved", "Fixed.", resolved), _update("investigating", "We are looking into it.", created)]
    return {
        "id": f"sp-{i.incident_id.lower()}",
        "page_id": PAGE,
        "name": f"{i.title} (made up)",
        "status": "resolved",
        "impact": IMPACTS[i.severity - 1],
        "impact_override": None,
        "created_at": _at(created),
        "updated_at": _at(resolved),
        "monitoring_at": None,
        "resolved_at": _at(resolved),
        "scheduled_for": None,
        "scheduled_until": None,
        "backfilled": False,
        "postmortem_body": None,
        "components": _components(i),
        "incident_updates": updates,
    }


def _maintenance(i: Incident) -> dict[str, Any]:
    told = i.started_at - 7 * 1440 * MINUTE
    return {
        "id": f"sp-{i.incident_id.lower()}",
        "page_id": PAGE,
        "name": f"{i.title} (made up)",
        "status": "completed",
        "impact": "maintenance",
        "created_at": _at(told),
        "updated_at": _at(i.ended_at),
        "monitoring_at": None,
        "resolved_at": _at(i.ended_at),
        "scheduled_for": _at(i.started_at),
        "scheduled_until": _at(i.ended_at),
        "components": _components(i),
        "incident_updates": [_update("scheduled", "We work on search.", told)],
    }


def _components(i: Incident) -> list[dict[str, str]]:
    return [{"id": f"cmp-{i.service}", "name": i.service, "status": "operational"}]


def _update(status: str, body: str, at: np.datetime64) -> dict[str, str]:
    return {"status": status, "body": f"{body} (made up)", "created_at": _at(at)}


def _at(at: np.datetime64) -> str:
    return f"{at.astype('datetime64[ms]')}Z"
