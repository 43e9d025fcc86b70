"""A made-up company in a workspace of its own: what it is drawn from, and its later months, told as its clock goes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

import yaml

from accord.facts import manifest as manifests
from accord.facts.importing import read
from accord.facts.report import Report
from accord.facts.settle import Answers
from accord.workspace.folder import MARK_MADE_UP, Workspace
from accord.workspace.safely import write_whole
from accord.worlds.retailer import World
from accord.worlds.settings import Later, Settings
from accord.worlds.writing import write

Progress = Callable[[int, int, str], None]
QUOTING = (
    b'# Both departments of this made-up company agreed to be quoted.\n[language]\nquoting = ["marketing", "it"]\n'
)
VISITS_DAYS = 28
"""So many of the last days have a Google Analytics file: enough to see visits, and quick to read."""
ORDERS = 150_000
SEED = 20251101
_COIN = "later-months"
_MORNING = timedelta(hours=8)
"""A day of the demo begins at eight, when its exports of the day before have been read."""


class NotEmpty(ValueError):  # noqa: N818 - says what stands in the way
    """The workspace holds something that is not made up."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a made-up company is drawn from."""

    seed: int = SEED
    orders: int = ORDERS
    visits_days: int = VISITS_DAYS

    @property
    def world(self) -> World:
        return World(Settings(seed=self.seed, orders=self.orders, visits_days=self.visits_days))


def company_of(workspace: Workspace) -> Company:
    """The made-up company of a workspace. Raises ``ValueError`` for a workspace that is not made up."""
    if not workspace.made_up:
        raise ValueError("this workspace is not made up")
    return Company(**json.loads((workspace.root / MARK_MADE_UP).read_text(encoding="utf-8")))


def settle_in(workspace: Workspace, company: Company, *, over: str = "") -> None:
    """Mark a workspace as made up and give it the company's clauses. Calling it twice is harmless.

    ``over`` is the text of a charter that may be written over. Raises ``NotEmpty`` for one with facts or clauses.
    """
    workspace.create()
    clauses = yaml.safe_dump(company.world.clauses(), sort_keys=False, allow_unicode=True)
    if not workspace.made_up:
        if manifests.load(workspace.manifest).imports:
            raise NotEmpty("this workspace holds facts already; a demo never mixes with them")
        if workspace.charter.exists() and workspace.charter.read_text(encoding="utf-8") not in (over, clauses):
            raise NotEmpty("this workspace has a charter of its own already; a demo never mixes with it")
        write_whole(workspace.charter, clauses.encode())
        if not workspace.settings.exists():
            write_whole(workspace.settings, QUOTING)
    told = json.dumps(asdict(company))
    write_whole(workspace.root / MARK_MADE_UP, told.encode())


def first_moment(company: Company) -> datetime:
    """When the demo's clock begins (aware): the morning after the last day shown."""
    return _morning(company.world.end, company)


def moment_of(day: date, company: Company) -> datetime:
    """The morning of a day to which the clock is moved (aware)."""
    return _morning(day, company)


def _morning(day: date, company: Company) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(company.world.settings.zone))
    return midnight + _MORNING


def last_day(company: Company) -> date:
    """The last day to which the clock can be moved."""
    return company.world.last


def import_shown(workspace: Workspace, *, now: datetime, progress: Progress | None = None) -> Report:
    """Write the exports of the months shown and read them; ``now`` is naive UTC. Twice brings nothing."""
    return _import(workspace, now=now, later=None, until=None, progress=progress)


def import_later(workspace: Workspace, until: date, *, now: datetime, progress: Progress | None = None) -> Report:
    """The same for the later months, up to a day. Which of two versions comes was drawn once, in secret."""
    return _import(workspace, now=now, later=_coin(workspace), until=until, progress=progress)


def _import(
    workspace: Workspace, *, now: datetime, later: Later | None, until: date | None, progress: Progress | None
) -> Report:
    def told(name: str, done: int, total: int) -> None:
        if progress:
            progress(done, total, f"reading {name}")

    with TemporaryDirectory(dir=workspace.root, prefix=".demo-") as place:
        folder = Path(place) / "exports"
        write(company_of(workspace).world, folder, later=later, until=until, progress=progress)
        paths = [folder / "marketing", folder / "it"]
        return read(workspace, paths, now=now, defaults=Answers(zone="Europe/Paris"), progress=told)


def _coin(workspace: Workspace) -> Literal["kept", "broken"]:
    """Whether promises will be kept: drawn once, and shown nowhere."""
    path = workspace.keys / _COIN
    if not path.exists():
        write_whole(path, secrets.choice(("kept", "broken")).encode())
    return "kept" if path.read_text(encoding="ascii") == "kept" else "broken"
