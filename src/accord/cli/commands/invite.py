"""Invite somebody, or let somebody back in, by a link"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option

_ROLES = ("cmo", "cio", "marketing", "it", "liaison", "finance", "administrator", "auditor")


@click.command(
    epilog="""\b
Examples:
  accord invite ada@our-shop.example --role marketing
  accord invite lio@our-shop.example --role liaison --side it
  accord invite mara@our-shop.example --again
"""
)
@click.argument("email")
@click.option("--role", type=click.Choice(_ROLES), help="What they will be here.")
@click.option("--side", type=click.Choice(["marketing", "it"]), help="A liaison's side.")
@click.option("--again", is_flag=True, help="They have an account: a link with which they set a new password.")
@click.option("--lost-factors", is_flag=True, help="With --again: remove the second factors that they lost.")
@workspace_option
@as_json
@guarded
def command(
    email: str, role: str | None, side: str | None, again: bool, lost_factors: bool, root: Path | None, as_json: bool
) -> None:
    """Print a link that works once, for a week; pass it on to EMAIL yourself.

    Whoever may run this command may let anybody in, so it is also the way back for an administrator who is locked out.
    """
    if not again and role is None:
        raise click.UsageError("say what they will be: --role (or --again for somebody who has an account)")
    from accord.pages.workspaces import named
    from accord.record.start import prepare

    prepare(named(root))
    link, until = _way_back(email, lost_factors) if again else _invited(email, str(role), side or "")
    if as_json:
        show_json({"email": email, "link": link, "until": until})
        return
    click.echo(link)
    click.echo(f"Works once, until {until} (UTC). Nothing was mailed.", err=True)
    _say_where_it_leads()


def _say_where_it_leads() -> None:
    """A command does not know where the site is served: it goes by the setting, which may never have been made."""
    from django.conf import settings

    from accord.workspace.settings import Settings

    if settings.ACCORD.site_url == Settings().site_url:
        address = settings.ACCORD.site_url
        click.echo(
            f"It leads to {address}; where people reach the site elsewhere, name site_url in accord.toml.", err=True
        )


def _invited(email: str, role: str, side: str) -> tuple[str, str]:
    from django.core.exceptions import ValidationError

    from accord.people import operations
    from accord.people.rights import Role
    from accord.record import clock
    from accord.record.writing import HOUSE

    try:
        made, secret = operations.invite(by=HOUSE, email=email, role=Role(role), side=side, now=clock.now())
    except ValidationError as fault:
        raise ValueError(f"{email!r} is no e-mail address") from fault
    return _address(secret), f"{made.until:%Y-%m-%d %H:%M}"


def _way_back(email: str, lost_factors: bool) -> tuple[str, str]:
    from accord.people import operations, queries
    from accord.record import clock
    from accord.record.writing import HOUSE

    whom = queries.by_email(email)
    if whom is None:
        raise ValueError(f"nobody here has the address {email}")
    if lost_factors:
        operations.reset_second_factors(by=HOUSE, whom=whom, now=clock.now())
    made, secret = operations.way_back(by=HOUSE, whom=whom, now=clock.now())
    return _address(secret), f"{made.until:%Y-%m-%d %H:%M}"


def _address(secret: str) -> str:
    from django.conf import settings
    from django.urls import reverse

    return f"{settings.ACCORD.site_url.rstrip('/')}{reverse('join', args=(secret,))}"
