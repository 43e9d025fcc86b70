"""Five words and two figures of the other side, new each week"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option

if TYPE_CHECKING:
    from accord.language.primer import Primer


@click.command(
    epilog="""\b
Examples:
  accord words primer --for marketing
  accord words primer --for it --answers
"""
)
@click.option("--for", "reader", type=click.Choice(["marketing", "it"]), required=True, help="Who reads.")
@click.option("--answers", is_flag=True, help="Show which answers are right.")
@workspace_option
@as_json
@guarded
def command(reader: Any, answers: bool, root: Path | None, as_json: bool) -> None:
    """This week's words and figures of the other side, with three questions; what you answer is kept nowhere."""
    from accord.cli.reading import now
    from accord.cli.standing import agreed
    from accord.pages.glossary import kept_findings, primer_of
    from accord.pages.language.known import known
    from accord.pages.workspaces import form_of, named

    workspace = named(root)
    charter = agreed(workspace)
    here = known(workspace, charter)
    told = primer_of(
        charter, kept_findings(workspace), reader, now().date(), form=form_of(charter), expansions=here.expansions,
        quotable=here.quotable,
    )  # fmt: skip
    if as_json:
        show_json(_plain(told))
    else:
        _show(told, answers)


def _plain(told: Primer) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(told)


def _show(told: Primer, answers: bool) -> None:
    click.echo(f"Week {told.week}, words of {'IT' if told.other == 'it' else 'marketing'}")
    for word in told.words:
        click.echo(f"\n{word.word}: {word.meaning}")
        if word.write:
            click.echo(f"  Both write: {word.write}")
        if word.sentence:
            click.echo(f"  “{word.sentence}”")
    for figure in told.figures:
        click.echo(f"\n{figure.says}")
    for number, question in enumerate(told.questions, start=1):
        click.echo(f"\n{number}. {question.asks}")
        for letter, option in zip("abcd", question.options, strict=False):
            click.echo(f"   {letter}) {option}")
        if answers:
            click.echo(f"   {'abcd'[question.right]}: {question.because}")
