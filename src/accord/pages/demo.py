"""The demo: a made-up retailer read like any other company, with the truth beside the estimates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from accord.facts.importing import read
from accord.facts.report import Report
from accord.facts.settle import Answers
from accord.findings.brief import Brief
from accord.findings.finding import Audience, Finding
from accord.findings.format import Format
from accord.pages.account import brief_of
from accord.pages.demo_company import Company, settle_in
from accord.pages.learning import learn_where_possible
from accord.pages.showing import shown
from accord.units.interval import Interval
from accord.workspace.folder import Workspace
from accord.worlds.retailer import World
from accord.worlds.writing import write

Progress = Callable[[int, int, str], None]
TRUTH = "truth.json"
MARK = "made-up-company.txt"
"""Stands in a demo's folder; a folder with other content is never written to."""


class Occupied(Exception):  # noqa: N818 - says what stands in the way
    """The folder holds something that is not this demo."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One estimate beside its truth, in minor units; ``held`` is whether the interval holds it."""

    what: str
    finding: str
    low: float
    mid: float
    high: float
    truth: float
    held: bool


@dataclass(frozen=True, slots=True)
class Demo:
    """Where everything lies, the brief as text, and each estimate beside its truth."""

    folder: Path
    workspace: Path
    files: dict[str, Path]
    brief: str
    compared: tuple[Compared, ...]
    refused: tuple[str, ...]


def demo(
    folder: Path,
    *,
    orders: int,
    seed: int,
    later: Literal["kept", "broken"] | None,
    audience: Audience,
    progress: Progress | None = None,
) -> Demo:
    """Make (or find) the demo in ``folder`` and answer. Raises ``Occupied`` for a folder of something else."""
    return made(folder, orders=orders, seed=seed, later=later, audience=audience, progress=progress)[0]


def made(
    folder: Path,
    *,
    orders: int,
    seed: int,
    later: Literal["kept", "broken"] | None,
    audience: Audience,
    progress: Progress | None = None,
) -> tuple[Demo, Brief]:
    """The demo, and its brief as a page publishes it."""
    company = Company(seed, orders)
    world = company.world
    exports = _exports(world, folder, progress)
    workspace = Workspace(folder / "workspace")
    settle_in(workspace, company)
    now = _now(folder)
    report = _read(workspace, exports, now, progress)
    learn_where_possible(workspace, progress)
    brief = brief_of(workspace, now=now, seed=0, progress=progress)
    files = {"exports": exports, **_written(brief, folder, audience, workspace)}
    if later:
        files["later"] = folder / f"later-{later}"
        if not files["later"].exists():
            write(world, files["later"], later=later, progress=progress)
    text = shown(brief, audience, "text", workspace=workspace).decode()
    refused = tuple(f"{f.file}: {f.error or f.status}" for f in (*report.refused, *report.questions))
    return Demo(folder, workspace.root, files, text, tuple(_compared(brief, folder / TRUTH)), refused), brief


def _exports(world: World, folder: Path, progress: Progress | None) -> Path:
    mark, told = folder / MARK, json.dumps({"seed": world.settings.seed, "orders": world.settings.orders})
    if mark.exists() and mark.read_text(encoding="utf-8") == told:
        return folder / "exports"
    if folder.exists() and any(folder.iterdir()):
        raise Occupied(f"{folder} holds something else. Name another folder with --out, or remove it")
    folder.mkdir(parents=True, exist_ok=True)
    write(world, folder / "exports", progress=progress)
    (folder / "exports" / TRUTH).rename(folder / TRUTH)  # no department would export it
    mark.write_text(told, encoding="utf-8")
    return folder / "exports"


def _now(folder: Path) -> datetime:
    """The demo's clock: an hour after its last day."""
    told = json.loads((folder / TRUTH).read_text(encoding="utf-8"))["period"]["end"]
    return datetime.fromisoformat(told).replace(tzinfo=None) + timedelta(hours=1)


def _read(workspace: Workspace, exports: Path, now: datetime, progress: Progress | None) -> Report:
    def told(name: str, done: int, total: int) -> None:
        if progress:
            progress(done, total, name)

    defaults = Answers(zone="Europe/Paris")
    return read(workspace, [exports / "marketing", exports / "it"], now=now, defaults=defaults, progress=told)


def _written(brief: Brief, folder: Path, audience: Audience, workspace: Workspace) -> dict[str, Path]:
    found = {"html": folder / "brief.html", "pdf": folder / "brief.pdf"}
    found["html"].write_bytes(shown(brief, audience, "html", workspace=workspace))
    found["pdf"].write_bytes(shown(brief, audience, "pdf", workspace=workspace))
    return found


def _compared(brief: Brief, truth: Path) -> Iterator[Compared]:
    known = json.loads(truth.read_text(encoding="utf-8"))
    incidents = {i["incident_id"]: i for i in known["incidents"]}
    campaigns = {c["campaign_id"]: c for c in known["campaigns"]}
    for finding in brief.findings:
        if finding.analysis == "outages" and finding.amount is not None:
            yield from _outage(finding, incidents)
        if finding.analysis == "lift":
            yield from _lift(finding, campaigns)


def _outage(finding: Finding, incidents: dict[str, Any]) -> Iterator[Compared]:
    told = incidents.get(finding.subject.split(":")[1])
    if told is None or finding.amount is None:
        return
    gross = any(f.code == "recapture_not_identified" for f in finding.flags)
    what = "not placed" if gross else "lost"
    true = told["not_placed" if gross else "lost"]["minor"]
    yield _one(f"outage {told['incident_id']}, {what}", finding, finding.amount.interval, true)


def _lift(finding: Finding, campaigns: dict[str, Any]) -> Iterator[Compared]:
    names = finding.subject.rsplit(":", 1)[0].split("+")
    told = [campaigns[n] for n in names if n in campaigns]
    if len(told) == len(names) and "money_brought" in {f.name for f in finding.figures}:
        value = finding.figure("money_brought").value
        if isinstance(value, Interval):
            true = sum(c["extra_placed"]["minor"] for c in told)
            yield _one(f"campaign {' and '.join(names)}", finding, value, true)


def _one(what: str, finding: Finding, told: Interval, truth: float) -> Compared:
    from accord.findings.identity import finding_id

    return Compared(what, finding_id(finding), told.low, told.mid, told.high, truth, told.low <= truth <= told.high)


def demo_text(told: Demo) -> str:
    """The brief, the estimates beside the truth, and what to do next."""
    form = Format("en_IE", "Europe/Paris", "EUR")
    lines = [told.brief.rstrip(), "", "The estimates beside the truth (only a made-up company knows it)"]
    for c in told.compared:
        ends = f"{form.money(c.mid)} ({form.money(c.low)} to {form.money(c.high)})"
        lines.append(f"  {'held' if c.held else 'missed':<7} {c.what:<44} {ends:<36} truth {form.money(c.truth)}")
    held = sum(c.held for c in told.compared)
    lines.append(f"  {held} of {len(told.compared)} intervals hold the truth; 9 in 10 should.")
    lines += [f"  not read: {text}" for text in told.refused]
    lines += ["", f"Files:  {told.files['html']}, {told.files['pdf']}, exports in {told.files['exports']}"]
    if "later" in told.files:
        lines.append(f"Months to come: {told.files['later']}")
    lines.append(f"Next:   accord finding {_first(told)} --evidence --workspace {told.workspace}")
    return "\n".join(lines)


def _first(told: Demo) -> str:
    return told.compared[0].finding if told.compared else "ID"
