"""Move the record from SQLite to PostgreSQL"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord move-to-postgres postgresql://accord@db.our-shop.example/accord
"""
)
@click.argument("url")
@workspace_option
@as_json
@guarded
def command(url: str, root: Path | None, as_json: bool) -> None:
    """Copy every row to the empty PostgreSQL database at URL, and check each table. Stop the server first: what is
    written to SQLite afterwards is not moved."""
    from accord.cli import site

    workspace = site.folder_of(root)
    site.prepare(workspace)
    from accord.record.backup_move import move

    counts = move(url)
    if as_json:
        show_json({"rows": sum(counts.values()), "tables": counts})
        return
    click.echo(f"{sum(counts.values()):,} rows in {len(counts)} tables are the same on both sides.")
    click.echo("From now on start accord with ACCORD_DATABASE_URL set to that address (or write database_url into")
    click.echo(f"{workspace.settings}). record.sqlite3 stays as it is until you remove it.")
