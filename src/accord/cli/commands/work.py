"""Do background jobs: one worker, as many as you start (PostgreSQL)"""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord work
  ACCORD_DATABASE_URL=postgresql://... accord work
"""
)
@workspace_option
@as_json
@guarded
def command(root: Path | None, as_json: bool) -> None:
    """Do jobs until Ctrl-C or TERM; what was being done then is given back within two seconds."""
    from accord.cli import site

    site.prepare(site.folder_of(root))
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    click.echo("Working (Ctrl-C ends it)", err=True)
    done = site.work(stop)
    if as_json:
        show_json({"done": done})
