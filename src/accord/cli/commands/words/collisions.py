"""Words that the two sides use for different things, with proof"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from accord.clauses.charter import SIDE_WORDS
from accord.cli.door import WRONG, as_json, counted, fail, guarded, show_json, workspace_option

if TYPE_CHECKING:
    from accord.pages.learning import WordShown


@click.command(
    epilog="""\b
Examples:
  accord words collisions
  accord words collisions --json

A sentence is shown where its folder may be quoted ([language] of accord.toml), else its document and line.
"""
)
@workspace_option
@as_json
@guarded
def command(root: Path | None, as_json: bool) -> None:
    """Words that mean one thing to marketing and another to IT: acronyms first, then words in different company."""
    from accord.pages.learning import words_shown
    from accord.pages.workspaces import named

    try:
        found = words_shown(named(root))
    except LookupError as reason:
        fail(str(reason), WRONG)
    if as_json:
        show_json({"words": list(found)})
        return
    for word in found:
        _show(word)
    if not found:
        click.echo("No word means two things in these documents.", err=True)


def _show(word: WordShown) -> None:
    click.echo(word.word)
    for side in word.sides:
        told = (
            ("means " if word.kind == "acronym" else "goes with ") + ", ".join(side.means) if side.means else "unsaid"
        )
        often = f"{counted(side.mentions, 'time')} in {counted(side.documents, 'document')}"
        click.echo(f"  {SIDE_WORDS[side.side]}: {told} ({often})")
        for place in side.places:
            said = f": “{place.sentence}”" if place.sentence else ""
            click.echo(f"    {place.document}, {place.counted_by} {place.line}{said}")
