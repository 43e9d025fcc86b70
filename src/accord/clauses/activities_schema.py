"""What charter.yaml may say of activities, and the same as data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import yaml

from accord.clauses import schema
from accord.clauses.activities import Activity
from accord.clauses.charter import Service
from accord.clauses.schema import Place, Shape
from accord.units.money import digits


def ratio(node: yaml.Node, at: Place) -> float:
    """Revenue for each unit of cost: a plain number above 0, 1000 at most."""
    value = schema.text(node, at)
    if not re.fullmatch(r"\d{1,4}(\.\d{1,6})?", value) or not 0 < float(value) <= 1000:
        at.fail(node, f"{value} is no ratio", "Write revenue for each unit of cost, such as 3 or 1.5.")
    return float(value)


KEYS: dict[str, Shape] = {
    "name": schema.name,
    "side": schema.choice("marketing", "it"),
    "found_as": schema.listing(schema.name),
    "needs": schema.listing(schema.name),
    "cost_a_month": schema.money,
    "crucial": ratio,
    "secondary": ratio,
    "move": schema.number("0", "1", "Write a share of a month's budget, such as 0.2 for 20 %."),
}


def activities(node: yaml.Node, at: Place, currency: str) -> tuple[Activity, ...]:
    """The activities of both sides; a name in the facts means one of them."""
    read: tuple[Activity, ...] = schema.listing(lambda n, p: _activity(n, p, currency), key="name")(node, at)
    taken: dict[str, str] = {}
    for i, one in enumerate(read):
        for name in one.names():
            owner = taken.setdefault(name, one.name)
            if owner != one.name:
                mend = "A name in the facts means one activity: take it out of one of them."
                at.item(i + 1).at("found_as").fail(node.value[i], f"{name} already stands for {owner}", mend)
    return read


def check_needs(node: yaml.Node, at: Place, services: Sequence[Service]) -> None:
    """Raises ``ClauseError`` where an activity needs what is not among the services, by name or alias."""
    known = {name.casefold() for s in services for name in (s.name, *s.aliases)}
    for place, item in enumerate(node.value):
        needs = schema.pairs(item, at.item(place + 1)).get("needs")
        for one in needs.value if needs is not None else ():
            if one.value.casefold() not in known:
                names = [s.name for s in services]
                mend = schema.near(one.value, names) if names else "Add it to the clause services, or leave it out."
                at.item(place + 1).at("needs").fail(one, f"there is no service {one.value}", mend)


def _activity(node: yaml.Node, at: Place, currency: str) -> Activity:
    values = schema.keyed(node, at, KEYS)
    if "name" not in values:
        at.fail(node, "name is missing", "Add a line 'name: ...'.")
    if "cost_a_month" in values:
        minor = values.pop("cost_a_month").scaleb(digits(currency))
        if minor != int(minor):
            mend = f"{currency} has {digits(currency)} digits after the point."
            at.at("cost_a_month").fail(node, "more digits than the currency has", mend)
        values["cost_a_month_minor"] = int(minor)
    made = Activity(**values)
    if made.crucial <= made.secondary:
        mend = "Crucial begins above secondary, such as 3 and 1."
        at.at("crucial").fail(node, f"crucial is {made.crucial:g}, secondary {made.secondary:g}", mend)
    return made


def as_data(of: tuple[Activity, ...], currency: str) -> list[dict[str, Any]]:
    """The clause as data, every default said."""
    return [_data(one, digits(currency)) for one in of]


def _data(one: Activity, places: int) -> dict[str, Any]:
    said: dict[str, Any] = {"name": one.name, "side": one.side}
    said |= {key: list(getattr(one, key)) for key in ("found_as", "needs") if getattr(one, key)}
    if one.cost_a_month_minor is not None:
        said["cost_a_month"] = format(Decimal(one.cost_a_month_minor).scaleb(-places), f".{places}f")
    return {**said, **{key: getattr(one, key) for key in ("crucial", "secondary", "move")}}
