"""Queue the nightly round: watched folder, analyses, promises that are due, mail"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord tick
  accord tick --work         do it now, in this process
  30 2 * * * accord tick     in a crontab, for a server that runs
"""
)
@click.option("--work", "work_now", is_flag=True, help="Do what is due here and now, and end when nothing is left.")
@workspace_option
@as_json
@guarded
def command(work_now: bool, root: Path | None, as_json: bool) -> None:
    """Queue what is done every night. A running server queues it by itself, at nightly_at."""
    from accord.cli import site

    site.prepare(site.folder_of(root))
    queued, done = site.tick(work_now=work_now)
    if as_json:
        show_json({"queued": queued, "done": done})
        return
    click.echo(f"Queued: {', '.join(queued)}")
    if work_now:
        click.echo(f"Done: {done} {'job' if done == 1 else 'jobs'}")
