"""Goals of other tools into the charter's objectives, as a draft"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord goals import okrs.csv --dry-run
  accord goals import semantic_models.yml --marketing "Head of brand" --it "Head of data"
  accord goals import performance_indicators.yml --by 2026-12-31
"""
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", type=click.DateTime(["%Y-%m-%d"]), help="The deadline of targets that name none.")
@click.option("--marketing", default="", help="Who answers for them in marketing, by role.")
@click.option("--it", default="", help="Who answers for them in IT, by role.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@workspace_option
@as_json
@guarded
def command(
    file: Path, by: datetime | None, marketing: str, it: str, dry_run: bool, root: Path | None, as_json: bool
) -> None:
    """Add the goals of FILE to the objectives in charter.yaml: a draft, which both sides sign.

    FILE holds OKRs as CSV, or YAML of dbt (metrics), OpenSLO or performance indicators. What it does not say plainly is
    listed and not guessed.
    """
    from accord.cli.reading import now
    from accord.cli.standing import in_file, show_changes
    from accord.pages.charter.difference import take_in
    from accord.pages.goals.importing import goals_in
    from accord.pages.workspaces import begin, named

    workspace = named(root)
    begin(workspace)
    deadline = by.date() if by else None
    got = goals_in(in_file(workspace), file.read_bytes(), file=file.name, by=deadline, marketing=marketing, it=it)
    told = take_in(workspace, got.charter, now=now(), dry_run=dry_run)
    if as_json:
        left = [{"what": what, "why": why} for what, why in got.unsaid]
        show_json({"taken": got.taken, "with_target": got.aimed, "left": left, "draft": bool(told.drafts)})
        return
    show_changes(told.would, as_json=False)
    click.echo(f"{got.taken} taken in, {got.aimed} of them with a target.")
    for what, why in got.unsaid:
        click.echo(f"left: {what}: {why}", err=True)
    if told.drafts:
        click.echo("The objectives were signed; what charter.yaml says of them is a draft now.", err=True)
