"""Which services an activity needs, and whose outages tell what it brings."""

from __future__ import annotations

import pytest

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter, Service
from accord.methods.incrementality.needing import needed, telling

SERVICES = (
    Service("checkout", carries="orders", aliases=("cart",)),
    Service("app", carries="orders"),
    Service("landing"),
    Service("crm"),
)
PAID = Activity("Paid search", needs=("Cart", "landing"))
MAIL = Activity("Newsletter", needs=("crm",))
CALLS = Activity("Sales calls", needs=("crm",))
UPKEEP = Activity("Upkeep", "it", found_as=("checkout", "crm"), cost_a_month_minor=100)
CHARTER = Charter(services=SERVICES, activities=(PAID, MAIL, CALLS, UPKEEP))


def names(services: tuple[Service, ...]) -> list[str]:
    return [s.name for s in services]


def test_an_activity_needs_what_it_names_by_any_name_of_the_service() -> None:
    assert names(needed(CHARTER, PAID)) == ["checkout", "landing"]


def test_an_activity_that_names_nothing_needs_what_carries_orders() -> None:
    assert names(needed(CHARTER, UPKEEP)) == ["checkout", "app"]
    assert names(needed(CHARTER, Activity("nobody agreed on this"))) == ["checkout", "app"]


@pytest.mark.parametrize(
    ("activity", "told_by"),
    [(PAID, ["landing"]), (MAIL, []), (CALLS, []), (UPKEEP, ["checkout"])],
    ids=["its own page", "a tool of two", "the same tool", "what it keeps up"],
)
def test_only_what_stops_with_one_activity_alone_tells_what_it_brings(activity: Activity, told_by: list[str]) -> None:
    assert names(telling(CHARTER, activity)) == told_by
