"""A status page's incidents and maintenance become facts, at the times that the page shows."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from accord.facts.limits import DEFAULT
from accord.facts.readers.statuspage import READER
from accord.facts.reading import Ask, Given, Sample
from accord.facts.sniff import sample_of
from tests.facts.readers.documents import Outcome, collect, read, written

INCIDENT: dict[str, Any] = {
    "id": "abc",
    "page_id": "p",
    "name": "Checkout is slow",
    "status": "resolved",
    "impact": "major",
    "created_at": "2026-06-09T12:59:33.851Z",
    "started_at": "2026-06-09T12:50:00.000Z",
    "resolved_at": "2026-06-09T16:30:00.000+02:00",
    "components": [{"id": "c", "name": "Checkout"}],
    "incident_updates": [{"status": "resolved", "body": "ask Ann", "created_at": "2026-06-09T14:30:00.000Z"}],
}
MAINTENANCE = {
    **INCIDENT,
    "id": "m1",
    "name": "Database move",
    "status": "completed",
    "impact": "maintenance",
    "scheduled_for": "2026-07-01T02:00:00.000Z",
    "scheduled_until": "2026-07-01T04:00:00.000Z",
    "resolved_at": "2026-07-01T03:30:00.000Z",
    "incident_updates": [
        {"status": "completed", "display_at": "2026-07-01T03:30:00.000Z"},
        {"status": "in_progress", "display_at": "2026-07-01T02:05:00.000Z"},
    ],
}


def of(folder: Path, data: Any, given: Given | None = None) -> Outcome:
    return read(READER, written(folder, "page.json", json.dumps(data)), given)


def test_an_incident_is_read_with_its_times_in_utc(tmp_path: Path) -> None:
    outcome = of(tmp_path, {"page": {"name": "Shop"}, "incidents": [INCIDENT]})
    assert outcome.rows("incidents") == [
        {
            "incident_id": "abc",
            "source_tool": "statuspage",
            "service": "Checkout",
            "started_at": datetime(2026, 6, 9, 12, 50),
            "ended_at": datetime(2026, 6, 9, 14, 30),
            "severity": "2",
            "title": "Checkout is slow",
            "planned": False,
            "change_id": None,
            "row_number": 1,
        }
    ]


@pytest.mark.parametrize(("impact", "severity"), [("critical", "1"), ("major", "2"), ("minor", "3"), ("none", "5")])
def test_impact_becomes_severity(tmp_path: Path, impact: str, severity: str) -> None:
    rows = of(tmp_path, [{**INCIDENT, "impact": impact}]).rows("incidents")
    assert [r["severity"] for r in rows] == [severity]


def test_an_impact_set_by_hand_wins(tmp_path: Path) -> None:
    assert of(tmp_path, [{**INCIDENT, "impact_override": "critical"}]).rows("incidents")[0]["severity"] == "1"


def test_without_a_stated_start_the_earliest_shown_time_counts(tmp_path: Path) -> None:
    updates = [{"status": "investigating", "display_at": "2026-06-09T12:40:00Z"}]
    told = {**INCIDENT, "started_at": None, "incident_updates": updates}
    assert of(tmp_path, [told]).rows("incidents")[0]["started_at"] == datetime(2026, 6, 9, 12, 40)


def test_an_open_incident_has_no_end(tmp_path: Path) -> None:
    told = {**INCIDENT, "resolved_at": None, "status": "monitoring", "incident_updates": []}
    assert of(tmp_path, [told]).rows("incidents")[0]["ended_at"] is None


def test_an_incident_of_two_components_is_one_row_for_each(tmp_path: Path) -> None:
    rows = of(tmp_path, [{**INCIDENT, "components": [{"name": "Checkout"}, {"name": "Search"}]}]).rows("incidents")
    assert [(r["incident_id"], r["service"]) for r in rows] == [("abc/Checkout", "Checkout"), ("abc/Search", "Search")]


def test_components_are_found_in_the_updates_too(tmp_path: Path) -> None:
    updates = [
        {"status": "resolved", "display_at": "2026-06-09T13:00:00Z", "affected_components": [{"name": "Search"}]}
    ]
    told = {**INCIDENT, "components": [], "incident_updates": updates}
    assert of(tmp_path, [told]).rows("incidents")[0]["service"] == "Search"


def test_without_components_the_page_stands_for_the_service_and_says_so(tmp_path: Path) -> None:
    outcome = of(tmp_path, {"page": {"name": "Shop"}, "incidents": [{**INCIDENT, "components": []}]})
    assert outcome.rows("incidents")[0]["service"] == "Shop"
    assert "1 incidents name no component" in outcome.notes[0]


def test_maintenance_is_a_calendar_entry_and_once_begun_a_planned_incident(tmp_path: Path) -> None:
    outcome = of(tmp_path, {"page": {"name": "Shop"}, "incidents": [], "scheduled_maintenances": [MAINTENANCE]})
    entry, incident = outcome.rows("calendar")[0], outcome.rows("incidents")[0]
    assert (entry["kind"], entry["side"], entry["starts_at"]) == ("maintenance", "it", datetime(2026, 7, 1, 2))
    assert entry["ends_at"] == datetime(2026, 7, 1, 4)
    assert incident["planned"] is True
    assert (incident["started_at"], incident["ended_at"]) == (
        datetime(2026, 7, 1, 2, 5),
        datetime(2026, 7, 1, 3, 30),
    )


def test_maintenance_that_has_not_begun_is_no_incident(tmp_path: Path) -> None:
    told = {**MAINTENANCE, "status": "scheduled", "resolved_at": None, "incident_updates": [{"status": "scheduled"}]}
    outcome = of(tmp_path, {"page": {"name": "Shop"}, "scheduled_maintenances": [told]})
    assert (len(outcome.rows("calendar")), outcome.rows("incidents")) == (1, [])


def test_what_cannot_be_read_is_rejected_by_its_index(tmp_path: Path) -> None:
    broken = [{**INCIDENT, "id": None}, {**INCIDENT, "started_at": "yesterday"}, INCIDENT]
    late = {**INCIDENT, "id": "late", "resolved_at": "2026-06-01T00:00:00Z"}
    outcome = of(tmp_path, [*broken, late])
    assert [(r.row, r.column) for r in outcome.rejects] == [(1, "id"), (2, "created_at"), (4, "created_at")]
    assert "ends before it starts" in outcome.rejects[2].reason
    assert [r["row_number"] for r in outcome.rows("incidents")] == [3]


def test_a_time_without_an_offset_is_asked_about(tmp_path: Path) -> None:
    told = {**INCIDENT, "started_at": "2026-06-09T12:50:00"}
    with pytest.raises(Ask) as asked:
        of(tmp_path, [told])
    assert (asked.value.setting, asked.value.row, asked.value.column) == ("zone", 1, "started_at")
    rows = of(tmp_path, [told], Given(zone="Europe/Berlin")).rows("incidents")
    assert rows[0]["started_at"] == datetime(2026, 6, 9, 10, 50)


def test_no_text_of_an_update_is_kept(tmp_path: Path) -> None:
    assert "Ann" not in str(of(tmp_path, [INCIDENT]))


@pytest.mark.parametrize(
    ("data", "at_least", "at_most"),
    [
        ({"incidents": [INCIDENT]}, 0.9, 1),
        ([INCIDENT], 0.9, 1),
        ({"page": {"name": "x"}, "incidents": []}, 0.9, 1),
        ({"incidents": [{"incident_number": 1, "urgency": "high"}]}, 0, 0),
        ([], 0, 0),
        ({"status": "success"}, 0, 0),
        (5, 0, 0),
    ],
)
def test_it_knows_its_own(tmp_path: Path, data: Any, at_least: float, at_most: float) -> None:
    path = written(tmp_path, "page.json", json.dumps(data) + "\n")
    assert at_least <= READER.recognise(Sample(path, "json", b"", data=data)) <= at_most


def test_a_page_too_large_to_parse_first_is_known_by_its_text(tmp_path: Path) -> None:
    path = written(tmp_path, "page.json", json.dumps([INCIDENT]))
    sample = sample_of(path, DEFAULT)
    unparsed = Sample(path, "json", sample.head, text=sample.text)
    assert READER.recognise(unparsed) > 0.9
    assert len(collect(READER, unparsed, Given()).rows("incidents")) == 1


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(MAINTENANCE)), inner),
    max_leaves=12,
)


@hypothesis_given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(MAINTENANCE, anything))))
def test_no_content_makes_it_fall(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]) -> None:
    sample = Sample(tmp_path_factory.getbasetemp() / "page.json", "json", b"", data=records)
    assert 0 <= READER.recognise(sample) <= 1
    outcome = collect(READER, sample, Given(zone="UTC"))
    assert all(r["started_at"] <= (r["ended_at"] or r["started_at"]) for r in outcome.rows("incidents"))
