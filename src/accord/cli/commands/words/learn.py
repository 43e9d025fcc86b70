"""Learn the two sides' words from their documents"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import WRONG, as_json, counted, fail, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord read marketing it && accord words learn
  accord words learn --json

The nightly round does the same. Documents that did not change are not read again.
"""
)
@workspace_option
@as_json
@guarded
def command(root: Path | None, as_json: bool) -> None:
    """Find acronyms, words with two meanings, words with one meaning and two names, and each side's jargon."""
    from accord.cli.progress import Bar
    from accord.pages.learning import learn_words
    from accord.pages.workspaces import named

    with Bar(quiet=as_json) as bar:
        lesson = learn_words(named(root), progress=bar.step)
    if lesson is None:
        fail("there are no documents yet. Read a folder of each side: accord read FOLDER --side marketing", WRONG)
    if as_json:
        show_json(lesson)
        return
    state = "" if lesson.anew else " (as before: they have not changed)"
    found = (
        counted(lesson.collisions, "acronym with two meanings", "acronyms with two meanings"),
        counted(lesson.false_friends, "word in different company", "words in different company"),
        counted(lesson.synonyms, "pair of words for one thing", "pairs of words for one thing"),
        counted(lesson.jargon, "word of jargon", "words of jargon"),
    )
    click.echo(f"{counted(lesson.documents, 'document')}{state}: {', '.join(found)}.")
    click.echo("Next: accord words collisions", err=True)
