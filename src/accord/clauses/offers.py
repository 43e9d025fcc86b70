"""Take up what a file offers as clauses (services and targets of an OpenSLO file, say)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import yaml

from accord.clauses.charter import Charter, Service
from accord.clauses.yaml_io import load


class Offered(Protocol):
    """A clause by name and its data, written as in charter.yaml: ``{"services": [{"name": ..., "slos": [...]}]}``."""

    @property
    def clause(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...


def merge_offer(charter: Charter, offer: Offered) -> Charter:
    """The charter with the offered services and objectives added; nothing that stands in it is changed.

    A service that exists, by name or alias, gains the objectives and aliases it lacks. What it carries and which
    severities are priced stay as they are: files do not know that, people do. Raises ``ValueError`` for an offer of
    another clause, ``ClauseError`` for data that a charter could not hold.
    """
    if offer.clause != "services":
        raise ValueError(f"only services can be taken up, not {offer.clause}")
    text = yaml.safe_dump({"services": offer.data["services"]}, sort_keys=False, allow_unicode=True)
    for offered in load(text).services:
        charter = _with(charter, offered)
    return charter


def _with(charter: Charter, offered: Service) -> Charter:
    present = charter.service(offered.name)
    free = tuple(a for a in offered.aliases if charter.service(a) is None)
    if present is None:
        return replace(charter, services=(*charter.services, replace(offered, aliases=free)))
    have = {s.name.casefold() for s in present.slos}
    slos = (*present.slos, *(s for s in offered.slos if s.name.casefold() not in have))
    grown = replace(present, slos=slos, aliases=(*present.aliases, *free))
    return replace(charter, services=tuple(grown if s is present else s for s in charter.services))
