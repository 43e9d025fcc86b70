"""The typed form of a clause holds all that it says, and a fault finds its field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from accord.clauses.charter import PARTS, Charter
from accord.clauses.contents import contents, joined, normal
from accord.clauses.leaves import leaves
from accord.clauses.schema import ClauseError
from accord.pages.charter.forms import Control, Group, controls, filled, read
from tests.charter.made import services
from tests.clauses.strategies import charters


def _typable(charter: Charter) -> bool:
    """Names with commas are separated by them in a form; they come in as YAML. Blanks around a name are trimmed."""
    names = [a for s in charter.services for a in s.aliases] + [v for t in charter.glossary for v in t.variants]
    return not any("," in name for name in names)


@settings(max_examples=60)
@given(charters.filter(_typable))
def test_what_stands_in_the_form_is_what_the_clause_says(charter: Charter) -> None:
    said = contents(charter)
    for clause in PARTS:
        if clause == "record":  # its choices are the readers that there are
            continue
        back = normal(charter, clause, read(clause, filled(clause, said[clause])).content)
        assert leaves(clause, back) == leaves(clause, said[clause])


def test_sources_of_record_are_chosen_among_known_exports() -> None:
    content = {"orders": "shopify_orders", "incidents": "pagerduty"}
    assert read("record", filled("record", content)).content == content
    [group] = controls("record", {}, {})
    by_label = {c.field.label: {v for v, _ in c.field.options} for c in group.controls}
    assert {"shopify_orders", "stripe_payments"} & by_label["Orders"]
    assert "pagerduty" in by_label["Incidents"]


FAULTS: list[tuple[str, dict[str, str], str]] = [
    ("services", {"services-3-slos-1-target": "120"}, "services-3-slos-1-target"),
    ("services", {"services-3-slos-1-window_days": "400"}, "services-3-slos-1-window_days"),
    ("services", {"services-3-severities": "1, 9"}, "services-3-severities"),
    ("services", {"services-3-slos-1-name": ""}, "services-3-slos-1-name"),
    ("calendar", {"calendar-special_days": "2026-11-27, 2026-11-31"}, "calendar-special_days"),
    ("calendar", {"calendar-slot_hours": "18-8"}, "calendar-slot_hours"),
    ("calendar", {"calendar-pass_below": "ten"}, "calendar-pass_below"),
    ("organisation", {"organisation-zone": "Berlin"}, "organisation-zone"),
    ("owners", {"owners-0-subject": "lift", "owners-0-marketing": "Brand"}, "owners-0-subject"),
    ("liaisons", {"liaisons-2-name": "Made-up Lio", "liaisons-2-side": "finance"}, "liaisons-2-side"),
    ("glossary", {"glossary-1-term": "CAB", "glossary-1-status": "signed"}, "glossary-1-status"),
]


@pytest.mark.parametrize(("clause", "typed", "field"), FAULTS)
def test_a_fault_is_told_beside_its_field(clause: str, typed: dict[str, str], field: str) -> None:
    row = {
        "services-3-name": "Checkout",
        "services-3-slos-1-name": "availability",
        "services-3-slos-1-target": "99.9",
    }
    given = read(clause, {**(row if clause == "services" else {}), **typed})
    with pytest.raises(ClauseError) as fault:
        joined({clause: given.content})
    assert given.field_of(fault.value) == field


def test_blank_rows_and_rows_taken_out_are_left_out() -> None:
    typed = filled("services", services()) | {
        "services-1-name": "Old",
        "services-1-gone": "yes",
        "services-2-name": " ",
    }
    assert [row["name"] for row in read("services", typed).content] == ["Checkout"]
    typed |= {"services-0-slos-0-gone": "yes"}
    assert read("services", typed).content[0]["slos"] == []


def test_a_form_with_thousands_of_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="YAML"):
        read("owners", {"owners-9999-subject": "x"})


def _fields(groups: tuple[Group, ...]) -> list[Control]:
    return [c for g in groups for c in (*g.controls, *_fields(g.groups))]


def test_every_field_has_a_label_and_an_empty_row_needs_nothing() -> None:
    groups: Any = controls("services", filled("services", services()), {})
    assert all(c.field.label for c in _fields(groups))
    assert [g.title for g in groups] == ["Checkout", "One more"]
    assert not any(c.required for c in _fields((groups[-1],)))
    assert {c.name for c in _fields(groups) if c.required} == {
        "services-0-name",
        "services-0-slos-0-name",
        "services-0-slos-0-target",
    }
