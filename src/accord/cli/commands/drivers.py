"""What moved a total between two periods, from two CSV files"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from accord.cli.door import as_json, guarded, show_json


@click.command(
    epilog="""\b
Examples:
  accord drivers before.csv after.csv --tree 'revenue = visits * conversion * order_value' --by channel
  accord drivers q2.csv q3.csv --tree 'revenue = web + store' --method shapley --json
The files have a column for each factor, or the sums that it is made of (visits, orders, revenue); a column
day (2026-10-31) gives intervals.
"""
)
@click.argument("before", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tree", default="revenue = visits * conversion * order_value", show_default=True)
@click.option("--by", help="Column to split by, e.g. channel.")
@click.option("--leaf", "leaves", multiple=True, metavar="NAME=FORMULA", help="How a factor is worked out of columns.")
@click.option("--method", type=click.Choice(["lmdi", "shapley"]), default="lmdi", show_default=True)
@click.option("--minor", default=100.0, show_default=True, help="Minor units in one unit of the total.")
@click.option("--seed", default=0, help="Same seed, same answer.")
@as_json
@guarded
def command(
    before: Path,
    after: Path,
    tree: str,
    by: str | None,
    leaves: tuple[str, ...],
    method: Any,
    minor: float,
    seed: int,
    as_json: bool,
) -> None:
    """Split the change from BEFORE to AFTER over the factors of a formula; parts add up to the change exactly."""
    from accord.pages.driving import drive_files, drivers_text

    defined = {}
    for leaf in leaves:
        name, equals, text = leaf.partition("=")
        if not equals:
            raise click.UsageError(f"--leaf takes NAME=FORMULA, not {leaf!r}")
        defined[name.strip()] = text.strip()
    told = drive_files(before, after, tree, by=by, leaves=defined, method=method, minor=minor, seed=seed)
    if as_json:
        show_json(told)
    else:
        click.echo(drivers_text(told))
