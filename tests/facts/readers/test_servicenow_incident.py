from __future__ import annotations

import csv
import gzip
from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.reading import Ask, Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, shared, table_of, table_text, written

NAMES = (
    "number,opened_at,short_description,caller_id,priority,state,category,assignment_group,cmdb_ci,resolved_at".split(
        ","
    )
)
LABELS = [
    "Number",
    "Opened",
    "Short description",
    "Priority",
    "State",
    "Configuration item",
    "Resolved",
    "Caused by Change",
]
LONDON = Given(zone="Europe/London", hash_key=KEY)


def test_a_list_under_field_names_is_read(tmp_path: Path) -> None:
    rows = [["INC001", "2026-05-01 10:00:00", "Shop is down", "Someone", "1 - Critical", "Closed", "Web", "Ops", "shop",
             "2026-05-01 11:30:00"]]  # fmt: skip
    fact = facts(read_here(written(tmp_path, "incident.csv", table_text(NAMES, rows)), LONDON), "incidents")[0]
    assert (fact["incident_id"], fact["service"], fact["severity"]) == ("INC001", "shop", "1")
    assert (fact["started_at"], fact["ended_at"]) == (datetime(2026, 5, 1, 9), datetime(2026, 5, 1, 10, 30))
    assert (fact["source_tool"], fact["planned"]) == ("servicenow", False)


def test_a_list_under_labels_is_read_and_names_its_change(tmp_path: Path) -> None:
    rows = [["INC001", "2026-05-01 10:00:00", "Slow", "High", "New", "shop", "", "CHG7"]]
    fact = facts(read_here(written(tmp_path, "incident.csv", table_text(LABELS, rows)), LONDON), "incidents")[0]
    assert (fact["severity"], fact["ended_at"], fact["change_id"]) == ("2", None, "CHG7")


def test_the_zone_is_asked_because_the_export_has_none(tmp_path: Path) -> None:
    path = written(
        tmp_path, "i.csv", table_text(LABELS, [["INC1", "2026-05-01 10:00:00", "", "1", "New", "shop", "", ""]])
    )
    with pytest.raises(Ask) as asked:
        read_here(path)
    assert (asked.value.setting, asked.value.row, asked.value.column) == ("zone", 2, "Opened")


def test_of_a_log_of_updates_the_last_state_counts(tmp_path: Path) -> None:
    header = [*NAMES, "sys_updated_at"]
    event = {"number": "INC1", "opened_at": "13/5/2026 10:00", "priority": "3 - Moderate", "cmdb_ci": "shop"}
    rows = [
        event | {"state": "New", "sys_updated_at": "13/5/2026 10:01"},
        event
        | {"state": "Closed", "resolved_at": "13/5/2026 12:00", "sys_updated_at": "13/5/2026 12:01", "priority": "2"},
        event | {"state": "Active", "sys_updated_at": "13/5/2026 11:00"},
    ]
    parsed = read_here(written(tmp_path, "log.csv", table_of(header, rows)), LONDON)
    (fact,) = facts(parsed, "incidents")
    assert (fact["severity"], fact["ended_at"], fact["row_number"]) == ("2", datetime(2026, 5, 13, 11), 3)


def test_an_incident_that_ended_before_it_began_is_rejected_and_a_cancelled_one_left_out(tmp_path: Path) -> None:
    rows = [
        ["INC1", "2026-05-01 10:00:00", "", "1", "Closed", "shop", "2026-05-01 09:00:00", ""],
        ["INC2", "2026-05-01 10:00:00", "", "1", "Canceled", "shop", "", ""],
        ["INC3", "2026-05-01 10:00:00", "", "1", "New", "shop", "", ""],
    ]
    parsed = read_here(written(tmp_path, "i.csv", table_text(LABELS, rows)), LONDON)
    assert [r["row"] for r in rejects(parsed)] == ["2"]
    assert parsed.counts == {"incidents": 1}


def test_the_log_of_a_real_service_desk_comes_to_one_row_an_incident(tmp_path: Path) -> None:
    path = shared("uci_incident_event_log_labelled/Master_Ticket_Dataset.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        log = list(csv.DictReader(file))
    last = {row["number"]: row for row in log}
    parsed = read_here(path, Given(zone="UTC", hash_key=KEY), out=tmp_path)
    rows = facts(parsed, "incidents")
    assert parsed.rows_read == len(log)
    assert len(rows) + parsed.rejected == len(last)
    assert parsed.rejected <= sum(_ends_too_early(row) for row in last.values())
    assert {row["incident_id"] for row in rows} <= last.keys()


def _ends_too_early(row: dict[str, str]) -> bool:
    end = row["resolved_at"] if row["resolved_at"] != "?" else row["closed_at"]
    form = "%d/%m/%Y %H:%M"
    return end != "?" and datetime.strptime(end, form) < datetime.strptime(row["opened_at"], form)
