"""Read exports into the workspace; every file is recognised by its content."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from accord.cli.door import ASKED, WRONG, as_json, guarded, show_json, workspace_option
from accord.cli.reading import answer_options, answers, defaults, now, report_text


def _list(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Name every export that is recognised, and where it is found."""
    if not wanted or ctx.resilient_parsing:
        return
    from accord.facts.parse_discovery import readers

    told = [{"reader": r.name, "title": r.title, "fills": r.tables, "how_to_get": r.how_to_get} for r in readers()]
    if "--json" in sys.argv:
        show_json(told)
    else:
        for one in told:
            click.echo(
                f"{one['reader']:<20} {one['title']} -> {', '.join(one['fills']) or 'clauses'}\n    {one['how_to_get']}"
            )
    ctx.exit()


@click.command(
    epilog="""\b
Examples:
  accord read exports/ --dry-run
  accord read orders_export_1.csv it/incidents.csv --timezone Europe/Paris
  accord read sales.csv --as orders --map ordered_at=InvoiceDate,order_id=InvoiceNo,amount=Quantity*UnitPrice
"""
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@answer_options
@click.option("--dry-run", is_flag=True, help="Say what would be read; change nothing.")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list,
    help="Name every export that is recognised.",
)
@click.option("--strict", is_flag=True, help="Store nothing unless every file can be read.")
@workspace_option
@as_json
@guarded
def command(
    paths: tuple[Path, ...],
    dry_run: bool,
    strict: bool,
    root: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Read files and folders. Subfolders marketing/ and it/ say whose export a file is."""
    from accord.cli.progress import Bar
    from accord.facts.importing import read
    from accord.pages.account import charter_of
    from accord.pages.workspaces import form_of, named

    workspace = named(root)
    with Bar(quiet=as_json) as bar:
        report = read(
            workspace,
            paths,
            now=now(),
            flags=answers(given),
            defaults=defaults(workspace),
            dry_run=dry_run,
            strict=strict,
            progress=bar.file,
        )
    if as_json:
        show_json(report)
    else:
        click.echo(report_text(report, form_of(charter_of(workspace)), workspace.rejects, dry_run=dry_run))
    sys.exit(ASKED if report.questions else WRONG if report.refused or not report.files else 0)
