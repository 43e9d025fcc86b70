"""charter.yaml in and out: strict reading with the line of every fault, and writing that reads back the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from accord.clauses import activities_schema, incentives_schema, objectives_schema, safe_yaml, schema
from accord.clauses.charter import PARTS, CalendarRules, Charter, Liaison, Organisation, Service, Slo
from accord.clauses.glossary import Term
from accord.clauses.schema import INSTEAD, TERM, ClauseError, Place, Shape
from accord.units.money import digits


def load(source: Path | str, known: Mapping[str, Collection[str]] | None = None) -> Charter:
    """Read a charter from a file, or from text. An empty one is the default charter, and all of it a draft.

    ``known`` maps fact tables to the readers that fill them; where given, ``record`` may name no others,
    and ``needs`` of an activity no service that is not in the clause ``services``.
    Raises ``ClauseError`` with file, line, key and mend.
    """
    name = source.name if isinstance(source, Path) else "charter"
    text = _text(source, name) if isinstance(source, Path) else source
    names = None if known is None else frozenset((table, frozenset(readers)) for table, readers in known.items())
    return _read(name, text, names)


@lru_cache(maxsize=16)
def _read(name: str, text: str, known: frozenset[tuple[str, frozenset[str]]] | None) -> Charter:
    """A charter cannot be changed, and every page asks for one: the same text is read once."""
    node = _root(text, name)
    return _charter(node, Place(name), None if known is None else dict(known)) if node is not None else Charter()


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClauseError(name, 1, "", "the file is not UTF-8", "Save it as UTF-8.") from error


def _root(text: str, name: str) -> yaml.Node | None:
    try:
        roots = list(safe_yaml.nodes(text))
    except safe_yaml.UnsafeYaml as error:
        mend = "Check the indentation and the quotes near that line."
        raise ClauseError(name, error.line or 1, "", error.reason, mend) from error
    if len(roots) > 1:
        line = roots[1].start_mark.line
        raise ClauseError(name, line, "", "a second document starts here", "Leave out the line '---'.")
    return roots[0] if roots and not roots[0].tag.endswith(":null") else None


def _charter(node: yaml.Node, at: Place, known: Mapping[str, Collection[str]] | None) -> Charter:
    parts = schema.pairs(node, at)
    for key, value in parts.items():
        if key not in PARTS:
            at.at(key).fail(value, "unknown key", _mend(key))
    given = {key: value for key, value in parts.items() if not value.tag.endswith(":null")}
    organisation = Organisation()
    if "organisation" in given:
        organisation = schema.organisation(given["organisation"], at.at("organisation"))
    readers: dict[str, Shape] = {
        "services": _services,
        "calendar": lambda n, p: schema.calendar(n, p, digits(organisation.currency)),
        "owners": schema.listing(schema.owner, key="subject"),
        "liaisons": schema.listing(schema.liaison, key="name"),
        "record": lambda n, p: _record(n, p, known),
        "glossary": schema.glossary,
        "objectives": lambda n, p: objectives_schema.objectives(n, p, organisation.currency),
        "incentives": lambda n, p: incentives_schema.incentives(n, p, organisation.currency),
        "activities": lambda n, p: activities_schema.activities(n, p, organisation.currency),
    }
    rest = {key: read(given[key], at.at(key)) for key, read in readers.items() if key in given}
    if known is not None and rest.get("activities"):
        activities_schema.check_needs(given["activities"], at.at("activities"), rest.get("services", ()))
    return Charter(organisation, **rest)


def named(source: str) -> frozenset[str]:
    """The clauses that a text names at all; those left out say nothing. Raises ``ClauseError``."""
    node = _root(source, "charter")
    return frozenset(schema.pairs(node, Place("charter"))) if node is not None else frozenset()


def _mend(key: str) -> str:
    if key == "signed":
        return "Leave it out: a charter is signed in the record, by people, not in a file."
    return schema.near(key, list(PARTS))


def _services(node: yaml.Node, at: Place) -> tuple[Service, ...]:
    services: tuple[Service, ...] = schema.listing(schema.service, key="name")(node, at)
    taken: dict[str, str] = {s.name.casefold(): s.name for s in services}
    for i, service in enumerate(services):
        for alias in service.aliases:
            owner = taken.setdefault(alias.casefold(), service.name)
            if owner != service.name:
                reason = f"{alias} already stands for {owner}"
                at.item(i + 1).at("aliases").fail(node.value[i], reason, "A name in a tool means one service.")
    return services


def _record(node: yaml.Node, at: Place, known: Mapping[str, Collection[str]] | None) -> tuple[tuple[str, str], ...]:
    pairs = schema.record(node, at)
    if known is not None:
        for table, reader in pairs:
            _check_record(schema.pairs(node, at)[table], at.at(table), known, table, reader)
    return pairs


def _check_record(node: yaml.Node, at: Place, known: Mapping[str, Collection[str]], table: str, reader: str) -> None:
    if table not in known:
        at.fail(node, f"there is no table {table}", schema.near(table, sorted(known)))
    if reader not in known[table]:
        at.fail(node, f"no reader {reader} fills {table}", schema.near(reader, sorted(known[table])))


def dump(charter: Charter, leave_out: Collection[str] = ()) -> str:
    """The charter as YAML text; ``load(dump(c))`` equals an unsigned ``c`` where no clause is left out.

    Money is written in major units. Whether the charter is signed is not: the record keeps that.
    """
    return yaml.safe_dump(as_data(charter, leave_out), sort_keys=False, allow_unicode=True, width=120)


def as_data(charter: Charter, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """The charter as the plain data that stands in charter.yaml; clauses that are left out are not named in it."""
    said = {
        "organisation": _said(charter.organisation, Organisation.__dataclass_fields__),
        "services": [_service(s) for s in charter.services],
        "calendar": _calendar(charter.calendar, charter.organisation.currency),
        "owners": [{"subject": o.subject, "marketing": o.marketing, "it": o.it} for o in charter.owners],
        "liaisons": [_said(person, Liaison.__dataclass_fields__) for person in charter.liaisons],
        "record": dict(charter.record),
        "glossary": [term_data(term) for term in charter.glossary],
        "objectives": objectives_schema.as_data(charter.objectives, charter.organisation.currency),
        "incentives": incentives_schema.as_data(charter.incentives, charter.organisation.currency),
        "activities": activities_schema.as_data(charter.activities, charter.organisation.currency),
    }
    return {clause: content for clause, content in said.items() if clause not in leave_out}


def _said(of: object, keys: Collection[str]) -> dict[str, Any]:
    values = {key: getattr(of, key) for key in keys}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v is not None}


def _service(service: Service) -> dict[str, Any]:
    said = _said(service, ("name", "carries", "segment", "severities", "aliases"))
    return {**said, "slos": [slo_data(s) for s in service.slos]}


def term_data(term: Term) -> dict[str, Any]:
    """One entry of the glossary as data: its word, its status, and what else it says."""
    instead = dict(term.instead)
    said = {key: instead.get(INSTEAD[key]) if key in INSTEAD else getattr(term, key) for key in TERM}
    return {key: list(v) if isinstance(v, tuple) else v for key, v in said.items() if v}


def slo_data(slo: Slo) -> dict[str, Any]:
    """One objective as data: its name and target, and what differs from the defaults."""
    default = Slo(slo.name, slo.target)
    data: dict[str, Any] = {"name": slo.name, "target": plain(slo.target), "budgeting": slo.budgeting}
    if slo.calendar is not None:
        data["calendar"] = slo.calendar
    else:
        data["window_days"] = slo.window_days
    if slo.slice_seconds != default.slice_seconds:
        data["slice_seconds"] = slo.slice_seconds
    if slo.slice_target != default.slice_target:
        data["slice_target"] = plain(slo.slice_target)
    return data


def plain(value: float) -> float | str:
    """A share as a number where YAML keeps it as one; 1e-05 has no decimal point, so YAML calls it text."""
    return value if "e" not in repr(value) else format(Decimal(repr(value)), "f")


def _calendar(rules: CalendarRules, currency: str) -> dict[str, Any]:
    said = _said(rules, ("country", "region", "special_days", "slot_hours"))
    places = digits(currency)
    return {**said, "pass_below": format(Decimal(rules.pass_below_minor).scaleb(-places), f".{places}f")}
