"""Upptime names only the bad days; the good ones are taken from the period that a person gives."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accord.facts.readers.upptime import READER
from accord.facts.reading import Ask, BadFile, Given, Sample
from tests.facts.readers.documents import Outcome, read, shared, written

SITE = {"name": "Manual", "slug": "manual", "uptime": "99.6%", "dailyMinutesDown": {"2026-08-18": 36}}
PERIOD = Given(options={"from": "2026-08-17", "to": "2026-08-19"})


def of(folder: Path, *sites: Any, given: Given = PERIOD) -> Outcome:
    return read(READER, written(folder, "summary.json", json.dumps(sites)), given)


def test_each_day_of_the_period_is_measured(tmp_path: Path) -> None:
    rows = of(tmp_path, SITE).rows("availability")
    assert [(r["at"], r["good"], r["total"]) for r in rows] == [
        (datetime(2026, 8, 17), 86_400, 86_400),
        (datetime(2026, 8, 18), 84_240, 86_400),
        (datetime(2026, 8, 19), 86_400, 86_400),
    ]
    assert {(r["service"], r["seconds"], r["row_number"]) for r in rows} == {("Manual", 86_400, 1)}


def test_without_the_period_it_asks_and_shows_the_first_day_it_knows(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        of(tmp_path, SITE, given=Given())
    assert (asked.value.setting, asked.value.value) == ("from", "2026-08-18")
    with pytest.raises(Ask) as asked:
        of(tmp_path, SITE, given=Given(options={"from": "2026-08-01"}))
    assert asked.value.setting == "to"


@pytest.mark.parametrize(("first", "last"), [("2026-08-19", "2026-08-17"), ("1900-01-01", "2026-01-01"), ("x", "y")])
def test_a_period_without_sense_is_refused(tmp_path: Path, first: str, last: str) -> None:
    with pytest.raises(BadFile):
        of(tmp_path, SITE, given=Given(options={"from": first, "to": last}))


@pytest.mark.parametrize("minutes", [-1, 1441, "36", None, True, [1]])
def test_minutes_without_sense_cost_only_their_day(tmp_path: Path, minutes: Any) -> None:
    outcome = of(tmp_path, {**SITE, "dailyMinutesDown": {"2026-08-18": minutes}}, {"dailyMinutesDown": 5, "slug": " "})
    assert [(r.row, r.column) for r in outcome.rejects] == [(1, "dailyMinutesDown"), (2, "name")]
    assert [r["at"].day for r in outcome.rows("availability")] == [17, 19]


def test_it_knows_its_own(tmp_path: Path) -> None:
    assert READER.recognise(Sample(tmp_path, "json", b"", data=[SITE])) > 0.9
    assert READER.recognise(Sample(tmp_path, "json", b"", text=json.dumps([SITE]))) > 0.9
    foreign: tuple[Any, ...] = ([], {}, [{"slug": "a"}], 5)
    assert {READER.recognise(Sample(tmp_path, "json", b"", data=data)) for data in foreign} == {0}


def test_a_site_that_was_added_later_has_a_first_day_of_its_own(tmp_path: Path) -> None:
    later = Given(options=PERIOD.options | {"from:manual": "2026-08-18"})
    assert [r["at"].day for r in of(tmp_path, SITE, given=later).rows("availability")] == [18, 19]


def test_a_real_summary_gives_the_uptime_that_it_tells_itself() -> None:
    """Each site from the day that its own file says it was added (only the summary is read, by itself)."""
    folder = shared("status_manticore", "history")
    added = {p.stem: re.search(r"startTime: (\S{10})", p.read_text()) for p in folder.glob("*.yml")}
    starts = {f"from:{slug}": day[1] for slug, day in added.items() if day}
    path = folder / "summary.json"
    outcome = read(READER, path, Given(options={"from": "2026-08-11", "to": "2026-08-21", **starts}))
    for site in json.loads(path.read_text()):
        rows = [r for r in outcome.rows("availability") if r["service"] == site["name"]]
        share = 100 * sum(r["good"] for r in rows) / sum(r["total"] for r in rows)
        assert abs(share - float(site["uptime"].rstrip("%"))) < 0.3
