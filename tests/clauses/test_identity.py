"""A charter's name changes with what the clauses named say, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.clauses.charter import CalendarRules, Charter, Organisation, Owner, Service, Slo
from accord.clauses.identity import charter_id

CHARTER = Charter(
    Organisation("A"),
    (Service("shop", aliases=("x", "y"), slos=(Slo("s", 0.999),)), Service("mail")),
    CalendarRules(special_days=("2026-01-02", "2026-01-03")),
    (Owner("default", "M", "I"),),
    (("orders", "shopify_orders"), ("incidents", "pagerduty")),
)


def test_order_and_signature_rename_nothing() -> None:
    same = replace(
        CHARTER,
        services=(CHARTER.services[1], replace(CHARTER.services[0], aliases=("y", "x"))),
        calendar=CalendarRules(special_days=("2026-01-03", "2026-01-02")),
        record=CHARTER.record[::-1],
        signed=frozenset({"services"}),
    )
    assert charter_id(same) == charter_id(CHARTER)


def test_a_clause_that_was_not_named_renames_nothing() -> None:
    other = replace(CHARTER, owners=())
    assert charter_id(other, "services", "organisation") == charter_id(CHARTER, "organisation", "services")
    assert charter_id(other) != charter_id(CHARTER)


def test_what_a_named_clause_says_renames() -> None:
    other = replace(CHARTER, services=(Service("shop", slos=(Slo("s", 0.9991),)),))
    assert charter_id(other, "services") != charter_id(CHARTER, "services")


def test_hours_have_an_order() -> None:
    one, two = (Charter(calendar=CalendarRules(slot_hours=h)) for h in ((2, 10), (10, 2)))
    assert charter_id(one) != charter_id(two)


def test_the_same_words_under_another_key_are_another_record() -> None:
    one = Charter(record=(("orders", "a"), ("incidents", "b")))
    two = Charter(record=(("orders", "b"), ("incidents", "a")))
    assert charter_id(one) != charter_id(two)


def test_a_clause_that_does_not_exist_is_told() -> None:
    with pytest.raises(ValueError, match="no clause serivces"):
        charter_id(CHARTER, "serivces")
