"""A made-up retailer: read its exports, answer, and show the truth beside"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.door import as_json, fail, guarded, show_json

if TYPE_CHECKING:
    from accord.findings.brief import Brief


@click.command(
    epilog="""\b
Examples:
  accord demo
  accord demo --out demo --audience marketing
  accord demo --orders 1000000 --seed 7
  accord demo --serve
"""
)
@click.option("--out", default="demo", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--orders", default=150_000, show_default=True, help="Orders in its twelve months, up to 50,000,000.")
@click.option("--seed", default=20251101, show_default=True, help="Same seed, same company, same answer.")
@click.option("--later", type=click.Choice(["kept", "broken"]), help="Write out the months to come, in this version.")
@click.option("--audience", type=click.Choice(["marketing", "it", "finance"]), default="finance", show_default=True)
@click.option("--serve/--no-serve", default=False, help="Then open it as a site, with people to sign in as.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@as_json
@guarded
def command(
    out: Path, orders: int, seed: int, later: Any, audience: Any, serve: bool, port: int, as_json: bool
) -> None:
    """Write the exports of a made-up retailer into OUT, make its brief, and set the estimates beside the truth."""
    from accord.cli.progress import Bar
    from accord.pages.demo import Occupied, demo_text, made

    try:
        with Bar(quiet=as_json) as bar:
            told, brief = made(out, orders=orders, seed=seed, later=later, audience=audience, progress=bar.step)
    except Occupied as taken:
        fail(str(taken))
    if as_json:
        show_json(told)
        return
    sys.stdout.write(demo_text(told) + "\n")
    sys.stdout.flush()
    if serve:
        _serve(told.workspace, brief, seed, orders, port)


def _serve(root: Path, brief: Brief, seed: int, orders: int, port: int) -> None:
    from accord.cli import site
    from accord.pages.demo_company import Company
    from accord.pages.goals.worked import forecast_ahead
    from accord.workspace.folder import Workspace

    workspace = Workspace(root)
    site.prepare(workspace)
    site.show_demo(workspace, brief, Company(seed, orders))
    forecast_ahead(workspace, brief.as_of)
    site.serve(workspace, site.Serving(port=port))
