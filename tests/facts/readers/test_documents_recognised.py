"""Each document is known to one reader and to no other, so that nobody is asked what a file is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accord.facts.parse import parse, recognise
from accord.facts.reading import Given
from tests.facts.readers.documents import shared, written
from tests.facts.readers.test_ga4_export import EVENTS, lines
from tests.facts.readers.test_icalendar_file import calendar, event
from tests.facts.readers.test_openslo import SERVICE, slo
from tests.facts.readers.test_pagerduty_json import RAW, REST
from tests.facts.readers.test_prometheus import matrix
from tests.facts.readers.test_sloth import CRD, PLAIN
from tests.facts.readers.test_statuspage import INCIDENT, MAINTENANCE

DOCUMENTS = {
    "events_20260901.json": (lines(*EVENTS), "ga4_export"),
    "incidents.json": (json.dumps({"page": {"name": "x"}, "incidents": [INCIDENT]}), "statuspage"),
    "maintenance.json": (json.dumps({"page": {}, "scheduled_maintenances": [MAINTENANCE]}), "statuspage"),
    "pagerduty.json": (json.dumps({"incidents": [REST]}, indent=1), "pagerduty_json"),
    "raw.json": (json.dumps({"data": [RAW]}), "pagerduty_json"),
    "range.json": (json.dumps(matrix(({"service": "a"}, ["1", "1"]))), "prometheus"),
    "team.ics": (calendar(event("DTSTART:20260701T100000Z")), "icalendar_file"),
    "slo.yaml": (SERVICE + "---\n" + slo(), "openslo"),
    "sloth.yml": (PLAIN, "sloth"),
    "crd.yml": (CRD, "sloth"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_known_to_its_reader_alone_and_read(tmp_path: Path, name: str) -> None:
    content, reader = DOCUMENTS[name]
    path = written(tmp_path, name, content)
    assert [(r, c > 0.9) for _, r, c in recognise(path)] == [(reader, True)]
    (parsed,) = parse(path, Given(zone="UTC", hash_key=b"k"), tmp_path / "out")
    assert parsed.reader == reader
    assert parsed.rejected == 0
    assert sum(parsed.counts.values()) + len(parsed.offers) > 0


def test_the_generated_rules_and_badges_of_other_tools_are_known_to_none() -> None:
    rules = shared("slo_specs", "sloth", "examples", "_gen") / "getting-started.yml"
    badge = shared("status_manticore", "api", "chat") / "uptime.json"
    assert (recognise(rules), recognise(badge)) == ([], [])
