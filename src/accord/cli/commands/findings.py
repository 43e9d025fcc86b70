"""List the findings of the workspace"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord findings
  accord findings --analysis outages --json
"""
)
@click.option("--analysis", help="Only findings of this analysis.")
@click.option("--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance")
@workspace_option
@as_json
@guarded
def command(analysis: str | None, audience: Any, root: Path | None, as_json: bool) -> None:
    """All findings kept, in the order of what it costs to wait."""
    from accord.analyses.discovery import names
    from accord.pages.evidence import listed
    from accord.pages.workspaces import named

    if analysis is not None and analysis not in names():
        raise click.UsageError(f"there is no analysis {analysis}; there are {', '.join(names())}")
    lines = listed(named(root), audience, analysis)
    if as_json:
        show_json(lines)
        return
    for line in lines:
        click.echo(f"{line.id}  {line.analysis:<14} {line.headline}\n            {line.title}")
    if not lines:
        click.echo("No findings yet. Make some: accord brief FOLDER", err=True)
