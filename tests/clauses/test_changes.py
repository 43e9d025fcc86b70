"""Differences read as sentences, come together without losing anything, and are written without touching the rest."""

from __future__ import annotations

import json
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses import fields, marks
from accord.clauses.changes import changes
from accord.clauses.charter import (
    PARTS,
    SILENT_WHEN_EMPTY,
    CalendarRules,
    Charter,
    Liaison,
    Organisation,
    Owner,
    Service,
    Slo,
)
from accord.clauses.contents import contents, joined, normal
from accord.clauses.defaults import default_text
from accord.clauses.edit import with_clause
from accord.clauses.glossary import Term
from accord.clauses.identity import charter_id
from accord.clauses.leaves import content_of, leaves, text_id
from accord.clauses.merging import merged
from accord.clauses.schema import ClauseError
from accord.clauses.yaml_io import dump, load
from tests.clauses.strategies import charters

CHECKOUT: dict[str, Any] = {
    "name": "Checkout",
    "carries": "orders",
    "severities": ["1", "2"],
    "aliases": ["shop"],
    "slos": [{"name": "availability", "target": 0.999, "budgeting": "occurrences", "window_days": 28}],
}


def services(**said: Any) -> list[dict[str, Any]]:
    return [{**CHECKOUT, **said}]


def slo(**said: Any) -> list[dict[str, Any]]:
    return services(slos=[{**CHECKOUT["slos"][0], **said}])


@given(charters)
def test_clauses_taken_apart_as_json_join_to_the_same_charter(charter: Charter) -> None:
    assert joined(json.loads(json.dumps(contents(charter)))) == charter


@given(charters)
def test_leaves_hold_all_that_a_clause_says(charter: Charter) -> None:
    for clause, content in contents(charter).items():
        back = content_of(clause, leaves(clause, content))
        assert charter_id(joined({**contents(charter), clause: back})) == charter_id(charter)


@given(charters, charters)
def test_there_are_changes_exactly_where_the_texts_differ(one: Charter, other: Charter) -> None:
    for clause in PARTS:
        a, b = contents(one)[clause], contents(other)[clause]
        assert changes(clause, a, a) == ()
        assert bool(changes(clause, a, b)) == (leaves(clause, a) != leaves(clause, b))


@given(charters, charters)
def test_a_change_upon_an_unchanged_text_is_that_change(base: Charter, mine: Charter) -> None:
    for clause in PARTS:
        b, m = contents(base)[clause], contents(mine)[clause]
        for told in (merged(clause, b, m, b), merged(clause, b, b, m), merged(clause, b, m, m)):
            assert told.open == ()
            assert leaves(clause, told.content) == leaves(clause, m)


@given(charters, charters, charters, st.sampled_from(["mine", "theirs"]))
def test_a_merge_with_every_conflict_settled_leaves_none_open(
    base: Charter, mine: Charter, theirs: Charter, way: Any
) -> None:
    for clause in PARTS:
        b, m, t = (contents(c)[clause] for c in (base, mine, theirs))
        first = merged(clause, b, m, t)
        settled = merged(clause, b, m, t, {c.path: way for c in first.open})
        assert settled.open == ()
        told = leaves(clause, settled.content)
        for conflict in first.open:
            assert told.get(conflict.path) == (conflict.mine if way == "mine" else conflict.theirs)


@given(charters, charters)
def test_a_clause_written_into_a_file_is_what_the_file_says_then(there: Charter, new: Charter) -> None:
    for start in (dump(there), default_text(), ""):
        before = contents(load(start))
        if before["organisation"].get("currency") != new.organisation.currency:
            continue
        for clause in PARTS:
            text = with_clause(start, clause, contents(new)[clause])
            assert contents(load(text)) == {**before, clause: contents(new)[clause]}


@given(charters)
def test_a_text_keeps_its_name_whatever_the_order(charter: Charter) -> None:
    for clause, content in contents(charter).items():
        back = content_of(clause, dict(reversed(leaves(clause, content).items())))
        assert text_id(clause, back) == text_id(clause, content)


def test_a_change_is_told_as_a_person_would() -> None:
    [one] = changes("services", slo(), slo(target=0.9995))
    assert one.says == "Checkout, availability: target 99.9 % → 99.95 %"
    [one] = changes("organisation", {"name": "A", "margin": 0.35}, {"name": "A"})
    assert one.says == "Contribution margin: 35 % → revenue only"
    [one] = changes("services", services(), services(aliases=["shop", "web"]))
    assert one.says == "Checkout: names in your tools with web"
    [one] = changes("calendar", {"slot_hours": [0, 24]}, {"slot_hours": [8, 18]})
    assert one.says == "Changes start between: 0:00 and 24:00 → 8:00 and 18:00"
    [one] = changes("record", {"orders": "stripe"}, {"orders": "shopify_orders"})
    assert one.says == "orders come from: stripe → shopify_orders"


def test_a_row_put_in_or_taken_out_is_told_once() -> None:
    [gone] = changes("services", services(), [])
    assert gone.says == "Checkout is taken out"
    [new] = changes("services", services(slos=[]), services())
    assert new.says.startswith("Checkout, availability is put in: target 99.9 %")
    [owner] = changes("owners", [], [{"subject": "lift", "marketing": "Brand", "it": "Data"}])
    assert owner.says == "lift is put in: in marketing Brand; in IT Data"


