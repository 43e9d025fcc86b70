"""An offer adds; it never changes what the charter already says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from accord.clauses.charter import Charter, Service, Slo
from accord.clauses.offers import merge_offer
from accord.clauses.schema import ClauseError


@dataclass(frozen=True)
class Offered:
    clause: str
    data: dict[str, Any]


def offer(**service: Any) -> Offered:
    return Offered("services", {"services": [service]})


def test_a_new_service_is_added_and_carries_nothing() -> None:
    merged = merge_offer(Charter(), offer(name="shop", slos=[{"name": "up", "target": 0.99}]))
    assert merged.services == (Service("shop", slos=(Slo("up", 0.99),)),)


def test_a_known_service_gains_only_what_it_lacks() -> None:
    shop = Service("shop", "orders", aliases=("web",), slos=(Slo("up", 0.999),))
    slos = [{"name": "Up", "target": 0.5}, {"name": "fast", "target": 0.9}]
    merged = merge_offer(Charter(services=(shop,)), offer(name="WEB", aliases=["www"], slos=slos))
    assert merged.services == (
        Service("shop", "orders", aliases=("web", "www"), slos=(Slo("up", 0.999), Slo("fast", 0.9))),
    )


def test_an_alias_that_stands_for_another_service_is_not_taken() -> None:
    charter = Charter(services=(Service("mail", aliases=("web",)),))
    assert merge_offer(charter, offer(name="shop", aliases=["web", "s"])).services[1].aliases == ("s",)


def test_the_same_offer_twice_changes_nothing() -> None:
    one = merge_offer(Charter(), offer(name="shop", aliases=["web"], slos=[{"name": "up", "target": 0.99}]))
    assert merge_offer(one, offer(name="shop", aliases=["web"], slos=[{"name": "up", "target": 0.99}])) == one


def test_data_that_a_charter_could_not_hold_is_refused() -> None:
    with pytest.raises(ClauseError, match="target"):
        merge_offer(Charter(), offer(name="shop", slos=[{"name": "up", "target": 99.9}]))
    with pytest.raises(ValueError, match="only services"):
        merge_offer(Charter(), Offered("owners", {}))
