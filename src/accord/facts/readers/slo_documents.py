"""What OpenSLO and Sloth files have in common: YAML documents in, services with objectives offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from accord.clauses import safe_yaml
from accord.clauses.charter import Slo
from accord.clauses.yaml_io import slo_data
from accord.facts.readers.json_documents import text_at, text_of
from accord.facts.reading import BadFile, Offer, Sample


class Unfit(Exception):  # noqa: N818 - says why an objective cannot be offered
    """An objective that a charter cannot hold: which key, what stands there, why and the mend."""

    def __init__(self, key: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.value, self.reason = key, value, reason


def documents(sample: Sample) -> Iterator[tuple[int, Any]]:
    """Each YAML document with its first line. Raises ``BadFile`` for hostile or broken YAML."""
    try:
        yield from safe_yaml.documents(text_of(sample, safe_yaml.LARGEST))
    except safe_yaml.UnsafeYaml as error:
        raise BadFile(f"This YAML is not read: {error.reason}", "Mend it, or split the file.", error.line) from error


def parsed(sample: Sample) -> list[Any]:
    """The documents that recognition has parsed, as a list."""
    return sample.data if isinstance(sample.data, list) else [sample.data]


class Proposal:
    """Services with their objectives, gathered over the documents of a file."""

    def __init__(self) -> None:
        self.services: dict[str, dict[str, Any]] = {}

    def service(self, name: str, alias: str | None = None) -> dict[str, Any]:
        """The service of that name, made when it is new."""
        service = self.services.setdefault(name, {"name": name, "aliases": [], "slos": []})
        taken = {a.casefold() for a in (name, *service["aliases"])}
        if alias and alias.casefold() not in taken and _is_plain(alias):
            service["aliases"].append(alias)
        return service

    def add(self, service: str, slo: Slo) -> None:
        """Raises ``Unfit`` where the service already has an objective of that name."""
        slos = self.service(service)["slos"]
        if slo.name.casefold() in {s["name"].casefold() for s in slos}:
            raise Unfit("name", slo.name, f"{service} has another objective of this name; rename one of them")
        slos.append(slo_data(slo))

    def offer(self) -> Iterator[Offer]:
        """The services as an offer, when there are any."""
        if self.services:
            yield Offer("services", {"services": list(self.services.values())})


def _is_plain(name: str) -> bool:
    return bool(name.strip()) and name.isprintable()


def named(item: Any, *path: str) -> str:
    """A name on one line; raises ``Unfit`` when there is none."""
    name = text_at(item, *path)
    if name is None or not _is_plain(name):
        raise Unfit(".".join(path), name or "", "a name on one line is missing")
    return name


def share(item: Any, key: str, percent: bool = False) -> float:
    """A share above 0 up to 1, written as one or as a percentage; raises ``Unfit`` otherwise."""
    told = text_at(item, key) or ""
    if not re.fullmatch(r"\d{1,3}(\.\d{1,20})?", told):
        raise Unfit(key, told, f"a number is missing, such as {99.9 if percent else 0.999}")
    value = Decimal(told) / (100 if percent else 1)
    if not 0 < value <= 1:
        raise Unfit(key, told, f"it lies outside 0 to {100 if percent else 1}")
    return float(value)
