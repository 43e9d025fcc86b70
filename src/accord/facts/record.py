"""Where two exports tell the same, a clause names which counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.facts.store import Store
from accord.facts.tables import TABLES

PREFERENCE: dict[str, tuple[str, ...]] = {
    "orders": ("shopify_orders", "mapped", "ga4_export"),
    "changes": ("servicenow_change", "jira"),
}
"""Which reader counts where no clause says so; told as a note, so that somebody settles it."""

ONE_SOURCE = frozenset({"orders", "changes"})
"""Tables in which two exports tell the same rows. In all others every export adds its own."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files that count, by table, and what was assumed in choosing them."""

    files: dict[str, list[Path]]
    readers: dict[str, str]
    notes: tuple[str, ...]


def chosen(store: Store, record: Mapping[str, str]) -> Chosen:
    """The files of every table that analyses see.

    ``record`` is the clause: table to reader. Where it is silent and several readers fill a table of which one must
    count, the usual one counts and a note says so.
    """
    files, readers, notes = {}, {}, []
    for table in TABLES:
        told = store.readers(table)
        counts = _counts(table, told, record)
        files[table] = store.files(table, counts)
        if counts is not None:
            readers[table] = counts
            if len(told) > 1 and table not in record:
                others = ", ".join(r for r in told if r != counts)
                notes.append(
                    f"{table.capitalize()} come from {counts}; {others} tells them as well and is only checked. "
                    f"Settle it under 'record' in charter.yaml."
                )
    return Chosen(files, readers, tuple(notes))


def _counts(table: str, told: tuple[str, ...], record: Mapping[str, str]) -> str | None:
    if table not in ONE_SOURCE or not told:
        return None
    named = record.get(table)
    if named in told:
        return named
    return next((r for r in PREFERENCE.get(table, ()) if r in told), told[0])
