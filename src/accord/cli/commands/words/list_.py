"""The words of the glossary, and what both write"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord words list
  accord words list --json
"""
)
@workspace_option
@as_json
@guarded
def command(root: Path | None, as_json: bool) -> None:
    """The words of the glossary: what each side means, what both write, what is not agreed yet."""
    from accord.clauses.yaml_io import term_data
    from accord.pages.account import charter_of
    from accord.pages.workspaces import named

    charter = charter_of(named(root))
    if as_json:
        show_json({"signed": charter.is_signed("glossary"), "terms": [term_data(t) for t in charter.glossary]})
        return
    for term in charter.glossary:
        state = "" if term.status == "agreed" else f" ({term.status})"
        click.echo(f"{term.term}{state}: {term.wording or 'no wording of its own'}")
        for side, label in (("marketing", "marketing"), ("it", "IT")):
            meaning = term.marketing if side == "marketing" else term.it
            if meaning:
                click.echo(f"  in {label}: {meaning}")
    if not charter.glossary:
        click.echo("No word is agreed yet. Take some in: accord words import FILE", err=True)
    elif not charter.is_signed("glossary"):
        click.echo("A draft: not both sides have signed the glossary.", err=True)
