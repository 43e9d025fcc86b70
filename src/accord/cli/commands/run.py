"""Ask one analysis, with its own settings"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, fail, guarded, show_json, workspace_option


class Analyses(click.Group):
    """One subcommand an analysis; its flags come from the analysis's settings."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from accord.analyses.discovery import names

        return names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in self.list_commands(ctx) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from accord.analyses.discovery import load

        with formatter.section("Analyses"):
            formatter.write_dl([(name, load(name).question) for name in self.list_commands(ctx)])


@click.group(
    cls=Analyses,
    epilog="""\b
Examples:
  accord run outages --from 2026-08-01 --to 2026-10-31
  accord run drivers --by segment --method shapley --json
""",
)
def command() -> None:
    """Ask one analysis over the facts of the workspace."""


def _command(name: str) -> click.Command:
    from accord.analyses.discovery import load
    from accord.pages.asking import fields_of

    analysis = load(name)

    @click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
    @click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day, included.")
    @click.option("--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance")
    @click.option("--seed", default=0, help="Same seed, same answer.")
    @workspace_option
    @as_json
    @guarded
    def ask(
        first: datetime | None,
        last: datetime | None,
        audience: Any,
        seed: int,
        root: Path | None,
        as_json: bool,
        **settings: Any,
    ) -> None:
        from accord.cli.reading import now
        from accord.pages.account import NoFacts
        from accord.pages.asking import asked
        from accord.pages.workspaces import named

        days = (first.date() if first else None, last.date() if last else None)
        try:
            lines = asked(
                named(root), name, settings, now=now(), first=days[0], last=days[1], audience=audience, seed=seed
            )
        except NoFacts as nothing:
            fail(str(nothing))
        if as_json:
            show_json(lines)
            return
        for line in lines:
            click.echo(f"{line.id}  {line.title}\n            {line.says}")
        if not lines:
            click.echo("No finding in this period.", err=True)

    ask.__doc__ = analysis.question
    made = click.command(name, epilog=f"The settings are explained in docs/analyses/{name}.md.")(ask)
    made.params.extend(_options(fields_of(analysis)))
    return made


def _options(fields: Sequence[Any]) -> list[click.Parameter]:
    return [
        click.Option(
            [f"--{f.name.replace('_', '-')}"], type=_type(f), default=f.default, show_default=True, help=f.help
        )
        for f in fields
    ]


def _type(field: Any) -> Any:
    if field.choices:
        return click.Choice(field.choices)
    return {"bool": bool, "int": int, "float": float}.get(field.kind, str)
