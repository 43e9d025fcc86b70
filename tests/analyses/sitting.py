"""Running an analysis on a made-up world, and counting how often its intervals hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import yaml

from accord.analyses.base import Analysis
from accord.analyses.discovery import load
from accord.analyses.run import run
from accord.clauses import yaml_io
from accord.clauses.charter import Charter
from accord.findings.finding import Finding
from accord.units.period import Period
from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.worlds import SITTINGS
from tests.support import engine_of

CHARTER: Charter = yaml_io.load(yaml.safe_dump(small.clauses()))


def moment(at: np.datetime64) -> datetime:
    """A numpy time as naive UTC."""
    found: datetime = at.astype("datetime64[us]").item()
    return found


def reached(world: Small) -> datetime:
    """Where the facts end: the midnight after the last order, or the world's own end without any."""
    if not len(world.tables["orders"]["ordered_at"]):
        return moment(world.end)
    return moment(world.tables["orders"]["ordered_at"].max().astype("datetime64[D]") + np.timedelta64(1, "D"))


def ask(
    analysis: Analysis[Any], world: Small, *, seed: int = 0, charter: Charter = CHARTER, **settings: Any
) -> list[Finding]:
    """What an analysis finds in a world over its period."""
    engine = engine_of(world.tables)
    period = Period(moment(world.start), moment(world.end))
    chosen = analysis.settings(**settings)
    try:
        return run(analysis, engine, charter, period, as_of=reached(world), settings=chosen, seed=seed)
    finally:
        engine.close()


@dataclass(frozen=True)
class Held:
    """How often the 90 % interval of each thing held the truth."""

    held: Counter[str]
    of: Counter[str]

    def share(self, thing: str) -> float:
        return self.held[thing] / self.of[thing]


def held(name: str, seeds: range) -> Held:
    """Planted worlds, one for each seed; every interval told in them beside the truth."""
    analysis, sitting = load(name), SITTINGS[name]
    inside, of = Counter[str](), Counter[str]()
    for seed in seeds:
        world = sitting.planted(np.random.default_rng([seed, 90]))
        for thing, told, truth in sitting.told(ask(analysis, world, seed=seed, **sitting.settings), world):
            of[thing] += 1
            inside[thing] += told.low <= truth <= told.high
    return Held(inside, of)


def silent(name: str, seeds: range) -> tuple[int, int]:
    """Quiet worlds, one for each seed: of all findings, how many claim nothing (worlds without a finding count one)."""
    analysis, sitting = load(name), SITTINGS[name]
    quiet = of = 0
    for seed in seeds:
        world = sitting.quiet(np.random.default_rng([seed, 91]))
        found = ask(analysis, world, seed=seed, **sitting.settings)
        quiet += sum(map(sitting.silent, found)) if found else 1
        of += len(found) or 1
    return quiet, of
