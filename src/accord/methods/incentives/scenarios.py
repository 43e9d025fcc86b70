"""Months as they could be: the company's own, drawn again together and blurred, so that gaps between them count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.methods.incentives.reckoning import Array, Columns

LEAST_MONTHS = 12
"""Fewer than a year of months says nothing of how likely a month is."""
REPLICATES = 200
MOST_LEANING = 0.8
FEWEST_APART = 3.0
MOST_SCENARIOS = 6000
MOST_CELLS = 1_000_000
"""Scenarios times bends: formulas with very many bends are looked at in fewer scenarios."""


@dataclass(frozen=True)
class Scenarios:
    """``columns`` hold each metric in (replicates, months); without enough history there is one replicate that spans
    what could be, and ``weighed`` is False: nothing can be said of how likely a month is.

    ``reference`` is the usual month, ``low`` and ``high`` what each metric may plausibly be, ``step`` how far it
    usually goes from one month to the next. ``past`` are the company's own months, oldest first.
    """

    columns: Columns
    past: Columns
    reference: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    step: Mapping[str, float]
    weighed: bool

    @cached_property
    def telling(self) -> float:
        """How many months that do not lean on each other would tell as much of how likely a month is."""
        return telling_months(self.past)

    @cached_property
    def block(self) -> float:
        """How many months are drawn together on average, so that a bad season stays one."""
        return block_months(self.past)

    @cached_property
    def wider(self) -> float:
        """By how much percentiles of the replicates are too narrow: for so few months that tell (Student's t), and for
        what leans across the ends of blocks, which drawing them apart cuts."""
        from scipy.special import stdtrit

        apart, leaning = max(self.telling, FEWEST_APART), _leaning(self.past)
        kept = leaning * (1 - 1 / self.block)
        cut = (1 + leaning) / (1 - leaning) * (1 - kept) / (1 + kept)
        return float(stdtrit(apart - 1, 0.95)) / 1.645 * float(np.sqrt(apart / (apart - 1) * cut))

    @property
    def months(self) -> int:
        return _count(self.past)


@dataclass(frozen=True)
class Bounds:
    """What a metric can be at all: a share from 0 to 1, a count from 0."""

    least: float = -np.inf
    most: float = np.inf


def scenarios(
    past: Columns,
    bends: Mapping[str, tuple[float, ...]],
    rng: np.random.Generator,
    bounds: Mapping[str, Bounds] | None = None,
) -> Scenarios:
    """Draw months from a history of whole rows (every metric known in each), oldest first.

    Blocks of the past are drawn again (Politis and Romano 1994), then blurred by a normal kernel whose covariance is
    that of the past shrunk towards its diagonal, and drawn in so that the variance stays (Silverman and Young 1987).
    ``bends`` widen what is looked at to where the formulas change.
    """
    names = list(past)
    table = np.column_stack([past[name] for name in names]) if names else np.zeros((0, 0))
    limits = [(bounds or {}).get(name, Bounds()) for name in names]
    low, high = _spans(names, table, bends, limits)
    weighed = len(table) >= LEAST_MONTHS
    drawn = (
        _drawn(table, limits, max((len(v) for v in bends.values()), default=0), block_months(past), rng)
        if weighed
        else _spread(table, low, high, rng)
    )
    reference = table.mean(axis=0) if len(table) else (low + high) / 2
    step = table.std(axis=0, ddof=1) if len(table) > 1 else (high - low) / 10
    step = np.where(step > 0, step, np.maximum((high - low) / 10, 1e-9))
    return Scenarios(
        columns={name: drawn[:, :, j] for j, name in enumerate(names)},
        past=past,
        reference=dict(zip(names, reference.tolist(), strict=True)),
        low=dict(zip(names, low.tolist(), strict=True)),
        high=dict(zip(names, high.tolist(), strict=True)),
        step=dict(zip(names, step.tolist(), strict=True)),
        weighed=weighed,
    )


def _spans(
    names: list[str], table: Array, bends: Mapping[str, tuple[float, ...]], limits: list[Bounds]
) -> tuple[Array, Array]:
    """The past and the bends with a quarter to either side, within what can be at all."""
    low, high = np.zeros(len(names)), np.ones(len(names))
    for j, name in enumerate(names):
        known = [*table[:, j].tolist(), *bends.get(name, ())] or [0.0, 1.0]
        least, most = min(known), max(known)
        more = (most - least or abs(most) or 1.0) / 4
        low[j], high[j] = max(least - more, limits[j].least), min(most + more, limits[j].most)
        if low[j] >= high[j]:
            low[j], high[j] = least - more, most + more
    return low, high


def _drawn(table: Array, limits: list[Bounds], bends: int, block: float, rng: np.random.Generator) -> Array:
    months, width = table.shape
    replicates = max(20, min(REPLICATES, MOST_SCENARIOS // months, MOST_CELLS // (months * (40 + 2 * bends))))
    picked = table[_blocks(months, (replicates, months), block, rng)]
    blur = (4 / (width + 2)) ** (1 / (width + 4)) * months ** (-1 / (width + 4))
    noise = rng.standard_normal(picked.shape) @ _root(table).T
    mean = picked.mean(axis=1, keepdims=True)
    blurred = mean + (picked - mean + blur * noise) / np.sqrt(1 + blur**2)
    # What never moved in the past does not move here.
    fixed = table.std(axis=0) == 0
    blurred[:, :, fixed] = table[0, fixed]
    clipped: Array = np.clip(blurred, [b.least for b in limits], [b.most for b in limits])
    return clipped


def _blocks(months: int, shape: tuple[int, int], block: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Numbers of months in blocks of random length, the end followed by the beginning."""
    starts = rng.integers(0, months, shape)
    fresh = rng.random(shape) < 1 / block
    fresh[:, 0] = True
    found = np.empty(shape, dtype=np.int64)
    for t in range(shape[1]):
        found[:, t] = starts[:, t] if t == 0 else np.where(fresh[:, t], starts[:, t], (found[:, t - 1] + 1) % months)
    return found


def _root(table: Array) -> Array:
    """A root of the covariance shrunk towards its diagonal, more so for a short history (Schäfer and Strimmer 2005)."""
    centred = table - table.mean(axis=0)
    spread = np.where(centred.std(axis=0) > 0, centred.std(axis=0), 1.0)
    scaled = centred / spread
    months, width = scaled.shape
    products = scaled[:, :, None] * scaled[:, None, :]
    correlation = products.mean(axis=0)
    off = ~np.eye(width, dtype=bool)
    doubt = (products.var(axis=0) / max(months - 1, 1))[off].sum()
    known = (correlation[off] ** 2).sum()
    kept = 1 - min(1.0, doubt / known) if known > 0 else 0.0
    shrunk = np.where(off, kept * correlation, 1.0)
    values, vectors = np.linalg.eigh(shrunk)
    root: Array = spread[:, None] * (vectors * np.sqrt(np.maximum(values, 0.0)))
    return root


def _spread(table: Array, low: Array, high: Array, rng: np.random.Generator) -> Array:
    """The months there are, and points spread evenly over what could be."""
    points = low + (high - low) * rng.random((256, len(low)))
    return np.vstack([table.reshape(-1, len(low)), points])[None, :, :]


def telling_months(past: Columns) -> float:
    """Months of the past, fewer where a month leans on the one before: by the metric that leans most.

    The correlation of whether a value lies below the middle is the arcsine law of the normal distribution (Sheppard
    1899).
    """
    months = _count(past)
    apart = np.arange(1, months)
    shared = (1 - apart / max(months, 1)) * 2 / np.pi * np.arcsin(_leaning(past) ** apart)
    return max(months / (1 + 2 * float(shared.sum())), 2.0)


def block_months(past: Columns) -> float:
    """How long blocks of months are best drawn on average, from 1 to a third of the past.

    For months of which each leans on the one before (Politis and White 2004, as corrected by Patton, Politis and White
    2009).
    """
    months, leaning = _count(past), _leaning(past)
    best = (2 * leaning / (1 - leaning**2)) ** (2 / 3) * months ** (1 / 3)
    return float(np.clip(best, 1.0, max(months / 3, 1.0)))


def _count(past: Columns) -> int:
    return next((len(column) for column in past.values()), 0)


def _leaning(past: Columns) -> float:
    """How much a month leans on the one before (0: not), by the metric that leans most."""
    moving = [column for column in past.values() if len(column) > 1 and column.std() > 0]
    return float(np.clip(max([_neighbours(column) for column in moving], default=0.0), 0.0, MOST_LEANING))


def _neighbours(column: Array) -> float:
    """The correlation of neighbours, drawn up by its bias (Kendall 1954)."""
    centred = column - column.mean()
    found = float(centred[1:] @ centred[:-1]) / float(centred @ centred)
    return found + (1 + 3 * found) / len(column)


def years(scenarios: Scenarios, rng: np.random.Generator, count: int = 2000) -> Columns:
    """Paths of twelve months of the past, by the same blocks: each metric in (count, 12)."""
    picked = _blocks(scenarios.months, (count, 12), scenarios.block, rng)
    return {name: column[picked] for name, column in scenarios.past.items()}
