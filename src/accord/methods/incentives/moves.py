"""A metric moved alone: where it pays a side to move it one way, and the company to move it the other.

Between two bends a piecewise linear formula is a straight line, so that what it does at the bends is all it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Side
from accord.clauses.incentives import Incentive
from accord.methods.incentives.found import LEAST, Looked, Perversity
from accord.methods.incentives.reckoning import Array
from accord.methods.incentives.regions import Flags, Region, amounts, described, likely
from accord.methods.incentives.scheme import SIDES

Numbers = NDArray[np.intp]
GRID = 33
"""Points between the ends for a metric that bends together with others, where no single value says where."""
BARELY = 1e-7
SELDOM = 0.01


@dataclass(frozen=True)
class Pieces:
    """A metric's range in order: stretches between bends, and the jumps at them (``widths`` of a jump is a usual step).

    ``starts`` and ``ends`` are in the metric's own unit.
    """

    metric: str
    starts: Array
    ends: Array
    is_jump: Flags

    @property
    def widths(self) -> Array:
        return self.ends - self.starts


def pieces(looked: Looked, metric: str) -> Pieces:
    """The stretches of a metric, and around each bend a step where a formula jumps."""
    alone, mixed = looked.bends
    low, high = looked.scenarios.low[metric], looked.scenarios.high[metric]
    inner = {value for value in alone.get(metric, ()) if low < value < high}
    grid = np.linspace(low, high, GRID)[1:-1].tolist() if metric in mixed else []
    edges = np.array(sorted({low, high, *inner, *grid}))
    jumps = np.array(sorted(inner)) if looked.scheme.jumps else np.array([])
    half = min(looked.scenarios.step[metric], (high - low) / 4) / 2
    starts, ends = np.concatenate([edges[:-1], jumps - half]), np.concatenate([edges[1:], jumps + half])
    is_jump = np.arange(len(starts)) >= len(edges) - 1
    order = np.lexsort((is_jump, (starts + ends) / 2))
    return Pieces(metric, starts[order], ends[order], is_jump[order])


def changes(looked: Looked, of: Pieces, line: Incentive) -> Array:
    """By how much a line (before its weight) changes a year over each piece, in (scenarios, pieces)."""
    if of.metric not in line.metrics:
        return np.zeros((looked.count, len(of.starts)))
    tiny = BARELY * (looked.scenarios.high[of.metric] - looked.scenarios.low[of.metric])
    first, last = _along(looked, of, line, of.starts + tiny), _along(looked, of, line, of.ends - tiny)
    return np.broadcast_to(last - first, (looked.count, len(of.starts)))


def _along(looked: Looked, of: Pieces, line: Incentive, values: Array) -> Array:
    columns = {name: column[:, None] for name, column in looked.flat.items()}
    return looked.scheme.yearly(line, {**columns, of.metric: values[None, :]})


def leaps(looked: Looked, of: Pieces, line: Incentive) -> Array:
    """By how much a line jumps in the middle of each piece that is a jump; zero for the others."""
    middle = (of.starts + of.ends) / 2
    tiny = BARELY * (looked.scenarios.high[of.metric] - looked.scenarios.low[of.metric])
    if of.metric not in line.metrics or not of.is_jump.any():
        return np.zeros((1, len(middle)))
    leap = _along(looked, of, line, middle + tiny) - _along(looked, of, line, middle - tiny)
    return np.where(of.is_jump[None, :], leap, 0.0)


def wrong_ways(looked: Looked) -> Iterator[Perversity]:
    """Every stretch on which a side is paid for moving a metric against the company."""
    for metric in looked.scheme.metrics:
        of = pieces(looked, metric)
        company = _total(looked, of, [(1.0, line) for line in looked.scheme.worths])
        for side in SIDES:
            paid = _total(looked, of, [(line.weight, line) for line in looked.scheme.rewards(side)])
            yield from _of_side(looked, of, side, paid, company)


@dataclass(frozen=True)
class Moved:
    """Sums over several lines: by how much they change over each piece, and how much of that is a leap."""

    change: Array
    leap: Array


def _total(looked: Looked, of: Pieces, lines: list[tuple[float, Incentive]]) -> Moved:
    change = np.zeros((looked.count, len(of.starts)))
    leap = np.zeros((looked.count, len(of.starts)))
    for weight, line in lines:
        change = change + weight * changes(looked, of, line)
        leap = leap + weight * leaps(looked, of, line)
    return Moved(change, leap)


def against(looked: Looked, of: Pieces, side: Side, paid: Moved, company: Moved) -> Array:
    """+1 where moving up pays the side and costs the company, -1 where moving down does, else 0.

    In (scenarios, pieces). A jump counts only where one of the two leaps there: its neighbours tell the rest.
    """
    scale = np.where(of.is_jump, 1.0, (looked.scenarios.high[of.metric] - looked.scenarios.low[of.metric]) / of.widths)
    paid_much = np.abs(paid.change) * scale > LEAST * looked.stakes[side]
    company_much = np.abs(company.change) * scale > LEAST * looked.stake
    opposite = np.sign(paid.change) * np.sign(company.change) < 0
    leaps_here = (np.abs(paid.leap) > LEAST * looked.stakes[side]) | (np.abs(company.leap) > LEAST * looked.stake)
    # Around a jump, the slopes beside it may go the other way: what leaps must itself be what goes against.
    with_leap = np.where(np.abs(paid.leap) > 0, np.sign(paid.leap) == np.sign(paid.change), True)
    counted = np.where(of.is_jump[None, :], leaps_here & with_leap, True)
    return np.where(opposite & paid_much & company_much & counted, np.sign(paid.change), 0.0)


def _of_side(looked: Looked, of: Pieces, side: Side, paid: Moved, company: Moved) -> Iterator[Perversity]:
    signs = against(looked, of, side, paid, company)
    for sign in (1.0, -1.0):
        here = signs == sign
        for run in _runs(here.mean(axis=0) >= SELDOM):
            yield _perversity(looked, of, side, sign, here, run, paid, company)


def _runs(wanted: Flags) -> Iterator[Numbers]:
    """The numbers of pieces that follow each other."""
    found = np.flatnonzero(wanted)
    if len(found):
        yield from np.split(found, np.flatnonzero(np.diff(found) > 1) + 1)


def _perversity(
    looked: Looked, of: Pieces, side: Side, sign: float, here: Flags, run: Numbers, paid: Moved, company: Moved
) -> Perversity:
    start, end = float(of.starts[run].min()), float(of.ends[run].max())
    step = min(looked.scenarios.step[of.metric], end - start)
    stretches = run[~of.is_jump[run]] if (~of.is_jump[run]).any() else run
    share = np.where(of.is_jump[run].all(), 1.0, step / of.widths[stretches].sum())
    gains, loses = (np.abs((m.change * here)[:, stretches].sum(axis=1)) * share for m in (paid, company))
    meant: Flags = np.asarray(here[:, run].any(axis=1))
    at = looked.flat[of.metric]
    inside = meant & (at >= start) & (at <= end)
    others = {name: column for name, column in looked.flat.items() if name != of.metric}
    region = described(others, meant, looked.bends[0]) if meant.mean() < 1 - SELDOM else Region()
    return Perversity(
        kind="wrong_way",
        side=side,
        subject=of.metric,
        way="up" if sign > 0 else "down",
        gains=amounts(gains.reshape(looked.shape), meant.reshape(looked.shape), looked.scenarios.wider),
        loses=amounts(loses.reshape(looked.shape), meant.reshape(looked.shape), looked.scenarios.wider),
        likely=likely(inside, looked.scenarios.telling) if looked.scenarios.weighed else None,
        region=region,
        start=start,
        end=end,
        step=step,
    )
