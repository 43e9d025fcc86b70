"""Services by the names that stand in the incidents: which of them carry orders becomes a draft of the clause."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accord.charter import operations, queries
from accord.charter.models import Proposal
from accord.engines import open_engine
from accord.facts.store import Store
from accord.pages.account import SCHEMA
from accord.people.rights import Right, require
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

USUAL = ("1", "2")
MOST = 30
REASON = "So that what its incidents cost is worked out: orders fail while it does."
_NAMES = """
select service, severity, count(*) as found from incidents
where service is not null and service <> '' group by service, severity order by service, severity
"""


@dataclass(frozen=True, slots=True)
class ServiceFound:
    """A name in the incidents, how many have it, and the severities that would be priced."""

    name: str
    incidents: int
    severities: tuple[str, ...]


def services_found(workspace: Workspace) -> tuple[ServiceFound, ...]:
    """Names in the incidents, the most frequent first; nothing without orders, or once a service is tied to them."""
    if _settled(workspace):
        return ()
    with Store.reading(workspace) as store:
        files = store.tables()
        if not files["incidents"] or not files["orders"]:
            return ()
        engine = open_engine(files, SCHEMA)
        try:
            told = engine.query(_NAMES)
        finally:
            engine.close()
    return _gathered(zip(*(told[c].tolist() for c in ("service", "severity", "found")), strict=True))


def _settled(workspace: Workspace) -> bool:
    tied = any(service.get("carries") for service in queries.standing(workspace)["services"].content)
    return tied or queries.proposals("services", *Proposal.OPEN).exists()


def _gathered(rows: Iterable[Any]) -> tuple[ServiceFound, ...]:
    by_name: dict[str, dict[str, int]] = {}
    for name, severity, found in rows:
        by_name.setdefault(str(name), {})[str(severity or "")] = int(found)
    made = (ServiceFound(name, sum(of.values()), _priced(of)) for name, of in by_name.items())
    return tuple(sorted(made, key=lambda s: (-s.incidents, s.name)))[:MOST]


def _priced(of: Collection[str]) -> tuple[str, ...]:
    """The worst two; where a tool calls its severities otherwise, all that it has."""
    return USUAL if set(USUAL) & set(of) else tuple(sorted(s for s in of if s)) or USUAL


def draft_services(person: Person, workspace: Workspace, carrying: Collection[str], *, now: datetime) -> Proposal:
    """Draft the clause with these services tied to orders, beside those that stand.

    Raises ``NotAllowed``, ``ValueError`` where none is named, or one that is in no incident.
    """
    require(person, Right.PREPARE)
    found = {s.name: s for s in services_found(workspace)}
    if not carrying:
        raise ValueError("choose the services with which orders fail")
    if unknown := [name for name in carrying if name not in found]:
        raise ValueError(f"{unknown[0][:80]} is in no incident, or a service is tied to orders already")
    standing = queries.standing(workspace)["services"].content
    kept = [one for one in standing if one["name"] not in carrying]
    tied = [{"name": n, "carries": "orders", "severities": list(found[n].severities)} for n in sorted(carrying)]
    return operations.draft("services", [*kept, *tied], reason=REASON, by=person, now=now)
