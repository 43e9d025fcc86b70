"""Sloth files, plain and as Kubernetes resources, are offered as services with objectives."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.clauses.charter import Charter, Service, Slo
from accord.clauses.offers import merge_offer
from accord.facts.limits import DEFAULT
from accord.facts.readers.sloth import READER
from accord.facts.reading import Sample
from accord.facts.sniff import sample_of
from tests.facts.readers.documents import Outcome, read, shared, written

PLAIN = (
    'version: "prometheus/v1"\nservice: shop\nslos:\n  - {name: up, objective: 99.9}\n  - {name: fast, objective: 95}\n'
)
CRD = """\
apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: x}
spec: {service: mail, slos: [{name: up, objective: 99.95}]}
"""


def of(folder: Path, text: str) -> Outcome:
    return read(READER, written(folder, "slo.yml", text))


def services(outcome: Outcome) -> tuple[Service, ...]:
    charter = Charter()
    for offer in outcome.offers:
        charter = merge_offer(charter, offer)
    return charter.services


def test_both_forms_are_offered_over_sloths_own_period(tmp_path: Path) -> None:
    outcome = of(tmp_path, PLAIN + "---\n" + CRD)
    assert services(outcome) == (
        Service("shop", slos=(Slo("up", 0.999, window_days=30), Slo("fast", 0.95, window_days=30))),
        Service("mail", slos=(Slo("up", 0.9995, window_days=30),)),
    )
    assert "default of 30 days" in outcome.notes[0]


@pytest.mark.parametrize(
    ("slo", "column"),
    [
        ("{name: up, objective: 0}", "objective"),
        ("{name: up, objective: 120}", "objective"),
        ("{name: up}", "objective"),
        ("{objective: 99}", "name"),
        ("{name: fine, objective: 99}", "name"),
    ],
)
def test_what_a_charter_cannot_hold_is_rejected(tmp_path: Path, slo: str, column: str) -> None:
    outcome = of(tmp_path, f"version: prometheus/v1\nservice: s\nslos:\n  - {{name: fine, objective: 99}}\n  - {slo}\n")
    assert [(r.row, r.column) for r in outcome.rejects] == [(1, column)]
    assert len(services(outcome)[0].slos) == 1


def test_a_document_without_a_service_is_rejected(tmp_path: Path) -> None:
    outcome = of(tmp_path, "version: prometheus/v1\nslos: [{name: a, objective: 99}]\n")
    assert (outcome.offers, outcome.rejects[0].column) == ([], "service")


def test_it_knows_its_own(tmp_path: Path) -> None:
    for text in (PLAIN, CRD):
        assert READER.recognise(sample_of(written(tmp_path, "a.yaml", text), DEFAULT)) > 0.9
        assert READER.recognise(Sample(tmp_path, "yaml", b"", text=text)) > 0.9
    foreign: tuple[object, ...] = (
        {"groups": []},
        {"kind": "AlertWindows", "apiVersion": "sloth.slok.dev/v1"},
        [None],
        7,
    )
    assert {READER.recognise(Sample(tmp_path, "yaml", b"", data=data)) for data in foreign} == {0}


def test_the_published_examples_are_offered_and_generated_rules_are_not() -> None:
    files = sorted(shared("slo_specs", "sloth", "examples").rglob("*.y*ml"))
    own = [p for p in files if READER.recognise(sample_of(p, DEFAULT)) > 0]
    assert not {p.parent.name for p in own} & {"_gen", "windows"}
    outcomes = [read(READER, p) for p in own]
    assert len(own) == 16
    assert sum(len(s.slos) for o in outcomes for s in services(o)) == 23
    assert [o.rejects for o in outcomes if o.rejects] == []
