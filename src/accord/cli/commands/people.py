"""List who has an account, and who is invited"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.command(
    epilog="""\b
Examples:
  accord people
  accord people --json
  accord people --end ada@our-shop.example
"""
)
@click.option("--end", "ended", metavar="EMAIL", default="", help="End somebody's access, at once.")
@click.option("--give-back", "back", metavar="EMAIL", default="", help="Give access back; they sign in anew.")
@workspace_option
@as_json
@guarded
def command(ended: str, back: str, root: Path | None, as_json: bool) -> None:
    """List people; or end or give back somebody's access, where the site cannot be reached."""
    from accord.pages.workspaces import named
    from accord.record.start import prepare

    prepare(named(root))
    _change(ended, back)
    shown = _shown()
    if as_json:
        show_json(shown)
        return
    for p in shown["people"]:
        click.echo(f"{p['email']:<32} {p['name']:<28} {p['role']:<24} {'' if p['active'] else 'access ended'}".rstrip())
    for i in shown["invited"]:
        click.echo(f"{i['email']:<32} {'(invited)':<28} {i['role']:<24} until {i['until']:%Y-%m-%d %H:%M} UTC")


def _change(ended: str, back: str) -> None:
    from accord.people import operations, queries
    from accord.record import clock
    from accord.record.writing import HOUSE

    for email, change in ((ended, operations.deactivate), (back, operations.reactivate)):
        if not email:
            continue
        whom = queries.by_email(email)
        if whom is None:
            raise ValueError(f"nobody here has the address {email}")
        change(by=HOUSE, whom=whom, now=clock.now())


def _shown() -> dict[str, list[dict[str, Any]]]:
    from accord.people import queries
    from accord.people.rights import ROLE_NAMES, Role
    from accord.record import clock

    people = [
        {"email": p.email, "name": p.name, "role": ROLE_NAMES[Role(p.role)], "side": p.side, "active": p.is_active}
        for p in queries.people()
    ]
    invited = [
        {"email": i.email, "role": ROLE_NAMES[Role(i.role)], "until": i.until}
        for i in queries.open_invitations(clock.now())
    ]
    return {"people": people, "invited": invited}
