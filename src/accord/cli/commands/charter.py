"""The clauses: show, check, take up what a file offers"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, fail, guarded, show_json, workspace_option


@click.group(
    epilog="""\b
Examples:
  accord charter show
  accord charter check charter.yaml
  accord charter adopt it/slo.yaml
"""
)
def command() -> None:
    """The clauses in charter.yaml: who we are, what services carry, what the calendar must respect."""


@command.command()
@workspace_option
@as_json
@guarded
def show(root: Path | None, as_json: bool) -> None:
    """The clauses in force or in draft, defaults included."""
    from accord.clauses import yaml_io
    from accord.pages.account import charter_of
    from accord.pages.workspaces import named

    charter = charter_of(named(root))
    if as_json:
        show_json(yaml_io.as_data(charter))
    else:
        click.echo(yaml_io.dump(charter))


@command.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@workspace_option
@as_json
@guarded
def check(file: Path | None, root: Path | None, as_json: bool) -> None:
    """Say whether a charter.yaml can be read; the workspace's own where no FILE is given."""
    from accord.clauses import yaml_io
    from accord.pages.workspaces import named

    path = file or named(root).charter
    if not path.exists():
        fail(f"this workspace has no charter yet ({path}). Write one with accord init")
    charter = yaml_io.load(path)
    told = {"file": str(path), "services": [s.name for s in charter.services], "signed": sorted(charter.signed)}
    if as_json:
        show_json(told)
    else:
        click.echo(f"{path}: good; {len(charter.services)} services, {'signed' if charter.signed else 'a draft'}")


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print the charter that would be; change nothing.")
@workspace_option
@as_json
@guarded
def adopt(file: Path, dry_run: bool, root: Path | None, as_json: bool) -> None:
    """Add the services and objectives that FILE (OpenSLO, Sloth) offers; nothing that stands is changed."""
    from accord.cli.reading import now
    from accord.pages.adopting import adopted
    from accord.pages.workspaces import named

    told = adopted(named(root), file, now=now(), dry_run=dry_run)
    if as_json:
        show_json(told)
        return
    click.echo(told.text if dry_run else f"Added: {', '.join(told.added) or 'nothing new'}. See {named(root).charter}")
