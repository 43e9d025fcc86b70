"""What a shared number is made of, and what each part did to its change"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord goals tree revenue
  accord goals tree shoppers_who_could_buy --json
"""
)
@click.argument("metric")
@click.option("--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance")
@workspace_option
@as_json
@guarded
def command(metric: str, audience: Any, root: Path | None, as_json: bool) -> None:
    """The tree behind METRIC: each part with its values before and now, and its effect; * marks the dominant path."""
    from accord.cli.reading import now
    from accord.pages.brief import MADE_UP
    from accord.pages.goals.tree import tree
    from accord.pages.house import house
    from accord.pages.workspaces import named

    workspace = named(root)
    made_up = MADE_UP if workspace.made_up else ""
    page = tree(workspace, metric, now(), audience, house(workspace).form_for("", ""), made_up)
    if as_json:
        show_json(page)
        return
    for node in page.every():
        mark = "*" if node.dominant else " "
        side = f", {node.holder_word}" if node.holder_word else ""
        click.echo(f"{mark} {'  ' * node.depth}{node.label}: {node.before} to {node.after}, {node.effect}{side}")
    if page.root is None:
        click.echo(f"Cannot tell. {page.cannot}", err=True)
