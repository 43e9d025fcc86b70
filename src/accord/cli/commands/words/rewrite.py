"""A text in its reader's words, by the glossary; numbers, links and code stand still"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option

if TYPE_CHECKING:
    from accord.language.rewriting import Rewritten


@click.command(
    epilog="""\b
Examples:
  accord words rewrite brief.md --for marketing --diff
  accord words rewrite brief.md --for it --out brief-it.md
"""
)
@click.argument("file", metavar="FILE")
@click.option("--for", "reader", type=click.Choice(["marketing", "it", "finance"]), required=True, help="Who reads.")
@click.option("--diff", "as_diff", is_flag=True, help="Show only what changes.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file (default: screen).")
@click.option("--markup", type=click.Choice(["markdown", "html", "plain"]), help="What the text is written in.")
@click.option("--charter", "charter_file", type=click.Path(path_type=Path), help="The glossary of this charter.yaml.")
@workspace_option
@as_json
@guarded
def command(
    file: str,
    reader: Any,
    as_diff: bool,
    out: Path | None,
    markup: Any,
    charter_file: Path | None,
    root: Path | None,
    as_json: bool,
) -> None:
    """FILE (- for standard input) with each word of the glossary as this reader is to be told it."""
    from accord.cli.texts import charter_for, one_text
    from accord.pages.texts import rewritten
    from accord.workspace.safely import write_whole

    text = one_text(file, markup)
    told = rewritten(text, charter_for(root, charter_file), reader)
    if out is not None:
        write_whole(out, (text.mark + told.text).encode())
    if as_json:
        show_json(_plain(told))
    elif as_diff:
        click.echo(told.diff(text.name), nl=False)
    elif out is None:
        click.echo((text.mark + told.text).encode(), nl=False)
    for left in told.left:
        click.echo(f"{text.name}:{left.line}:{left.column}: {left.term} stays: {left.why}", err=True)
    if out is not None:
        click.echo(f"Written: {out}; {len(told.edits)} replaced", err=True)


def _plain(told: Rewritten) -> dict[str, Any]:
    from dataclasses import asdict

    return {"text": told.text, "edits": [asdict(e) for e in told.edits], "left": [asdict(one) for one in told.left]}
