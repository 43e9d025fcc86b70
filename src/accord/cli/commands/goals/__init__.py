"""The shared numbers: how they stand, where they are heading, and what they are made of"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli import Commands
from accord.cli.door import as_json, workspace_option


class _Goals(Commands):
    package = "accord.cli.commands.goals"


@click.group(
    cls=_Goals,
    invoke_without_command=True,
    epilog="""\b
Examples:
  accord goals --json
  accord goals list
  accord goals tree revenue
  accord goals import okrs.csv --dry-run
""",
)
@click.pass_context
@workspace_option
@as_json
def command(context: click.Context, root: Path | None, as_json: bool) -> None:
    """Numbers that marketing and IT both answer for: targets, forecasts, what moved them, who answers.

    Without a further command: the scorecard.
    """
    if context.invoked_subcommand is None:
        from accord.cli.commands.goals.list_ import command as scorecard

        context.invoke(scorecard, root=root, as_json=as_json)
