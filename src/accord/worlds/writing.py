"""Writing a world out: both departments' exports in two folders, and the truth beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from accord.worlds.desk import Desk, Progress
from accord.worlds.documents import papers, planted
from accord.worlds.exports import documents
from accord.worlds.exports.files import write_json
from accord.worlds.retailer import Later, Period, World

README = """{name}: a MADE-UP retailer. No shop, person, order or price in this folder is real.

marketing/  its marketing department's exports: Shopify, Stripe, Google Ads, Meta, GA4, plan, sale days, ECB rates
            and what it writes, in documents/
it/         its IT department's exports: PagerDuty, ServiceNow, Jira, Statuspage, Prometheus, SLOs, freezes
            and what it writes, in documents/
truth.json  what truly happened, order by order; no reader should need it

Times without offset (ServiceNow, Jira) are wall-clock times of {zone}. Exchange rates are made up, too.
Drawn from seed {seed}: local days {first} to {last} (the last one not included){version}.
"""


def write(
    world: World,
    folder: Path,
    *,
    later: Later | None = None,
    until: date | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Write the months shown, or the later months of one version, into a new or empty folder.

    ``until`` is a local day: the exports are then those of its first minute, and tell nothing of what comes after.
    Makes ``marketing/``, ``it/``, ``README.txt`` and ``truth.json``, and returns the latter's content.
    Raises ``FileExistsError`` when the folder already holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty. Name a new folder for the world")
    period = world.period(later)
    if until is not None:
        period = replace(period, last=min(until, period.last))
    desk = Desk(world, period, folder / "marketing", folder / "it")
    for part in (desk.marketing, desk.it):
        part.mkdir(parents=True)
    known = desk.write_days(progress or _silent)
    desk.write_plans()
    if later is None:
        known["words"] = _write_documents(world, desk)
    (folder / "README.txt").write_text(_readme(world, period), encoding="utf-8")
    write_json(folder / "truth.json", known)
    return known


def _write_documents(world: World, desk: Desk) -> dict[str, Any]:
    """What both sides have written down; it does not change in the later months."""
    found = papers(world.rng("documents"))
    counts = {side: documents.write(folder, [p for p in found if p.side == side])
              for side, folder in (("marketing", desk.marketing), ("it", desk.it))}  # fmt: skip
    return {"documents": counts, **planted()}


def _silent(done: int, total: int, what: str) -> None:
    """No one watches."""


def _readme(world: World, period: Period) -> str:
    version = "" if period.version is None else f", with the promise {period.version}"
    s = world.settings
    return README.format(
        name=world.name, zone=s.zone, seed=s.seed, first=period.first, last=period.last, version=version
    )
