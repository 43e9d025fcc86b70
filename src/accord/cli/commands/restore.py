"""Restore a backup into an empty workspace"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord restore accord-2026-11-22.zip --workspace /srv/accord-new
  ACCORD_DATABASE_URL=postgresql://... accord restore accord-2026-11-22.zip --workspace /srv/accord-new
"""
)
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@workspace_option
@as_json
@guarded
def command(file: Path, root: Path | None, as_json: bool) -> None:
    """Restore FILE, made by accord backup, on this machine. Every byte is checked; a backup of an older version is
    brought to this one, a newer one is refused."""
    from accord.cli import site
    from accord.record.backup_restore import put_files, put_rows, read_index
    from accord.record.start import start

    workspace = site.folder_of(root)
    read_index(file)
    index = put_files(file, workspace)
    start(workspace)
    put_rows(file)
    if as_json:
        show_json({"workspace": workspace.root, "rows": index.rows, "made_at": index.made_at, "accord": index.accord})
        return
    click.echo(f"{workspace.root}: {index.rows:,} rows of the record, as of {index.made_at}. Now: accord doctor")
    if not index.with_keys:
        click.echo("The backup came without keys: put the folder keys/ back before you serve.", err=True)
