"""Whether a reward works against the company, and the nearest weights that mend it"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord incentives
  accord incentives --json
  accord incentives --try "60000: shoppers_who_could_buy - 0.1 %, idea_to_live - 2"
"""
)
@click.option(
    "--try", "tried", metavar="AMOUNT: MOVES", help="A decision to hold the rewards against; nothing is stored."
)
@workspace_option
@as_json
@guarded
def command(tried: str | None, root: Path | None, as_json: bool) -> None:
    """Hold what the heads are rewarded for against what the company earns.

    On the site only the two heads and finance see this. Here it is told to whoever can read charter.yaml.
    """
    from accord.clauses.incentives import Incentive
    from accord.cli.reading import now
    from accord.cli.standing import agreed
    from accord.findings.format import Format
    from accord.pages.incentives.check import checked_of, decision_of, shown_check
    from accord.pages.renderings.hand_out import hand_out
    from accord.pages.workspaces import named

    workspace = named(root)
    charter = agreed(workspace)
    organisation = charter.organisation
    form = Format(organisation.locale, organisation.zone, organisation.currency)
    more: tuple[Incentive, ...] = ()
    if tried:
        amount, _, moves = tried.partition(":")
        more = (decision_of("This decision", amount, moves),)
    page = shown_check(charter, checked_of(workspace, charter, now(), more), form=form)
    if as_json:
        click.echo(hand_out(page, "json").content.decode())
        return
    click.echo(page.title)
    for found in page.found:
        click.echo(f"\n{found.says}.")
        for line in (found.where, f"How likely: {found.often or 'cannot be told'}. {found.past}".rstrip()):
            click.echo(f"  {line}") if line else None
    if page.mend:
        click.echo("\nThe nearest weights that mirror the rewards:")
        for says in (*page.mend.changes, *page.mend.moved):
            click.echo(f"  {says}")
        for says in page.mend.left:
            click.echo(f"  It leaves: {says}.")
    for note in (page.no_mend, *page.notes):
        if note:
            click.echo(f"\n{note}")
