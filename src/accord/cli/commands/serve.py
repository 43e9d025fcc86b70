"""Serve the site: pages, sign-in and background jobs, from nothing"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord serve
  accord serve --port 8080 --workspace /srv/accord
  ACCORD_DATABASE_URL=postgresql://... accord serve --workers 8 --no-worker
"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others only once it is set up.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 256), help="At once in each process.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes.  [default: one per processor, up to 4]")
@click.option("--no-worker", is_flag=True, help="No background jobs here; run 'accord work' beside it.")
@click.option("--without-backup", is_flag=True, help="Do not back the database up before it is changed.")
@workspace_option
@as_json
@guarded
def command(
    host: str,
    port: int,
    threads: int,
    workers: int | None,
    no_worker: bool,
    without_backup: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Serve the site until Ctrl-C. A new workspace and its database are made; an older one is backed up and brought to
    this version. While nobody has an account, the address to begin at is printed, with a word that only you see."""
    from accord.cli import site

    workspace = site.folder_of(root)
    site.prepare(workspace, without_backup=without_backup)
    site.serve(workspace, site.Serving(host, port, threads, workers or site.processes(), not no_worker, as_json))
