"""The charter as the workspace's file has it, and which of its clauses are the signed ones. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from accord.clauses import marks, yaml_io
from accord.clauses.charter import Charter
from accord.facts.parse_discovery import readers
from accord.workspace.folder import Workspace


def charter_of(workspace: Workspace) -> Charter:
    """The clauses of a workspace; the draft defaults where nobody has written any.

    A clause whose text in the file is not the one that both sides signed does not count as signed.
    """
    if not workspace.charter.exists():
        return Charter()
    charter = yaml_io.load(workspace.charter, record_names())
    return replace(charter, signed=marks.signed_clauses(charter, marks.read(marks.beside(workspace.charter))))


@cache
def record_names() -> Mapping[str, frozenset[str]]:
    """By fact table, the readers that may be its source of record."""
    by_table: dict[str, set[str]] = {}
    for reader in readers():
        for table in reader.tables:
            by_table.setdefault(table, set()).add(reader.name)
    # Payments may be the record of orders.
    by_table.setdefault("orders", set()).update(by_table.get("payments", set()))
    # Incidents are joined, and the record names the tool whose times count.
    by_table.setdefault("incidents", set()).update({"pagerduty", "servicenow", "jira", "statuspage"})
    return {table: frozenset(names) for table, names in by_table.items()}
