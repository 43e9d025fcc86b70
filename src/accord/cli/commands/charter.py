"""The clauses: show, check, compare, take out and in"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from accord.cli.door import WRONG, as_json, fail, guarded, show_json, workspace_option
from accord.cli.standing import left_out, rewards_option, show_changes


@click.group(
    epilog="""\b
Examples:
  accord charter show
  accord charter check charter.yaml
  accord charter adopt it/slo.yaml
  accord charter diff
  accord charter diff proposed.yaml
  accord charter export --out charter.yaml
  accord charter import charter.yaml --dry-run
"""
)
def command() -> None:
    """The clauses in charter.yaml: who we are, what services carry, what the calendar must respect."""


@command.command()
@rewards_option
@workspace_option
@as_json
@guarded
def show(rewards: bool, root: Path | None, as_json: bool) -> None:
    """The clauses in force or in draft, defaults included."""
    from accord.clauses import yaml_io
    from accord.pages.account import charter_of
    from accord.pages.workspaces import named

    charter = charter_of(named(root))
    if as_json:
        show_json(yaml_io.as_data(charter, left_out(rewards)))
    else:
        click.echo(yaml_io.dump(charter, left_out(rewards)))


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


@command.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@rewards_option
@workspace_option
@as_json
@guarded
def diff(file: Path | None, rewards: bool, root: Path | None, as_json: bool) -> None:
    """What FILE would change of the charter; without FILE, what charter.yaml changes of what is signed.

    Ends with 1 where they differ, like diff.
    """
    from accord.cli.standing import agreed, in_file
    from accord.pages.charter.difference import difference, over
    from accord.pages.workspaces import named

    workspace = named(root)
    before = agreed(workspace)
    after = over(before, file.read_text(encoding="utf-8-sig")) if file else in_file(workspace)
    would = difference(before, after)
    show_changes(would, as_json, rewards)
    if would:
        sys.exit(WRONG)


@command.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file (default: screen).")
@rewards_option
@workspace_option
@as_json
@guarded
def export(out: Path | None, rewards: bool, root: Path | None, as_json: bool) -> None:
    """The charter as YAML: signed clauses as signed, the others as they stand in draft.

    What the heads are rewarded for is left out without --rewards; taken up again, such a file leaves it as it stands.
    """
    from accord.clauses import yaml_io
    from accord.cli.standing import agreed
    from accord.pages.workspaces import named

    charter, hidden = agreed(named(root)), left_out(rewards)
    if as_json:
        show_json(yaml_io.as_data(charter, hidden))
    elif out is None:
        click.echo(yaml_io.dump(charter, hidden), nl=False)
    else:
        out.write_text(yaml_io.dump(charter, hidden), encoding="utf-8")
        click.echo(f"Written: {out}", err=True)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@workspace_option
@as_json
@guarded
def import_(file: Path, dry_run: bool, root: Path | None, as_json: bool) -> None:
    """Take the clauses that FILE names into charter.yaml, as drafts: nothing is signed here."""
    from accord.cli.reading import now
    from accord.pages.charter.difference import take_up
    from accord.pages.workspaces import begin, named

    workspace = named(root)
    begin(workspace)
    told = take_up(workspace, file, now=now(), dry_run=dry_run)
    show_changes(told.would, as_json)
    for clause in told.drafts:
        click.echo(f"{clause} was signed; what charter.yaml says of it is a draft now.", err=True)
