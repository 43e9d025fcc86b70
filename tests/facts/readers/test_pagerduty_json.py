"""PagerDuty incidents from both of its APIs."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from accord.facts.readers.pagerduty_json import READER
from accord.facts.reading import BadFile, Given, Sample
from tests.facts.readers.documents import Outcome, collect, read, written

REST: dict[str, Any] = {
    "id": "PT4KHLK",
    "incident_number": 1234,
    "title": "Checkout errors",
    "status": "resolved",
    "urgency": "high",
    "created_at": "2026-03-01T10:00:00Z",
    "resolved_at": None,
    "last_status_change_at": "2026-03-01T10:45:00Z",
    "last_status_change_by": {"summary": "Ann Example"},
    "service": {"id": "PS1", "summary": "checkout"},
    "assignments": [{"assignee": {"summary": "Ann Example"}}],
}
RAW: dict[str, Any] = {
    "id": "Q1",
    "incident_number": 7,
    "description": "Search down",
    "urgency": "low",
    "priority_name": "P1",
    "service_id": "PS2",
    "service_name": "search",
    "created_at": "2026-03-02T10:00:00",
    "seconds_to_resolve": 600,
}


def of(folder: Path, data: Any, given: Given | None = None) -> Outcome:
    return read(READER, written(folder, "incidents.json", json.dumps(data)), given)


def test_an_incident_of_the_rest_api_ends_when_its_status_changed_to_resolved(tmp_path: Path) -> None:
    outcome = of(tmp_path, {"incidents": [REST], "limit": 25, "more": False})
    assert outcome.rows("incidents") == [
        {
            "incident_id": "PT4KHLK",
            "source_tool": "pagerduty",
            "service": "checkout",
            "started_at": datetime(2026, 3, 1, 10),
            "ended_at": datetime(2026, 3, 1, 10, 45),
            "severity": "2",
            "title": "Checkout errors",
            "planned": False,
            "change_id": None,
            "row_number": 1,
        }
    ]
    assert outcome.notes == []


def test_raw_analytics_data_ends_after_its_seconds(tmp_path: Path) -> None:
    row = of(tmp_path, {"data": [RAW], "more": True}, Given(zone="UTC")).rows("incidents")[0]
    assert (row["service"], row["severity"], row["title"]) == ("search", "1", "Search down")
    assert row["ended_at"] == datetime(2026, 3, 2, 10, 10)


def test_a_page_of_several_is_told(tmp_path: Path) -> None:
    assert "one page of several" in of(tmp_path, {"incidents": [REST], "more": True}).notes[0]


def test_an_incident_merged_into_another_is_left_out_and_told(tmp_path: Path) -> None:
    merged = {**REST, "resolve_reason": {"type": "merge_resolve_reason"}}
    outcome = of(tmp_path, {"incidents": [merged, {**REST, "id": "B"}]})
    assert [r["incident_id"] for r in outcome.rows("incidents")] == ["B"]
    assert "1 incidents were merged" in outcome.notes[0]


def test_an_open_incident_has_no_end(tmp_path: Path) -> None:
    row = of(tmp_path, [{**REST, "status": "acknowledged"}]).rows("incidents")[0]
    assert row["ended_at"] is None


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        ({"priority": {"summary": "SEV-3"}}, "3"),
        ({"priority": {"name": "P2"}}, "2"),
        ({"priority": None, "urgency": "low"}, "4"),
        ({"priority": {"summary": "Later"}, "urgency": "HIGH"}, "2"),
        ({"urgency": None}, None),
    ],
)
def test_a_priority_counts_before_the_urgency(tmp_path: Path, told: dict[str, Any], severity: str | None) -> None:
    assert of(tmp_path, [{**REST, **told}]).rows("incidents")[0]["severity"] == severity


def test_what_cannot_be_read_is_rejected_by_its_index(tmp_path: Path) -> None:
    broken = [{**REST, "service": None}, {**REST, "created_at": "soon"}, {**RAW, "seconds_to_resolve": "x"}]
    outcome = of(tmp_path, broken, Given(zone="UTC"))
    assert [(r.row, r.column) for r in outcome.rejects] == [(1, "service"), (2, "created_at"), (3, "created_at")]


def test_no_person_is_kept(tmp_path: Path) -> None:
    assert "Ann" not in str(of(tmp_path, [REST]))


def test_it_knows_its_own_and_no_status_page(tmp_path: Path) -> None:
    for data in ({"incidents": [REST]}, {"data": [RAW]}, [REST]):
        assert READER.recognise(Sample(tmp_path, "json", b"", data=data)) > 0.9
    assert READER.recognise(Sample(tmp_path, "json", b"", text=json.dumps([RAW]))) > 0.8
    status_page = {"incidents": [{"id": "a", "impact": "minor", "incident_updates": []}]}
    foreign: tuple[object, ...] = (status_page, [], 1, {"data": {}})
    assert {READER.recognise(Sample(tmp_path, "json", b"", data=data)) for data in foreign} == {0}


def test_a_document_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no incidents"):
        collect(READER, Sample(tmp_path / "x.json", "json", b"", data=5), Given())


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["summary", "name", "type"]), inner),
    max_leaves=6,
)


@hypothesis_given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys({**REST, **RAW}, anything))))
def test_no_content_makes_it_fall(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]) -> None:
    sample = Sample(tmp_path_factory.getbasetemp() / "incidents.json", "json", b"", data=records)
    outcome = collect(READER, sample, Given(zone="UTC"))
    assert len(outcome.rows("incidents")) + len(outcome.rejects) <= len(records)
