"""Make a workspace with a commented charter.yaml"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord init
  accord init --workspace ~/accord/our-shop
"""
)
@workspace_option
@as_json
@guarded
def command(root: Path | None, as_json: bool) -> None:
    """Make a workspace: a folder for facts, and charter.yaml to say who you are and what your services carry."""
    from accord.pages.workspaces import begin, named

    workspace = named(root)
    written = begin(workspace)
    if as_json:
        show_json({"workspace": workspace.root, "charter": workspace.charter, "written": written})
        return
    click.echo(f"Workspace: {workspace.root}")
    click.echo(f"Charter:   {workspace.charter}" + ("" if written else " (there already, left as it is)"))
    click.echo("Next: look through charter.yaml, then accord read FOLDER")
