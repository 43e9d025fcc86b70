"""Price incidents on any series: what was not placed, came back, was lost"""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.door import as_json, guarded, show_json


@click.command(
    epilog="""\b
Examples:
  accord price orders.csv --incidents incidents.csv
  accord price calls.csv --incidents incidents.csv --special holidays.csv --timezone America/New_York --json
SERIES has the columns at,value (a regular grid, empty where nothing was observed); incidents have
incident_id,started_at,ended_at; days have day.
"""
)
@click.argument("series", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--incidents", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--special", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Holidays and sale days.")
@click.option("--timezone", "zone", default="UTC", show_default=True, help="IANA zone of the week's rhythm.")
@click.option("--preliminary", is_flag=True, help="Use only what was known when each incident ended.")
@click.option("--recapture-hours", default=4.0, show_default=True, help="How long after an incident orders come back.")
@click.option("--seed", default=0, help="Same seed, same answer.")
@as_json
@guarded
def command(
    series: Path,
    incidents: Path,
    special: Path | None,
    zone: str,
    preliminary: bool,
    recapture_hours: float,
    seed: int,
    as_json: bool,
) -> None:
    """Price the incidents of a CSV on the series of another."""
    from accord.pages.pricing import price_files, pricing_text

    told = price_files(
        series, incidents, special, zone=zone, preliminary=preliminary, recapture_hours=recapture_hours, seed=seed
    )
    if as_json:
        show_json(told)
    else:
        click.echo(pricing_text(told))
