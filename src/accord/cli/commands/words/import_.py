"""Words of other tools into the glossary, as a draft"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord words import words.csv --dry-run
  accord words import it/terms.tbx --side it
"""
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--side", type=click.Choice(["marketing", "it"]), help="Whose words they are: what definitions mean.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@workspace_option
@as_json
@guarded
def command(file: Path, side: Any, dry_run: bool, root: Path | None, as_json: bool) -> None:
    """Add the words of FILE (TBX, SKOS, CSV) to the glossary in charter.yaml: a draft, which both sides sign."""
    from accord.cli.reading import now
    from accord.cli.standing import in_file, show_changes
    from accord.pages.charter.difference import take_in
    from accord.pages.glossary import words_in
    from accord.pages.workspaces import begin, named

    workspace = named(root)
    begin(workspace)
    got = words_in(in_file(workspace), file.read_bytes(), file=file.name, side=side)
    told = take_in(workspace, got.charter, now=now(), dry_run=dry_run)
    if as_json:
        changes = [says for one in told.would for says in one.changes]
        show_json({"words": got.count, "changes": changes, "left_out": got.unsaid, "draft": bool(told.drafts)})
        return
    show_changes(told.would, as_json=False)
    for line in got.unsaid:
        click.echo(line, err=True)
    if told.drafts:
        click.echo("The glossary was signed; what charter.yaml says of it is a draft now.", err=True)
