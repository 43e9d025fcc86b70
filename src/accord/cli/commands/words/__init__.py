"""The common language: the glossary out and in, texts checked for their reader"""

from __future__ import annotations

import click

from accord.cli import Commands


class _Words(Commands):
    package = "accord.cli.commands.words"


@click.group(
    cls=_Words,
    epilog="""\b
Examples:
  accord words list
  accord words export --as tbx --out words.tbx
  accord words import words.csv
  accord words check brief.md --for marketing
""",
)
def command() -> None:
    """Words that marketing and IT mean differently: agree them, take them to other tools, hold texts to them."""
