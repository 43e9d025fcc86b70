"""What charter.yaml may say of incentives, and the same as data."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

from accord.clauses import formula, schema
from accord.clauses.formula import Formula, FormulaError
from accord.clauses.incentives import Incentive
from accord.clauses.schema import Place, Shape
from accord.units.money import digits

CASES = {
    "reward": ("side", "role", "horizon", "weight", "threshold", "cap", "currency"),
    "worth": ("horizon", "currency"),
    "decision": ("changes", "currency"),
}
"""What each kind of line may say beside its name and what it pays."""
MOST = 40
MOST_METRICS = 8


def weight(node: yaml.Node, at: Place) -> float:
    """A plain number from 0 to 1000."""
    value = schema.text(node, at)
    if not re.fullmatch(r"\d{1,4}(\.\d{1,6})?", value) or float(value) > 1000:
        at.fail(node, f"{value} is not a weight", "Write a number from 0 to 1000, such as 0.6; 1 is the whole formula.")
    return float(value)


def pays(node: yaml.Node, at: Place) -> str:
    """A formula, kept as it is written."""
    value = schema.text(node, at)
    _read(value, node, at)
    return value


def change(node: yaml.Node, at: Place) -> str:
    """A metric and by how much a decision moves it."""
    value = schema.text(node, at)
    if formula.moved(_read(value, node, at)) is None:
        at.fail(node, f"{value[:60]} does not say by how much a metric moves", "Write it as: uptime - 0.1 %.")
    return value


def _read(value: str, node: yaml.Node, at: Place) -> Formula:
    found = _tried(value)
    if isinstance(found, FormulaError):
        # Outside the handler, so that no log shows the formula as the cause.
        at.fail(node, f"position {found.at}: {found.reason}", found.mend)
    return found


def _tried(value: str) -> Formula | FormulaError:
    try:
        return formula.read(value)
    except FormulaError as fault:
        return fault


KEYS: dict[str, Shape] = {
    "name": schema.name,
    "kind": schema.choice("reward", "worth", "decision"),
    "side": schema.choice("marketing", "it"),
    "role": schema.name,
    "horizon": schema.choice("month", "quarter", "year"),
    "pays": pays,
    "weight": weight,
    "threshold": schema.money,
    "cap": schema.money,
    "currency": schema.currency,
    "changes": schema.listing(change),
}


def incentive(node: yaml.Node, at: Place, organisation: str) -> Incentive:
    """One line; amounts become minor units of its currency, else of the organisation's."""
    values = {key: value for key, value in schema.keyed(node, at, KEYS).items() if value != ()}
    _check_keys(node, at, values)
    currency = values.get("currency", organisation)
    for key in ("threshold", "cap"):
        if key in values:
            values[f"{key}_minor"] = _minor(node, at, key, values.pop(key), currency)
    made = Incentive(**values)
    _check_line(node, at, made, currency)
    return made


def _check_keys(node: yaml.Node, at: Place, values: dict[str, Any]) -> None:
    kind = values.get("kind", "reward")
    needed = ("name", "pays", *{"reward": ("side", "role"), "decision": ("changes",)}.get(kind, ()))
    for key in needed:
        if key not in values:
            at.fail(node, f"{key} is missing", f"A {kind} needs a line '{key}: ...'.")
    for key in values:
        if key not in ("name", "pays", "kind", *CASES[kind]):
            at.at(key).fail(schema.pairs(node, at)[key], f"a {kind} has no {key}", "Leave it out.")


def _minor(node: yaml.Node, at: Place, key: str, amount: Decimal, currency: str) -> int:
    minor = amount.scaleb(digits(currency))
    if minor != int(minor):
        mend = f"{currency} has {digits(currency)} digits after the point."
        at.at(key).fail(schema.pairs(node, at)[key], "more digits than the currency has", mend)
    return int(minor)


def _check_line(node: yaml.Node, at: Place, made: Incentive, currency: str) -> None:
    nodes = schema.pairs(node, at)
    fault = _unit_fault(made, currency)
    if fault is not None:
        at.at("pays").fail(nodes["pays"], f"position {fault.at}: {fault.reason}", fault.mend)
    if made.kind == "decision" and formula.metrics(made.formula):
        at.at("pays").fail(nodes["pays"], "a decision brings an amount", "Write a number; what it moves is in changes.")
    if made.kind == "decision" and len(made.moves) < len(made.changes):
        at.at("changes").fail(nodes["changes"], "a metric is moved twice", "Write each metric once.")
    if None not in (made.threshold_minor, made.cap_minor) and (made.threshold_minor or 0) > (made.cap_minor or 0):
        at.at("cap").fail(nodes["cap"], "the cap is below the threshold", "Then nothing is ever paid: raise the cap.")


def _unit_fault(made: Incentive, currency: str) -> FormulaError | None:
    try:
        formula.checked_units(made.formula, {}, currency)
    except FormulaError as fault:
        return fault
    return None


def incentives(node: yaml.Node, at: Place, organisation: str) -> tuple[Incentive, ...]:
    """The lines of the clause, each name once, over at most ``MOST_METRICS`` metrics."""
    lines: tuple[Incentive, ...] = schema.listing(lambda n, p: incentive(n, p, organisation), key="name")(node, at)
    if len(lines) > MOST:
        at.fail(node, f"there are more than {MOST} lines", "Leave out what is not paid any more.")
    if len({name.casefold() for line in lines for name in line.metrics}) > MOST_METRICS:
        at.fail(node, f"there are more than {MOST_METRICS} metrics", "Reward few things: nobody minds so many.")
    return lines


def incentive_data(line: Incentive, organisation: str) -> dict[str, Any]:
    """One line as data: all that its kind says, defaults included."""
    said: dict[str, Any] = {"name": line.name, "kind": line.kind}
    places = digits(line.currency or organisation)
    money = {"threshold": line.threshold_minor, "cap": line.cap_minor}
    for key in CASES[line.kind]:
        value = money[key] if key in money else getattr(line, key)
        if value is None:
            continue
        said[key] = format(Decimal(value).scaleb(-places), f".{places}f") if key in money else value
    if "weight" in said:
        said["weight"] = line.weight
    if "changes" in said:
        said["changes"] = list(line.changes)
    return {**said, "pays": line.pays}


def as_data(lines: tuple[Incentive, ...], organisation: str) -> list[dict[str, Any]]:
    """The clause as data."""
    return [incentive_data(line, organisation) for line in lines]
