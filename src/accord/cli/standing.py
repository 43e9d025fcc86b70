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


rewards_option = click.option("--rewards", is_flag=True, help="What the heads are rewarded for, too.")


def left_out(rewards: bool) -> frozenset[str]:
    """The clauses that a command does not show unless it is asked to: a screen has more readers than a file."""
    from accord.clauses.charter import PERSONAL

    return frozenset() if rewards else PERSONAL


def show_changes(would: Sequence[WouldChange], as_json: bool, rewards: bool = False) -> None:
    hidden = left_out(rewards)
    told = [(w, w.changes if w.clause not in hidden else ("it changes; --rewards says how",)) for w in would]
    if as_json:
        show_json([{"clause": w.clause, "changes": changes} for w, changes in told])
        return
    for one, changes in told:
        click.echo(f"{one.label}:")
        for says in changes:
            click.echo(f"  {says}")
    if not would:
        click.echo("No difference.")
