"""Show the server's signing key, or let a new one take over"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json, workspace_option


@click.group(
    epilog="""\b
Examples:
  accord keys show
  accord keys show --json
  accord keys change --reason "The machine was replaced"
"""
)
def command() -> None:
    """The key with which the server signs what both sides agreed."""


@command.command()
@workspace_option
@as_json
@guarded
def show(root: Path | None, as_json: bool) -> None:
    """Print the fingerprint of the key in force, and the head of the chain."""
    _prepare(root)
    from accord.record import signing

    last = signing.last_entry()
    shown = {
        "fingerprint": signing.server_key().fingerprint,
        "entries": last.sequence if last else 0,
        "head": last.head if last else "",
    }
    _say(shown, as_json, "Key of the server", "Head of the chain")


@command.command()
@click.option("--reason", required=True, help="Why; it stands in the record for good.")
@click.option("--despite", is_flag=True, help="Even where one side has signed and the other has not.")
@workspace_option
@as_json
@guarded
def change(reason: str, despite: bool, root: Path | None, as_json: bool) -> None:
    """Let a new key take over, signed by the old one and itself, and mail its fingerprint to both heads.

    What one side has signed and the other has not must be edited and signed anew afterwards; so nothing is done while
    there is such a thing, unless you say --despite.
    """
    _prepare(root)
    from accord.pages.changing_key import change_key

    made = change_key(reason, despite=despite)
    shown = {"fingerprint": made.subject, "earlier": made.fingerprint, "entry": made.sequence, "head": made.head}
    _say(shown, as_json, "New key of the server", "Head of the chain after it")


def _prepare(root: Path | None) -> None:
    from accord.pages.workspaces import named
    from accord.record.start import prepare

    prepare(named(root))


def _say(shown: dict[str, Any], as_json: bool, key: str, head: str) -> None:
    if as_json:
        show_json(shown)
        return
    from accord.signatures.key import grouped

    click.echo(f"{key}: {shown['fingerprint']}")
    if shown["head"]:
        click.echo(f"{head}: {grouped(shown['head'])}")
