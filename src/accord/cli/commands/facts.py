"""What is read: list, undo, forget, rebuild"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, fail, guarded, show_json, workspace_option


@click.group(
    epilog="""\b
Examples:
  accord facts list
  accord facts undo 3f9a1c2b7d4e
  accord facts forget --person someone@example.com
  accord facts rebuild
"""
)
def command() -> None:
    """The facts of the workspace: files that were read, and what each brought."""


@command.command("list")
@workspace_option
@as_json
@guarded
def list_(root: Path | None, as_json: bool) -> None:
    """Tables and imports."""
    from accord.facts.store import Store
    from accord.pages.account import charter_of
    from accord.pages.workspaces import form_of, named

    workspace = named(root)
    with Store.reading(workspace) as store:
        state = store.state()
    if as_json:
        show_json(state)
        return
    form = form_of(charter_of(workspace))
    for name, table in state.tables.items():
        span = f"{form.time(table.first)} to {form.time(table.last)}" if table.first and table.last else ""
        click.echo(f"{name:<18} {table.rows:>10} rows  {span}  {', '.join(table.readers)}")
    for one in state.imports:
        rows = sum(part.rows for part in one.own.values())
        click.echo(f"{one.id}  {one.reader:<20} {rows:>9} rows  {one.name} {one.member}".rstrip())
    if not state.imports:
        click.echo("No facts yet. Read some: accord read FOLDER", err=True)


@command.command()
@click.argument("imports", nargs=-1, required=True)
@workspace_option
@as_json
@guarded
def undo(imports: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Take imports out again; later ones stay. What is signed keeps the facts it was signed on."""
    from accord.facts.manifest import StoreError
    from accord.facts.undo import undo as take_out
    from accord.pages.workspaces import named

    try:
        told = take_out(named(root), imports)
    except StoreError as fault:
        fail(str(fault))
    if as_json:
        show_json(told)
        return
    for one in told.imports:
        click.echo(f"undone: {one.name}")
    for table, (before, after) in told.rows.items():
        click.echo(f"  {table}: {before} rows before, {after} now")


@command.command()
@click.option("--person", metavar="E-MAIL", help="Whose keys to remove everywhere.")
@click.option("--import", "import_id", metavar="ID", help="An import to remove for good, its original too.")
@click.option("--yes", is_flag=True, help="Do not ask; this cannot be undone.")
@workspace_option
@as_json
@guarded
def forget(person: str | None, import_id: str | None, yes: bool, root: Path | None, as_json: bool) -> None:
    """Forget a person, or an import with its original. This cannot be undone."""
    from accord.facts.forget import forget_import, forget_person
    from accord.facts.manifest import StoreError
    from accord.pages.workspaces import named

    if (person is None) == (import_id is None):
        raise click.UsageError("give --person or --import")
    if not yes:
        click.confirm("This cannot be undone. Forget?", abort=True, err=True)
    try:
        told = forget_person(named(root), person) if person else forget_import(named(root), str(import_id))
    except StoreError as fault:
        fail(str(fault))
    if as_json:
        show_json(told)
        return
    click.echo(f"Forgotten. Files of facts written anew: {told.files}; originals deleted: {len(told.originals)}")
    for one in told.originals:
        click.echo(f"  {one.name} {one.member}".rstrip())


@command.command()
@workspace_option
@as_json
@guarded
def rebuild(root: Path | None, as_json: bool) -> None:
    """Make all tables anew from the originals."""
    from accord.cli.progress import Bar
    from accord.facts.manifest import StoreError
    from accord.facts.rebuild import rebuild as again
    from accord.pages.workspaces import named

    try:
        with Bar(quiet=as_json) as bar:
            told = again(named(root), progress=bar.file)
    except StoreError as fault:
        fail(str(fault))
    if as_json:
        show_json(told)
    else:
        for one in told:
            click.echo(f"{one.outcome:<8} {one.name}" + (f" ({one.why})" if one.why else ""))
