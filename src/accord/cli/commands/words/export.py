"""The glossary for other tools: TBX, SKOS, CSV, a Vale style"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, fail, guarded, show_json, workspace_option

FORMATS = ("tbx", "turtle", "rdfxml", "jsonld", "csv", "vale")


@click.command(
    epilog="""\b
Examples:
  accord words export --as tbx --out words.tbx
  accord words export --as turtle
  accord words export --as vale --out .vale
"""
)
@click.option("--as", "how", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write to this file, or folder for vale (default: screen)."
)
@workspace_option
@as_json
@guarded
def command(how: Any, out: Path | None, root: Path | None, as_json: bool) -> None:
    """The glossary in a format of other tools; what it cannot hold is said on standard error."""
    from accord.cli.standing import agreed
    from accord.pages.glossary import words_out
    from accord.pages.workspaces import named
    from accord.workspace.safely import write_whole

    told = words_out(agreed(named(root)), how)
    if out is None and how == "vale" and not as_json:
        fail("a Vale style is a folder. Name one: --out FOLDER")
    if out is not None:
        for path, raw in told.files:
            target = out / path if how == "vale" or out.is_dir() else out
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, raw)
    if as_json:
        texts = {path: raw.decode() for path, raw in told.files}
        show_json({"files": list(texts) if out else texts, "cannot_hold": told.unsaid})
        return
    for _, raw in told.files if out is None else ():
        click.echo(raw.decode(), nl=False)
    for line in told.unsaid:
        click.echo(line, err=True)
    if out is not None:
        click.echo(f"Written: {out}", err=True)
