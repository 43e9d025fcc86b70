"""OpenSLO documents are offered as services with objectives, and what does not fit is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from accord.clauses.charter import Charter, Service, Slo
from accord.clauses.offers import merge_offer
from accord.facts.limits import DEFAULT
from accord.facts.readers.openslo import READER
from accord.facts.reading import BadFile, Given, Sample
from accord.facts.sniff import sample_of
from tests.facts.readers.documents import Outcome, collect, read, shared, written

SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}, displayName: Shown}}
spec:
  service: shop
  budgetingMethod: {method}
  timeWindow:
    - {window}
  objectives:
    - {objective}
"""
SERVICE = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop, displayName: Web shop}\n"


def slo(
    name: str = "fast",
    method: str = "Occurrences",
    window: str = "{duration: 4w, isRolling: true}",
    objective: str = "{target: 0.99}",
) -> str:
    return SLO.format(name=name, method=method, window=window, objective=objective)


def of(folder: Path, *documents: str) -> Outcome:
    return read(READER, written(folder, "slo.yaml", "---\n".join(documents)))


def services(outcome: Outcome) -> tuple[Service, ...]:
    charter = Charter()
    for offer in outcome.offers:
        charter = merge_offer(charter, offer)
    return charter.services


def test_a_service_and_its_objective_become_clauses(tmp_path: Path) -> None:
    outcome = of(tmp_path, SERVICE, slo())
    assert services(outcome) == (Service("shop", aliases=("Web shop",), slos=(Slo("fast", 0.99),)),)
    assert outcome.rejects == []


def test_slices_carry_their_length_and_target(tmp_path: Path) -> None:
    timed = "{target: 0.995, timeSliceTarget: 0.95, timeSliceWindow: 5m}"
    ratio = "{targetPercent: 99.5, timeSliceWindow: 2}"
    outcome = of(tmp_path, slo("a", "Timeslices", objective=timed), slo("b", "RatioTimeslices", objective=ratio))
    assert services(outcome)[0].slos == (
        Slo("a", 0.995, "timeslices", slice_seconds=300, slice_target=0.95),
        Slo("b", 0.995, "ratio_timeslices", slice_seconds=120),
    )


@pytest.mark.parametrize(
    ("window", "days", "calendar"),
    [
        ("{duration: 30d, isRolling: true}", 30, None),
        ("{duration: 2w, isRolling: true}", 14, None),
        ("{duration: 1M, calendar: {startTime: 2022-01-01 00:00:00, timeZone: UTC}}", None, "month"),
        ("{duration: 1Q, calendar: {timeZone: UTC}}", None, "quarter"),
        ("{count: 30, unit: Day}", 30, None),
        ("{count: 1, unit: Months, calendar: {}}", None, "month"),
    ],
)
def test_windows_roll_or_follow_the_calendar(tmp_path: Path, window: str, days: int | None, calendar: str) -> None:
    (service,) = services(of(tmp_path, slo(window=window)))
    assert (service.slos[0].window_days, service.slos[0].calendar) == (days, calendar)


def test_a_calendar_that_starts_at_noon_in_new_york_is_told(tmp_path: Path) -> None:
    window = "{duration: 1w, calendar: {startTime: 2022-01-01 12:00:00, timeZone: America/New_York}}"
    assert "midnight in the organisation's zone" in of(tmp_path, slo(window=window)).notes[0]


