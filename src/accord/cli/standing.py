"""The charter as it counts, and what would change of it, as commands tell them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from accord.cli.door import show_json

if TYPE_CHECKING:
    from accord.clauses.charter import Charter
    from accord.pages.charter.difference import WouldChange
    from accord.workspace.folder import Workspace


def agreed(workspace: Workspace) -> Charter:
    """What counts: the signed text of each clause that has one. Only a workspace with a record has any."""
    if not _has_record(workspace):
        return in_file(workspace)
    from accord.record.start import start

    start(workspace)
    from accord.charter.queries import agreed

    return agreed(workspace)


def _has_record(workspace: Workspace) -> bool:
    from accord.workspace.settings import load

    return (workspace.root / "record.sqlite3").exists() or bool(load(workspace).database_url)


def in_file(workspace: Workspace) -> Charter:
    from accord.charter.reading import charter_of

    return charter_of(workspace)


def show_changes(would: Sequence[WouldChange], as_json: bool) -> None:
    if as_json:
        show_json([{"clause": w.clause, "changes": w.changes} for w in would])
        return
    for one in would:
        click.echo(f"{one.label}:")
        for says in one.changes:
            click.echo(f"  {says}")
    if not would:
        click.echo("No difference.")
