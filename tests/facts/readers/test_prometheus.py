"""Measured availability from an answer of query_range."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from accord.facts.readers.prometheus import READER
from accord.facts.reading import Ask, BadFile, Given, Sample
from tests.facts.readers.documents import Outcome, collect, read, written

T0 = 1_772_323_200  # 2026-03-01 00:00 UTC


def matrix(*series: tuple[dict[str, str], list[Any]], step: int = 300) -> dict[str, Any]:
    result = [
        {"metric": m, "values": [[T0 + (i + 1) * step, v] for i, v in enumerate(vs) if v is not None]}
        for m, vs in series
    ]
    return {"status": "success", "data": {"resultType": "matrix", "result": result}}


def of(folder: Path, data: Any, given: Given | None = None) -> Outcome:
    return read(READER, written(folder, "answer.json", json.dumps(data)), given)


def counts(outcome: Outcome) -> list[tuple[float, float]]:
    return [(r["good"], r["total"]) for r in outcome.rows("availability")]


def test_a_share_becomes_seconds_of_the_step_before(tmp_path: Path) -> None:
    outcome = of(tmp_path, matrix(({"service": "checkout"}, ["1", "0.5"])))
    assert outcome.rows("availability") == [
        {
            "service": "checkout",
            "at": datetime(2026, 3, 1),
            "seconds": 300,
            "good": 300.0,
            "total": 300.0,
            "row_number": 1,
        },
        {
            "service": "checkout",
            "at": datetime(2026, 3, 1, 0, 5),
            "seconds": 300,
            "good": 150.0,
            "total": 300.0,
            "row_number": 2,
        },
    ]


def test_good_and_total_are_paired_by_a_label(tmp_path: Path) -> None:
    pair = matrix(({"job": "a", "kind": "good"}, ["9", "8"]), ({"job": "a", "kind": "total"}, ["10", "10"]))
    assert counts(of(tmp_path, pair)) == [(9, 10), (8, 10)]


def test_good_and_total_are_paired_by_the_metric_name(tmp_path: Path) -> None:
    pair = matrix(
        ({"job": "a", "__name__": "sli:requests:good"}, ["9", "8"]),
        ({"job": "a", "__name__": "sli:requests:total"}, ["10", "10"]),
    )
    assert counts(of(tmp_path, pair)) == [(9, 10), (8, 10)]


def test_bad_events_are_taken_off_the_total_or_added_to_the_good(tmp_path: Path) -> None:
    bad = ({"job": "a", "kind": "error"}, ["1", "2"])
    assert counts(of(tmp_path, matrix(bad, ({"job": "a", "kind": "total"}, ["10", "10"])))) == [(9, 10), (8, 10)]
    assert counts(of(tmp_path, matrix(bad, ({"job": "a", "kind": "good"}, ["9", "8"])))) == [(9, 10), (8, 10)]


def test_series_of_one_kind_are_added_up(tmp_path: Path) -> None:
    data = matrix(
        ({"job": "a", "kind": "good", "pod": "1"}, ["4", "4"]),
        ({"job": "a", "kind": "good", "pod": "2"}, ["5", "4"]),
        ({"job": "a", "kind": "total"}, ["10", "10"]),
    )
    assert counts(of(tmp_path, data)) == [(9, 10), (8, 10)]


def test_running_counters_are_read_as_their_increase_and_restarts_lose_nothing(tmp_path: Path) -> None:
    data = matrix(
        ({"job": "a", "__name__": "requests_good_total"}, ["100", "190", "45"]),
        ({"job": "a", "__name__": "requests_total"}, ["100", "200", "50"]),
    )
    outcome = of(tmp_path, data)
    assert counts(outcome) == [(90, 100), (45, 50)]
    assert "2 series are running counters" in outcome.notes[0]


def test_an_error_ratio_is_turned_round(tmp_path: Path) -> None:
    labels = {"sloth_service": "a", "__name__": "slo:sli_error:ratio_rate5m"}
    assert counts(of(tmp_path, matrix((labels, ["0.25", "0"])))) == [(225, 300), (300, 300)]


def test_gaps_are_not_measured_rather_than_bad(tmp_path: Path) -> None:
    outcome = of(tmp_path, matrix(({"service": "a"}, ["1", None, "NaN", "1", "1"])))
    assert [r["at"].minute for r in outcome.rows("availability")] == [0, 15, 20]
    assert "1 points were not measured" in outcome.notes[0]


def test_a_pair_of_which_one_is_missing_is_a_gap(tmp_path: Path) -> None:
    pair = matrix(({"job": "a", "kind": "good"}, ["9", None, "9"]), ({"job": "a", "kind": "total"}, ["10"] * 3))
    assert counts(of(tmp_path, pair)) == [(9, 10), (9, 10)]


def test_a_little_more_good_than_total_is_noise_and_much_more_a_fault(tmp_path: Path) -> None:
    pair = matrix(({"job": "a", "kind": "good"}, ["10.01", "12"]), ({"job": "a", "kind": "total"}, ["10", "10"]))
    outcome = of(tmp_path, pair)
    assert counts(outcome) == [(10, 10)]
    assert [(r.row, r.value) for r in outcome.rejects] == [(2, "12 of 10")]


def test_a_percentage_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="Divide percentages by 100"):
        of(tmp_path, matrix(({"service": "a"}, ["99.9", "100"])))


def test_two_shares_of_one_service_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="The 2 series of a do not say"):
        of(tmp_path, matrix(({"service": "a", "pod": "1"}, ["1", "1"]), ({"service": "a", "pod": "2"}, ["1", "1"])))


def test_series_without_a_service_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        of(tmp_path, matrix(({}, ["1", "1"])))
    assert asked.value.setting == "service"
    rows = of(tmp_path, matrix(({}, ["1", "1"])), Given(options={"service": "shop"})).rows("availability")
    assert {r["service"] for r in rows} == {"shop"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"status": "error", "error": "parse error at char 3"}, "parse error"),
        ({"status": "success", "data": {"resultType": "vector", "result": []}}, "single moment"),
        (matrix(({"service": "a"}, [None, "x"])), r"not \[unix seconds, value\]"),
        (matrix(({"service": "a"}, ["1", "1"]), step=10**14), "not a time"),
    ],
)
def test_an_answer_that_is_of_no_use_is_refused(tmp_path: Path, data: Any, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        of(tmp_path, data)


def test_one_point_is_rejected_because_its_length_is_unknown(tmp_path: Path) -> None:
    assert "how long" in of(tmp_path, matrix(({"service": "a"}, ["1"]))).rejects[0].reason


def test_it_knows_its_own(tmp_path: Path) -> None:
    assert READER.recognise(Sample(tmp_path, "json", b"", data=matrix())) > 0.9
    assert READER.recognise(Sample(tmp_path, "json", b"", text='{"data":{"resultType":"matrix","result":[')) > 0.9
    foreign: tuple[object, ...] = ({}, [], None, {"data": []}, {"data": {"resultType": 5}})
    assert {READER.recognise(Sample(tmp_path, "json", b"", data=data)) for data in foreign} == {0}


anything = st.recursive(
    st.none() | st.floats() | st.sampled_from(["1", "NaN", "0.5", "+Inf", "-1", "", "a_good", "kind"]) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["job", "kind", "__name__"]), inner),
    max_leaves=6,
)
entries = st.fixed_dictionaries({"metric": anything, "values": st.lists(st.lists(anything, max_size=3)) | anything})


@hypothesis_given(st.lists(entries, max_size=4))
def test_no_content_makes_it_fall(tmp_path_factory: pytest.TempPathFactory, result: list[Any]) -> None:
    data = {"status": "success", "data": {"resultType": "matrix", "result": result}}
    sample = Sample(tmp_path_factory.getbasetemp() / "a.json", "json", b"", data=data)
    try:
        outcome = collect(READER, sample, Given(options={"service": "a"}))
    except BadFile:
        return
    assert all(0 <= good <= total for good, total in counts(outcome))
