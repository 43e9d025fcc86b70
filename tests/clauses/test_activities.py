"""The clause of activities is written back as it was read, and refuses what cannot hold."""

from __future__ import annotations

import pytest
from hypothesis import given

from accord.clauses import yaml_io
from accord.clauses.activities import Activity
from accord.clauses.changes import changes
from accord.clauses.charter import Charter
from accord.clauses.contents import contents, joined
from accord.clauses.merging import merged
from accord.clauses.schema import ClauseError
from tests.clauses.strategies import activities

TEXT = """
organisation: {currency: EUR}
activities:
  - {name: Paid search, found_as: [search], needs: [checkout], crucial: 4}
  - {name: Checkout, side: it, cost_a_month: 9000.50}
"""


@given(activities())
def test_the_clause_is_written_back_as_it_was_read(of: tuple[Activity, ...]) -> None:
    assert joined(contents(Charter(activities=of))).activities == of
    assert yaml_io.load(yaml_io.dump(Charter(activities=of))).activities == of


def test_the_facts_find_an_activity_by_any_of_its_names() -> None:
    charter = yaml_io.load(TEXT)
    found = charter.activity("SEARCH")
    assert found is not None
    assert (found.name, found.crucial, found.secondary, found.move) == ("Paid search", 4.0, 1.0, 0.2)
    checkout = charter.activity("checkout")
    assert checkout is not None
    assert checkout.cost_a_month_minor == 900_050
    assert charter.activity("mail") is None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("{side: it}", "activities"),
        ("{name: A, crucial: 1, secondary: 2}", "crucial"),
        ("{name: A, crucial: 0}", "crucial"),
        ("{name: A, move: 1.5}", "move"),
        ("{name: A, cost_a_month: 1.001}", "cost_a_month"),
        ("{name: A, found_as: [b]}, {name: B}", "found_as"),
    ],
)
def test_what_cannot_hold_is_told_with_its_key(line: str, key: str) -> None:
    with pytest.raises(ClauseError) as caught:
        yaml_io.load(f"activities: [{line}]")
    assert key in caught.value.key


SERVICES = "services: [{name: checkout, aliases: [cart]}]\n"


@pytest.mark.parametrize(("services", "mend"), [(SERVICES, "Did you mean checkout"), ("", "Add it to the clause")])
def test_what_an_activity_needs_is_a_service_or_the_line_and_the_mend_are_told(services: str, mend: str) -> None:
    with pytest.raises(ClauseError, match=f"there is no service chekout.*{mend}") as caught:
        yaml_io.load(f"{services}activities:\n  - name: Paid search\n    needs: [chekout]\n", {})
    assert caught.value.key == "activities[1].needs"
    assert caught.value.line == (4 if services else 3)


def test_what_an_activity_needs_may_be_named_as_the_tools_name_it() -> None:
    charter = yaml_io.load(f"{SERVICES}activities: [{{name: Paid search, needs: [Cart]}}]", {})
    assert charter.activities[0].needs == ("Cart",)


def test_what_was_agreed_before_its_service_went_can_still_be_read() -> None:
    assert yaml_io.load(TEXT).activities[0].needs == ("checkout",)


def test_a_change_is_told_in_words_and_two_are_brought_together() -> None:
    base = contents(yaml_io.load(TEXT))["activities"]
    mine, theirs = ([dict(row) for row in base] for _ in range(2))
    mine[0]["needs"] = ["checkout", "search"]
    theirs[0]["crucial"] = 5.0
    (says,) = [c.says for c in changes("activities", base, theirs)]
    assert says == "Paid search: crucial from 4.0 → 5.0"
    together = merged("activities", base, mine, theirs)
    assert not together.open
    assert together.content[0]["needs"] == ["checkout", "search"]
    assert together.content[0]["crucial"] == 5.0
