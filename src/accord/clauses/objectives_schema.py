"""What the clause ``objectives`` may say in charter.yaml: its keys, what each accepts, and it as data again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from accord.clauses import driver_lines
from accord.clauses.objectives import (
    AVAILABILITY,
    BUILT_IN,
    LABELS,
    MEASURED,
    NAME,
    SOURCES,
    GuardRail,
    KeyResult,
    Metric,
    Objective,
    Unit,
    built_in,
    metric_of,
)
from accord.clauses.schema import Place, Shape, choice, day, keyed, listing, name, near, pairs, text
from accord.units.money import digits

_NUMBER = re.compile(r"(\d{1,12}(?:\.\d{1,30})?)\s*(%?)")
_RAIL = re.compile(r"(\S+)\s*(>=|<=)\s*(.+)")
_SAYS = ("says_marketing", "says_it", "says_finance")
_UNITS: tuple[Unit, ...] = ("share", "days", "hours", "money", "count")


def metric_name(node: yaml.Node, at: Place) -> str:
    """A name that formulas can say."""
    value = text(node, at)
    if not NAME.fullmatch(value):
        mend = "Write small letters, digits and _, such as idea_to_live; what people read goes into label."
        at.fail(node, f"{value} is no name of a metric", mend)
    return value


def drivers(node: yaml.Node, at: Place) -> tuple[str, ...]:
    """Lines that make one tree."""
    lines: tuple[str, ...] = listing(text)(node, at)
    try:
        driver_lines.parse(lines)
    except ValueError as fault:
        reason, _, mend = str(fault).partition(": ")
        at.fail(node, reason, f"{mend[:1].upper()}{mend[1:]}.")
    return lines


KEY_RESULT: dict[str, Shape] = {
    "metric": metric_name,
    "label": name,
    "source": choice(*SOURCES),
    "service": text,
    "unit": choice(*_UNITS),
    "direction": choice("up", "down"),
    "target": text,
    "by": day,
    "over": choice("month", "quarter", "year"),
    "start": text,
    "owner_marketing": text,
    "owner_it": text,
    "guard_rails": listing(text),
    **dict.fromkeys(_SAYS, text),
    "worth": text,
    "drivers": drivers,
}


@dataclass(slots=True)
class _Read:
    """What was read so far: the currency's digits, each metric, and guard rails until all metrics are known."""

    places: int
    metrics: dict[str, Metric] = field(default_factory=dict)
    rails: dict[str, tuple[yaml.Node, Place, tuple[str, ...]]] = field(default_factory=dict)


def objectives(node: yaml.Node, at: Place, currency: str) -> tuple[Objective, ...]:
    """The objectives; a metric has one key result, and guard rails name metrics that there are."""
    so_far = _Read(digits(currency))
    found: tuple[Objective, ...] = listing(lambda n, p: _objective(n, p, so_far), key="name")(node, at)
    return tuple(replace(o, key_results=tuple(_railed(r, so_far) for r in o.key_results)) for o in found)


def _objective(node: yaml.Node, at: Place, so_far: _Read) -> Objective:
    results = listing(lambda n, p: _key_result(n, p, so_far), key="name")
    values = keyed(node, at, {"name": name, "key_results": results})
    if "name" not in values:
        at.fail(node, "name is missing", "Add a line 'name: ...': what both sides want, in words.")
    return Objective(values["name"], values.get("key_results", ()))


def _key_result(node: yaml.Node, at: Place, so_far: _Read) -> KeyResult:
    values = keyed(node, at, KEY_RESULT)
    for key in ("metric", "owner_marketing", "owner_it"):
        if key not in values:
            at.fail(node, f"{key} is missing", f"Add a line '{key}: ...'.")
    metric = _metric(node, at, values, so_far.places)
    if metric.name in so_far.metrics:
        mend = "A metric has one: leave one of them out, or give this one another name."
        at.at("metric").fail(pairs(node, at)["metric"], f"{metric.name} has a key result already", mend)
    so_far.metrics[metric.name] = metric
    so_far.rails[metric.name] = (node, at, values.get("guard_rails", ()))
    target, start = (_amount(node, at, key, values, metric.unit, so_far.places) for key in ("target", "start"))
    if (target is None) != ("by" not in values):
        lacks = "by" if target is not None else "target"
        at.fail(node, f"{lacks} is missing", "A target has a day by which it is reached; leave out both only to watch.")
    by = date.fromisoformat(values["by"]) if "by" in values else None
    owners = values["owner_marketing"], values["owner_it"]
    return KeyResult(metric, target, by, *owners, start, over=values.get("over", "month"))


