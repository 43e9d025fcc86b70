"""A requirement in both sides' wordings, with what is still open"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.door import as_json, counted, guarded, show_json, workspace_option

if TYPE_CHECKING:
    from accord.language.spec import Spec


@click.command(
    epilog="""\b
Examples:
  accord words spec requirement.md
  accord words spec requirement.md --json
"""
)
@click.argument("file", metavar="FILE")
@click.option("--markup", type=click.Choice(["markdown", "html", "plain"]), help="What the text is written in.")
@click.option("--charter", "charter_file", type=click.Path(path_type=Path), help="The glossary of this charter.yaml.")
@workspace_option
@as_json
@guarded
def command(file: str, markup: Any, charter_file: Path | None, root: Path | None, as_json: bool) -> None:
    """The statements of FILE (- for standard input), each as marketing and as IT read it, and questions to settle."""
    from accord.cli.texts import charter_for, learned_for, one_text
    from accord.pages.texts import for_both

    text = one_text(file, markup)
    charter = charter_for(root, charter_file)
    told = for_both(text, charter, learned_for(root, charter_file, charter))
    if as_json:
        show_json(_plain(told))
    else:
        _show(text.name, told)


def _plain(told: Spec) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(told)


def _show(name: str, told: Spec) -> None:
    for one in told.statements:
        duty = f" [{one.duty}]" if one.duty else ""
        click.echo(f"{one.number}.{duty} (line {one.line})")
        if one.is_same:
            click.echo(f"   both:      {one.marketing}")
        else:
            click.echo(f"   marketing: {one.marketing}\n   IT:        {one.it}")
        for question in one.questions:
            click.echo(f"   open:      {question.word or 'the text'}: {question.asks}")
    statements, questions = counted(len(told.statements), "statement"), counted(len(told.questions), "question")
    click.echo(f"{name}: {statements}, {questions} open.", err=True)
