"""Check a signed file: was a byte changed, who signed, by which server"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from accord.cli.door import WRONG, as_json, guarded, show_json


def _digits(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from accord.signatures.key import ungrouped

    try:
        return value if value is None else ungrouped(value)
    except ValueError as fault:
        raise click.BadParameter(str(fault), ctx, param) from fault


@click.command(
    epilog="""\b
Examples:
  accord verify decision.accord.json --fingerprint '1f2e 3d4c ...'
  accord verify record.accord.jsonl --fingerprint '1f2e 3d4c ...' --json
"""
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fingerprint", callback=_digits, help="The server key's, from its owner or an earlier paper.")
@click.option("--head", callback=_digits, help="A head that was mailed to you: is it in this record?")
@as_json
@guarded
def command(file: Path, fingerprint: str | None, head: str | None, as_json: bool) -> None:
    """Check FILE (*.accord.json, *.accord.jsonl) without its server, its database or a network.

    Ends with 0 only where nothing was changed and the key is the one you named.
    """
    from accord.signatures.telling import told, unproven
    from accord.signatures.verifying import verify

    answer = verify(file.read_bytes(), fingerprint=fingerprint, head=head)
    if as_json:
        show_json({**answer.plain(), "unproven": unproven(answer)})
    else:
        click.echo(told(answer))
    if not answer.verified:
        sys.exit(WRONG)
