"""One joint calendar of files from both sides, and what clashes in it"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from accord.cli.door import ASKED, WRONG, as_json, fail, guarded, show_json, workspace_option
from accord.cli.reading import answer_options, answers, now


@click.command(
    epilog="""\b
Examples:
  accord calendar marketing/ it/ --from 2026-11-01 --to 2027-01-31
  accord calendar campaigns.csv changes.csv freezes.ics --json
"""
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day (default: all).")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day, included.")
@answer_options
@workspace_option
@as_json
@guarded
def command(
    files: tuple[Path, ...],
    first: datetime | None,
    last: datetime | None,
    root: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Entries and clashes of FILES; nothing is stored. A workspace, if named, gives zone and names of services."""
    from accord.cli.progress import Bar
    from accord.facts.found import files_in
    from accord.pages.calendar import calendar_of, calendar_text

    if not files_in(files):
        fail(f"no file to read was found in {', '.join(map(str, files))}")
    days = (first.date() if first else None, last.date() if last else None)
    with Bar(quiet=as_json) as bar:
        page = calendar_of(files, root, now=now(), flags=answers(given), first=days[0], last=days[1], progress=bar.file)
    if as_json:
        show_json({"entries": page.entries, "clashes": page.clashes, "left_out": page.left_out})
    else:
        click.echo(calendar_text(page))
    if not page.entries and page.left_out:
        sys.exit(ASKED if page.asks else WRONG)
