"""Back the whole workspace up into one file, while it is served"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option

WARNING = (
    "The file holds the keys: whoever has it can read the originals and sign as this server. Keep it like the server "
    "itself, or leave them out with --without-keys and keep keys/ elsewhere."
)


@click.command(
    epilog="""\b
Examples:
  accord backup /mnt/safe/accord-2026-11-22.zip
  accord backup nightly.zip --without-keys     then keep the folder keys/ elsewhere
"""
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-keys", is_flag=True, help="Leave keys/ out: without them originals stay locked.")
@workspace_option
@as_json
@guarded
def command(file: Path, without_keys: bool, root: Path | None, as_json: bool) -> None:
    """Write FILE: record, facts, originals, findings, charter, settings and keys of one moment. Restore it with
    accord restore, on SQLite or PostgreSQL."""
    from datetime import UTC, datetime

    from accord.cli import site
    from accord.record.backup import back_up
    from accord.record.start import start

    workspace = site.folder_of(root)
    start(workspace)
    index = back_up(workspace, file, with_keys=not without_keys, now=datetime.now(UTC))
    if index.with_keys:
        click.echo(WARNING, err=True)
    if as_json:
        show_json({"file": file, "rows": index.rows, "files": len(index.files), "with_keys": index.with_keys})
        return
    click.echo(f"{file}: {index.rows:,} rows of the record and {len(index.files):,} files.")