def test_several_objectives_of_one_slo_are_told_apart(tmp_path: Path) -> None:
    text = slo().replace("{target: 0.99}", "{displayName: Ours, target: 0.99}\n    - {target: 0.9}")
    assert [s.name for s in services(of(tmp_path, text))[0].slos] == ["fast: Ours", "fast: 2"]


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        (slo(window="{duration: 1m, calendar: {}}"), "timeWindow", "m is a minute and M a month"),
        (slo(window="{duration: 1M, isRolling: true}"), "timeWindow", "write it in days"),
        (slo(window="{duration: 9999w}"), "timeWindow", "1 to 366 days"),
        (slo(objective="{target: 99.9}"), "target", "outside 0 to 1"),
        (slo(objective="{target: .nan}"), "target", "a number is missing"),
        (slo(objective="{targetPercent: 101}"), "targetPercent", "outside 0 to 100"),
        (slo(objective="{target: 0.9, indicatorRef: x}"), "objectives", "composite"),
        (slo(method="Guess"), "budgetingMethod", "Occurrences"),
        (slo(method="Timeslices"), "timeSliceWindow", "such as 1m"),
        (slo(name="''"), "metadata.name", "missing"),
        ("apiVersion: openslo/v1\nkind: SLO\nspec: 5\n", "metadata.name", "missing"),
    ],
)
def test_what_a_charter_cannot_hold_is_rejected_with_the_documents_line(
    tmp_path: Path, text: str, column: str, reason: str
) -> None:
    (reject,) = of(tmp_path, SERVICE, text).rejects
    assert (reject.row, reject.column) == (5, column)
    assert reason in reject.reason


def test_the_same_objective_twice_is_rejected(tmp_path: Path) -> None:
    outcome = of(tmp_path, slo(), slo())
    assert (len(services(outcome)[0].slos), outcome.rejects[0].column) == (1, "name")


def test_documents_of_other_kinds_are_counted(tmp_path: Path) -> None:
    other = "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: x}\n"
    assert of(tmp_path, slo(), other, other).notes == ["2 of kind DataSource left: they say nothing about targets."]


def test_a_billion_laughs_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10))]
    path = written(tmp_path, "slo.yaml", slo() + "\n".join(lines))
    with pytest.raises(BadFile, match="unfolds") as refused:
        collect(READER, Sample(path, "yaml", b""), Given())
    assert refused.value.row > 10


def test_it_knows_its_own(tmp_path: Path) -> None:
    assert READER.recognise(sample_of(written(tmp_path, "a.yaml", SERVICE), DEFAULT)) > 0.9
    assert READER.recognise(Sample(tmp_path, "yaml", b"", text=SERVICE)) > 0.9
    for data in ({"apiVersion": "v1"}, [1, "a"], 5, {"apiVersion": 3}):
        assert READER.recognise(Sample(tmp_path, "yaml", b"", data=data)) == 0


def test_the_published_examples_are_offered_or_told_why_not() -> None:
    examples = sorted((shared("slo_specs", "openslo", "examples")).rglob("*.yaml"))
    outcomes = {str(p.parent.name + "/" + p.name): read(READER, p) for p in examples}
    targets = {name: [s.target for v in services(o) for s in v.slos] for name, o in outcomes.items()}
    assert targets == {
        "budgeting-method/occurences-slo.yaml": [0.99],
        "budgeting-method/ratio-timeslices.yaml": [0.99],
        "budgeting-method/timeslices-slo.yaml": [],  # its window of 1m is a minute by the specification
        "treat-low-traffic-as-equally-important/timeslices-slo.yaml": [0.9995],
    }
    assert len(outcomes["budgeting-method/timeslices-slo.yaml"].rejects) == 2


anything = st.recursive(
    st.none() | st.floats() | st.integers() | st.text(max_size=5) | st.sampled_from(["4w", "1M", "Timeslices", "a"]),
    lambda i: (
        st.lists(i, max_size=3)
        | st.dictionaries(st.sampled_from("name service target timeWindow duration objectives calendar".split()), i)
    ),
    max_leaves=10,
)


@hypothesis_given(anything, anything)
def test_no_content_makes_it_fall(tmp_path_factory: pytest.TempPathFactory, metadata: object, spec: object) -> None:
    import yaml

    text = yaml.safe_dump({"apiVersion": "openslo/v1", "kind": "SLO", "metadata": metadata, "spec": spec})
    path = written(tmp_path_factory.getbasetemp(), "any.yaml", text)
    services(collect(READER, Sample(path, "yaml", b""), Given()))
