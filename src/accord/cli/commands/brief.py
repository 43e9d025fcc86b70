"""Read a folder of both departments' exports and answer with one page"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from accord.cli.door import ASKED, as_json, fail, guarded, workspace_option
from accord.cli.reading import answer_options, answers, defaults, now, report_text


@click.command(
    epilog="""\b
Examples:
  accord brief exports/
  accord brief exports/ --from 2026-08-01 --to 2026-10-31 --audience finance
  accord brief exports/ --format html --out brief.html
"""
)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day (default: the last three months).")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day, included.")
@click.option(
    "--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance", help="Whose words to use."
)
@click.option("--format", "format_", type=click.Choice(["text", "json", "html", "pdf"]), default="text")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead.")
@click.option("--seed", default=0, help="Same seed, same answer.")
@answer_options
@workspace_option
@as_json
@guarded
def command(
    folder: Path | None,
    first: datetime | None,
    last: datetime | None,
    audience: Any,
    format_: Any,
    out: Path | None,
    seed: int,
    root: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Read FOLDER (if given) and answer with one brief: what each department cost and earned the other."""
    from accord.cli.progress import Bar
    from accord.pages.account import NoFacts, brief_of
    from accord.pages.showing import shown
    from accord.pages.workspaces import for_exports, named, passed_over

    format_ = "json" if as_json else format_
    if format_ == "pdf" and out is None and sys.stdout.isatty():
        raise click.UsageError("a PDF is not for the terminal; add --out brief.pdf")
    workspace = for_exports(folder, root) if folder else named(root)
    if folder:
        if passed_over(workspace, folder):
            click.echo(f"{folder / 'charter.yaml'} differs from {workspace.charter}, which counts.", err=True)
        _read(workspace, folder, given)
    days = (first.date() if first else None, last.date() if last else None)
    try:
        with Bar() as bar:
            brief = brief_of(workspace, now=now(), first=days[0], last=days[1], seed=seed, progress=bar.step)
    except NoFacts as nothing:
        fail(str(nothing))
    content = shown(brief, audience, format_, None if out else sys.stdout, workspace=workspace)
    if out is not None:
        out.write_bytes(content)
        click.echo(f"Wrote {out}", err=True)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def _read(workspace: Any, folder: Path, given: dict[str, Any]) -> None:
    """Read what is new in the folder; what asks or is refused is told, and the brief goes on without it."""
    from accord.cli.progress import Bar
    from accord.facts.importing import read
    from accord.pages.account import charter_of
    from accord.pages.workspaces import form_of

    with Bar() as bar:
        report = read(
            workspace, [folder], now=now(), flags=answers(given), defaults=defaults(workspace), progress=bar.file
        )
    click.echo(f"Workspace: {workspace.root}", err=True)
    waiting = [*report.questions, *report.refused]
    if waiting:
        from dataclasses import replace

        form = form_of(charter_of(workspace))
        told = report_text(replace(report, files=tuple(waiting)), form, workspace.rejects, dry_run=False)
        click.echo(told, err=True)
    if not report.files:
        fail(f"no file to read was found in {folder}")
    if not any(f.status in ("read", "here already") for f in report.files):
        fail("no file of the folder could be read; see above", ASKED if report.questions else 1)
