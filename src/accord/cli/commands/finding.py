"""One finding with its figures, and the rows behind it"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, fail, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord finding 3f9a1c2b7d
  accord finding 3f9a --evidence --audience it
"""
)
@click.argument("name", metavar="ID")
@click.option("--evidence", is_flag=True, help="Open the numbers: the fact rows with file and line.")
@click.option("--rows", "most", default=20, show_default=True, help="At most so many rows of each piece of evidence.")
@click.option("--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance")
@workspace_option
@as_json
@guarded
def command(name: str, evidence: bool, most: int, audience: Any, root: Path | None, as_json: bool) -> None:
    """Show the finding whose id begins with ID, in whichever workspace of this account it is kept."""
    from accord.findings.archive import NoFinding
    from accord.pages.evidence import evidence_text, finding_shown, opened_evidence
    from accord.pages.workspaces import holding

    workspace = holding(root, name)
    try:
        content = finding_shown(workspace, name, audience, as_json=as_json and not evidence)
        rows = opened_evidence(workspace, name, most) if evidence else ()
    except NoFinding as none:
        fail(str(none))
    if as_json and evidence:
        show_json(rows)
        return
    sys.stdout.write(content + "\n")
    if evidence:
        sys.stdout.write("\n" + evidence_text(rows) + "\n")
