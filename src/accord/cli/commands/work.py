"""Do background jobs: one worker, as many as you start (PostgreSQL)"""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from accord.cli.door import guarded, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord work
  ACCORD_DATABASE_URL=postgresql://... accord work
"""
)
@workspace_option
@guarded
def command(root: Path | None) -> None:
    """Do jobs until Ctrl-C or TERM; what was being done then is given back within two seconds."""
    from accord.cli import site

    site.prepare(site.folder_of(root))
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    click.echo("Working (Ctrl-C ends it)", err=True)
    site.work(stop)