def test_changes_of_different_values_are_both_kept() -> None:
    told = merged("services", slo(), slo(target=0.9995), services(aliases=["shop", "web"], segment="de"))
    assert told.open == ()
    assert told.content == [
        {**CHECKOUT, "aliases": ["shop", "web"], "segment": "de", "slos": [{**CHECKOUT["slos"][0], "target": 0.9995}]}
    ]


def test_names_put_in_and_taken_out_by_two_are_both_kept() -> None:
    told = merged("services", services(), services(aliases=["web"]), services(aliases=["shop", "app"]))
    assert told.content[0]["aliases"] == ["app", "web"]
    assert told.open == ()


def test_two_changes_of_one_value_are_asked_about() -> None:
    told = merged("services", slo(), slo(target=0.9995), slo(target=0.995))
    [conflict] = told.open
    assert (conflict.base, conflict.mine, conflict.theirs) == (0.999, 0.9995, 0.995)
    mine = merged("services", slo(), slo(target=0.9995), slo(target=0.995), {conflict.path: "mine"})
    assert leaves("services", mine.content)[conflict.path] == 0.9995


@pytest.mark.parametrize("theirs", [slo(target=0.9), services(segment="de")])
def test_a_row_that_one_takes_out_while_the_other_changes_it_is_asked_about(theirs: Any) -> None:
    told = merged("services", slo(), [], theirs)
    assert [c.path for c in told.open] == [("Checkout",)]
    assert merged("services", slo(), [], theirs, {("Checkout",): "mine"}).content == []
    assert merged("services", slo(), [], theirs, {("Checkout",): "theirs"}).content == theirs


def test_every_value_of_every_clause_has_a_label() -> None:
    described = {
        fields.ORGANISATION: Organisation,
        fields.SLO: Slo,
        fields.SERVICES: Service,
        fields.CALENDAR: CalendarRules,
        fields.OWNERS: Owner,
        fields.LIAISONS: Liaison,
    }
    for clause, of in described.items():
        keys = {f.name.removesuffix("_minor") for f in fields_of(of)} - {"slos"}
        assert {f.key for f in clause.fields} == keys
    assert set(fields.CLAUSES) == set(PARTS)


@pytest.mark.parametrize(
    ("typed", "share"),
    [("99.95", "0.9995"), ("99.95 %", "0.9995"), ("100", "1"), ("35%", "0.35"), ("much", "much"), ("nan", "nan")],
)
def test_percentages_are_read_as_people_write_them(typed: str, share: str) -> None:
    assert fields.share_of(typed) == share


def test_comments_outside_the_clause_that_is_written_stay() -> None:
    text = with_clause(default_text(), "services", services())
    assert "# Who answers for findings, by role" in text
    assert "#     carries: orders" in text
    assert contents(load(text))["services"] == services()
    assert with_clause(text, "services", services()) == text


def test_a_fault_names_the_value() -> None:
    with pytest.raises(ClauseError) as fault:
        normal(Charter(), "services", slo(target="1.2"))
    assert fault.value.key == "services[1].slos[1].target"


def test_only_the_signed_text_counts_as_signed(tmp_path: Path) -> None:
    charter = load(default_text())
    kept = {"calendar": marks.Mark(text_id("calendar", contents(charter)["calendar"]), 1, 4)}
    path = marks.beside(tmp_path / "charter.yaml")
    path.write_text(marks.as_text(kept))
    assert marks.signed_clauses(charter, marks.read(path)) == {"calendar"}
    edited = load(with_clause(default_text(), "calendar", {"country": "DE"}))
    assert marks.signed_clauses(edited, marks.read(path)) == frozenset()


@pytest.mark.parametrize("text", ["{", "[1]", '{"calendar": {"text": "x"}}', '{"calendar": 1}'])
def test_damaged_marks_say_how_to_mend_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "charter.signed.json"
    path.write_text(text)
    with pytest.raises(marks.MarksDamaged, match="drafts"):
        marks.read(path)


def test_a_charter_is_signed_as_far_as_the_clauses_named() -> None:
    charter = Charter(signed=frozenset({"calendar", "owners"}))
    assert charter.is_signed("calendar")
    assert not charter.is_signed("calendar", "services")
    assert not charter.is_signed()
    assert Charter(signed=frozenset(PARTS)).is_signed()


def test_nobody_needs_to_sign_a_glossary_without_a_word() -> None:
    without = frozenset(PARTS) - SILENT_WHEN_EMPTY
    assert Charter(signed=without).is_signed()
    assert not Charter(signed=without, glossary=(Term("CAB"),)).is_signed()
    assert not Charter(signed=without).is_signed("glossary")


def test_a_charter_without_a_glossary_keeps_the_name_it_had_before_there_was_one() -> None:
    said = [part for part in PARTS if part not in SILENT_WHEN_EMPTY]
    assert charter_id(Charter()) == charter_id(Charter(), *said)
    assert charter_id(Charter(glossary=(Term("CAB"),))) != charter_id(Charter())
