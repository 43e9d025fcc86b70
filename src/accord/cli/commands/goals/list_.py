"""The scorecard: each shared number with its target and forecast"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord goals list
  accord goals list --audience it --json
"""
)
@click.option("--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance")
@workspace_option
@as_json
@guarded
def command(audience: Any, root: Path | None, as_json: bool) -> None:
    """Each shared number: its value, target, forecast, guard rails, and who answers for it on both sides."""
    from accord.cli.reading import now
    from accord.pages.brief import MADE_UP
    from accord.pages.goals.scorecard import scorecard
    from accord.pages.house import house
    from accord.pages.workspaces import named

    workspace = named(root)
    made_up = MADE_UP if workspace.made_up else ""
    page = scorecard(workspace, now(), audience, house(workspace).form_for("", ""), made_up)
    if as_json:
        show_json(page)
        return
    for objective in page.objectives:
        click.echo(objective.name)
        for one in objective.results:
            click.echo(f"  {one.title}: {one.now}" + (f" ({one.at})" if one.at else ""))
            ahead = one.outlook.cannot or f"{one.outlook.text} ({one.outlook.ends}); {one.outlook.held}"
            target = f"target {one.target_text} by {one.by}; " if one.target_text else ""
            chance = f"{one.outlook.chance_text} chance of it; " if one.outlook.chance_text else ""
            click.echo(f"    {target}{chance}heading for: {ahead}")
            if one.moved:
                click.echo(f"    {one.moved} {one.moved_most}".rstrip())
            for rail in one.rails:
                state = {True: "broken", False: "kept", None: "not measured"}[rail.broken]
                click.echo(f"    guard rail {state}: {rail.says}, last month {rail.now}")
            click.echo(f"    marketing: {one.owner_marketing}; IT: {one.owner_it}")
    if not page.objectives:
        click.echo("No number is shared yet. Take some in: accord goals import FILE", err=True)
    elif page.draft:
        click.echo("A draft: not both sides have signed the objectives.", err=True)
