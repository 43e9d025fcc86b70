"""PagerDuty's incident export: what the machines saw, to the second. The made-up retailer's record of incidents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from accord.worlds.exports.files import iso, write_csv
from accord.worlds.incidents import Incident

HEADER = (
    "id,incident_number,description,urgency,priority_name,service_id,service_name,team_id,team_name,created_at,"
    "resolved_at,seconds_to_engage,seconds_to_first_ack,seconds_to_mobilize,seconds_to_resolve,engaged_seconds,"
    "engaged_user_count,escalation_count,assignment_count"
).split(",")
SERVICE_IDS = {"checkout": "PSVC001", "search": "PSVC002", "app-backend": "PSVC003", "crm": "PSVC004"}


def write(path: Path, incidents: Iterable[Incident], rng: np.random.Generator) -> None:
    """A row for each incident; alarms come 5 to 40 seconds after the fact, recoveries likewise."""
    rows = [(i, *rng.integers(5, 41, 2).tolist(), int(rng.integers(40, 400))) for i in incidents]
    write_csv(path, HEADER, (_row(*row) for row in rows))


def _row(i: Incident, late: int, slow: int, ack: int) -> list[object]:
    created, resolved = i.started_at + np.timedelta64(late, "s"), i.ended_at + np.timedelta64(slow, "s")
    seconds = int((resolved - created) / np.timedelta64(1, "s"))
    urgency = "high" if i.severity < 3 else "low"
    first = min(ack, seconds)
    service, team = SERVICE_IDS[i.service], f"{i.service} team"
    return [i.incident_id, i.number, f"{i.title} (made up)", urgency, f"P{i.severity}", service, i.service,
            f"TEAM-{service}", team, iso(created), iso(resolved), first, first, first, seconds, seconds,
            4 - i.severity, 0, 1]  # fmt: skip
