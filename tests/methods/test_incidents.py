from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.charter import Charter, Service
from accord.methods.incidents import cases, merge

START = np.datetime64("2026-03-02T00:00:00", "us")
MINUTE = np.timedelta64(60_000_000, "us")
AS_OF = datetime(2026, 3, 9)
CHECKOUT = Service("checkout", carries="orders", aliases=("Web Shop",))

spans = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60), st.booleans()), max_size=12)


def incidents(*rows: tuple[str, str, int, int | None, str, bool]) -> dict[str, Any]:
    """Rows of tool, service, first and last minute, severity, planned."""
    tool, service, first, last, severity, planned = zip(*rows, strict=True)
    ends = [np.datetime64("NaT") if m is None else START + m * MINUTE for m in last]
    return {
        "incident_id": np.array([f"I{i}" for i in range(len(rows))], object),
        "source_tool": np.array(tool, object),
        "service": np.array(service, object),
        "started_at": np.array([START + m * MINUTE for m in first], "datetime64[us]"),
        "ended_at": np.array(ends, "datetime64[us]"),
        "severity": np.array(severity, object),
        "planned": np.array(planned, bool),
    }


@given(spans)
def test_merged_incidents_cover_the_same_minutes_and_never_overlap(told: list[tuple[int, int, bool]]) -> None:
    starts = START + np.array([s for s, _, _ in told], dtype=np.int64) * MINUTE
    ends = starts + np.array([n for _, n, _ in told], dtype=np.int64) * MINUTE
    tools = np.array(["a" if flag else "b" for _, _, flag in told], object)
    merged = merge(starts, ends, tool=tools, until=START + 10_000 * MINUTE)
    before = {m for s, n, _ in told for m in range(s, s + n)}
    spans = [((s - START) // MINUTE, (e - START) // MINUTE) for s, e in zip(merged.starts, merged.ends, strict=True)]
    assert {m for s, e in spans for m in range(s, e)} == before
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert sorted(m for group in merged.members for m in group) == list(range(len(told)))


def test_incidents_that_touch_are_two() -> None:
    assert len(cases(CHECKOUT, incidents(("a", "checkout", 0, 10, "1", False), ("a", "checkout", 10, 20, "1", False)),
                     Charter(), AS_OF)) == 2  # fmt: skip


def test_the_tool_of_record_gives_the_times_and_stands_first() -> None:
    told = incidents(("jira", "checkout", 0, 90, "2", False), ("pagerduty", "checkout", 10, 40, "3", False))
    [plain] = cases(CHECKOUT, told, Charter(), AS_OF)
    [ruled] = cases(CHECKOUT, told, Charter(record=(("incidents", "pagerduty"),)), AS_OF)
    assert (plain.start, plain.end) == (START, START + 90 * MINUTE)
    assert (ruled.start, ruled.end) == (START + 10 * MINUTE, START + 40 * MINUTE)
    assert ruled.members == (1, 0)
    assert plain.severity == ruled.severity == "2"


def test_an_incident_without_an_end_lasts_until_the_facts_end() -> None:
    [case] = cases(CHECKOUT, incidents(("a", "checkout", 0, None, "1", False)), Charter(), AS_OF)
    assert case.is_open
    assert case.end == np.datetime64(AS_OF, "us")


def test_a_service_is_known_by_its_aliases_in_any_letter_case() -> None:
    told = incidents(("a", "web shop", 0, 10, "1", False), ("a", "search", 0, 10, "1", False))
    [case] = cases(CHECKOUT, told, Charter(), AS_OF)
    assert case.members == (0,)


def test_planned_work_stays_apart_and_is_never_priced() -> None:
    told = incidents(("a", "checkout", 0, 30, "1", False), ("a", "checkout", 10, 40, "1", True))
    failed, planned = cases(CHECKOUT, told, Charter(), AS_OF)
    assert (failed.priced, failed.planned) == (True, False)
    assert (planned.priced, planned.planned) == (False, True)


def test_only_agreed_severities_are_priced_and_a_missing_one_is_not() -> None:
    for severity, priced in (("1", True), ("2", True), ("3", False), ("", False)):
        [case] = cases(CHECKOUT, incidents(("a", "checkout", 0, 30, severity, False)), Charter(), AS_OF)
        assert case.priced == priced
