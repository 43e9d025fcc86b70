from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.facts.readers.making import facts, read_here, rejects, table_of, written

OLDER = (
    "id,incident_number,description,service_id,service_name,created_on,seconds_to_first_ack,seconds_to_resolve,"
    "auto_resolved,resolved_by_user_id,resolved_by_user_name,urgency"
).split(",")
NEWER = (
    "id,incident_number,description,urgency,service_id,service_name,team_id,created_at,resolved_at,seconds_to_engage,"
    "seconds_to_first_ack,seconds_to_mobilize,seconds_to_resolve,engaged_seconds,priority_name"
).split(",")


def test_the_older_generation_tells_the_end_as_a_duration(tmp_path: Path) -> None:
    rows = [
        {"id": "P1", "service_name": "shop", "created_on": "2026-05-01T10:00:00-05:00", "seconds_to_resolve": "3600",
         "urgency": "high", "description": "Down"},
        {"id": "P2", "service_name": "shop", "created_on": "2026-05-01T10:00:00-05:00", "urgency": "low"},
    ]  # fmt: skip
    first, open_ = facts(read_here(written(tmp_path, "i.csv", table_of(OLDER, rows))), "incidents")
    assert (first["started_at"], first["ended_at"]) == (datetime(2026, 5, 1, 15), datetime(2026, 5, 1, 16))
    assert (first["severity"], first["title"], first["source_tool"]) == ("2", "Down", "pagerduty")
    assert (open_["ended_at"], open_["severity"]) == (None, "4")


def test_the_newer_generation_tells_the_end_itself_and_a_priority(tmp_path: Path) -> None:
    when = {"created_at": "2026-05-01T10:00:00Z", "resolved_at": "2026-05-01T10:20:00Z", "seconds_to_resolve": "1200"}
    row = when | {"id": "P1", "service_name": "shop", "urgency": "high", "priority_name": "P1"}
    bad = row | {"resolved_at": "2026-05-01T09:00:00Z"}
    parsed = read_here(written(tmp_path, "i.csv", table_of(NEWER, [row, bad])))
    (fact,) = facts(parsed, "incidents")
    assert (fact["ended_at"], fact["severity"]) == (datetime(2026, 5, 1, 10, 20), "1")
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("3", "resolved_at")]
