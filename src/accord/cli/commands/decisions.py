"""The docket, decisions and their record; signing takes a person who has signed in"""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option

_STATES = "draft proposed signed_by_one in_force kept broken cannot_tell withdrawn ended renewed".split()


@click.command(
    epilog="""\b
Examples:
  accord decisions
  accord decisions --state in_force --json
  accord decisions D-12
"""
)
@click.argument("name", required=False)
@click.option("--state", type=click.Choice(_STATES), help="Only decisions that stand so; without the docket.")
@workspace_option
@as_json
@guarded
def command(name: str | None, state: str | None, root: Path | None, as_json: bool) -> None:
    """List what still needs a decision and what was decided, or show the whole text of NAME (D-12)."""
    from accord.pages.workspaces import named
    from accord.record.start import prepare

    prepare(named(root))
    if name is not None:
        _show(name, as_json)
        return
    told = {"docket": [] if state else _docket(), "decisions": _decisions(state)}
    if as_json:
        show_json(told)
        return
    for row in told["docket"]:
        click.echo(f"{row['finding']}  needs a decision  {row['title']}")
    for row in told["decisions"]:
        click.echo(f"{row['name']:<10}  {row['state'].replace('_', ' '):<16}  {row['title']}")
    if not any(told.values()):
        click.echo("Nothing needs a decision, and none was made.")


def _show(name: str, as_json: bool) -> None:
    from accord.cli.door import fail
    from accord.decisions import queries

    try:
        row = queries.one_decision(name)
    except LookupError as fault:
        fail(str(fault))
    if as_json:
        show_json({**_told(row), "text": row.terms})
        return
    click.echo(f"{row.name}, {row.state.replace('_', ' ')}: {row.title}")
    click.echo(row.terms["why"] or "No reason was given.")
    click.echo(f"Counts from {row.counts_from:%Y-%m-%d} to {row.counts_to:%Y-%m-%d}, checked {row.due:%Y-%m-%d} (UTC)")


def _docket() -> list[dict[str, Any]]:
    from accord.decisions import queries
    from accord.record import clock

    return [
        {"finding": p.finding, "title": p.title_finance, "mid": p.mid, "low": p.low, "high": p.high,
         "currency": p.currency, "waiting_a_week": p.waiting_mid, "measured": p.measured_mid,
         "measured_as": p.measured_as}
        for p in queries.docket(clock.now())
    ]  # fmt: skip


def _decisions(state: str | None) -> list[dict[str, Any]]:
    from accord.decisions import queries

    return [_told(row) for row in queries.decisions(*([state] if state else []))]


def _told(row: Any) -> dict[str, Any]:
    due = row.due.astimezone(UTC).isoformat()
    return {"name": row.name, "id": str(row.id), "state": row.state, "title": row.title, "finding": row.finding,
            "due": due, "entry": row.entry}  # fmt: skip