def _metric(node: yaml.Node, at: Place, values: Mapping[str, Any], places: int) -> Metric:
    known = built_in(values["metric"])
    source = values.get("source", known.source if known else MEASURED)
    service = values.get("service") or (known.service if known and source == AVAILABILITY else None)
    if (source == AVAILABILITY) != (service is not None):
        mend = "Name the service whose availability it is; other sources have none."
        at.at("service").fail(node, "service does not fit the source", mend)
    told = built_in(source) or (built_in(f"{AVAILABILITY}_x") if source == AVAILABILITY else None)
    unit, direction = (values.get(key, getattr(told, key, None)) for key in ("unit", "direction"))
    for key, value in (("unit", unit), ("direction", direction)):
        if value is None:
            at.fail(node, f"{key} is missing", f"Add a line '{key}: ...': {values['metric']} is measured elsewhere.")
        if told is not None and value != getattr(told, key):
            reason = f"{source} is told in {told.unit}, {told.direction} is better"
            at.at(key).fail(pairs(node, at)[key], reason, f"Leave {key} out.")
    worth = _amount(node, at, "worth", values, "money", places)
    return Metric(
        values["metric"],
        unit,
        direction,
        source,
        values.get("label") or (known.label if known and known.name not in LABELS else None),
        service,
        worth_minor=None if worth is None else int(worth),
        drivers=values.get("drivers", ()),
        **{key: values.get(key) for key in _SAYS},
    )


def _amount(node: yaml.Node, at: Place, key: str, values: Mapping[str, Any], unit: Unit, places: int) -> float | None:
    """A number in its unit: a share as 0.999 or 99.9 %, money in whole units and as minor units from here on."""
    if key not in values:
        return None
    try:
        return in_unit(values[key], unit, places)
    except ValueError as fault:
        reason, _, mend = str(fault).partition(": ")
        at.at(key).fail(pairs(node, at)[key], reason, mend)


def in_unit(told: str, unit: Unit, places: int) -> float:
    """A number as people write it in a metric's unit. Raises ``ValueError`` of the form 'reason: mend'."""
    found = _NUMBER.fullmatch(told.strip())
    if not found or (found[2] and unit != "share"):
        mends = {"share": "Write 99.9 % or 0.999.", "money": "Write whole units, such as 1250000.00."}
        raise ValueError(f"{told} is no value in {unit}: {mends.get(unit, f'Write a plain number, in {unit}.')}")
    value = Decimal(found[1])
    if unit == "share":
        value = value / 100 if found[2] else value
        if value > 1:
            raise ValueError(f"{told} is more than the whole: Write 99.9 % or 0.999.")
    elif unit == "money":
        value = value.scaleb(places)
        if value != int(value):
            raise ValueError(f"{told} has more digits than the currency: It has {places} digits after the point.")
    return float(value)


def _railed(result: KeyResult, so_far: _Read) -> KeyResult:
    node, at, lines = so_far.rails[result.name]
    if not lines:
        return result
    here = at.at("guard_rails")
    listed = pairs(node, at)["guard_rails"].value
    return replace(
        result,
        guard_rails=tuple(
            _rail(n, here.item(i), line, so_far) for i, (n, line) in enumerate(zip(listed, lines, strict=True), 1)
        ),
    )


def _rail(node: yaml.Node, at: Place, line: str, so_far: _Read) -> GuardRail:
    found = _RAIL.fullmatch(line.strip())
    if not found:
        mend = "Write a metric, >= or <=, and a value, such as: availability_checkout >= 99.9 %"
        at.fail(node, f"'{line}' is no guard rail", mend)
    metric = so_far.metrics.get(found[1]) or built_in(found[1])
    if metric is None:
        at.fail(node, f"there is no metric {found[1]}", near(found[1], [*so_far.metrics, *BUILT_IN]))
    try:
        return GuardRail(metric.name, in_unit(found[3], metric.unit, so_far.places), found[2] == ">=")
    except ValueError as fault:
        reason, _, mend = str(fault).partition(": ")
        at.fail(node, reason, mend)


def as_data(found: tuple[Objective, ...], currency: str) -> list[dict[str, Any]]:
    """The objectives as they stand in charter.yaml."""
    return [
        {"name": o.name, "key_results": [_result_data(r, found, digits(currency)) for r in o.key_results]}
        for o in found
    ]


def _result_data(result: KeyResult, found: tuple[Objective, ...], places: int) -> dict[str, Any]:
    metric = result.metric
    said: dict[str, Any] = {
        "metric": metric.name,
        "label": metric.label,
        "source": metric.source,
        "service": metric.service,
        "unit": metric.unit,
        "direction": metric.direction,
        "target": told(result.target, metric.unit, places),
        "by": result.by and result.by.isoformat(),
        "over": result.over,
        "start": told(result.start, metric.unit, places),
        "owner_marketing": result.owner_marketing,
        "owner_it": result.owner_it,
        "guard_rails": [_rail_told(rail, found, places) for rail in result.guard_rails],
        **{key: getattr(metric, key) for key in _SAYS},
        "worth": told(metric.worth_minor, "money", places),
        "drivers": list(metric.drivers),
    }
    return {key: value for key, value in said.items() if value not in (None, [])}


def _rail_told(rail: GuardRail, found: tuple[Objective, ...], places: int) -> str:
    metric = metric_of(found, rail.metric)
    unit = metric.unit if metric else "count"
    return f"{rail.metric} {'>=' if rail.at_least else '<='} {told(rail.limit, unit, places)}"


def told(value: float | None, unit: Unit, places: int) -> str | None:
    """A value as people write it, which ``in_unit`` reads back: '99.95 %', '1250000.00', '30'."""
    if value is None:
        return None
    exact = Decimal(repr(float(value)))
    if unit == "share":
        return f"{_plain(exact * 100)} %"
    return format(exact.scaleb(-places), f".{places}f") if unit == "money" else _plain(exact)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
