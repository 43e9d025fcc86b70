"""Look whether everything is sound, and say what mends it"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from accord.cli.door import WRONG, as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord doctor
  accord doctor --json
"""
)
@workspace_option
@as_json
@guarded
def command(root: Path | None, as_json: bool) -> None:
    """Look at keys, disk, database, facts, originals, the signed record, the worker, the address and mail. Changes
    nothing; ends with 1 where something is wrong."""
    from accord.cli import site
    from accord.record.start import start

    workspace = site.folder_of(root)
    start(workspace)
    from accord.record.doctoring import looks

    found = list(looks(workspace))
    if as_json:
        show_json([asdict(look) for look in found])
    else:
        for look in found:
            click.echo(f"{'ok   ' if look.ok else 'wrong'}  {look.name:<14} {look.says}")
            if look.mend:
                click.echo(f"{'':<22}mend: {look.mend}")
    if not all(look.ok for look in found):
        sys.exit(WRONG)
