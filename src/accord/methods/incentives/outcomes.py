"""Whole months and decisions: who is paid while the company loses, who is spared, and who is paid sooner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from accord.clauses.charter import Side
from accord.clauses.formula import constant
from accord.clauses.incentives import Incentive
from accord.methods.incentives.found import LEAST, Looked, Perversity, spanned
from accord.methods.incentives.reckoning import Array, Columns
from accord.methods.incentives.regions import Flags, amounts, described, likely
from accord.methods.incentives.scenarios import years
from accord.methods.incentives.scheme import SIDES, YEAR
from accord.units.interval import Interval

MUCH = 0.02
"""Of what is at stake: by this much a month must differ from the usual one."""
OFTEN = 0.05
ALL = 0.95
"""From this share of the downside on, one side bears all of it."""
OTHER: Mapping[Side, Side] = {"marketing": "it", "it": "marketing"}


def decisions(looked: Looked) -> Iterator[Perversity]:
    """Decisions that a side is paid to refuse though the company earns by them, or to take though it loses."""
    scheme = looked.scheme
    for decision in scheme.decisions:
        worth = constant(decision.formula) or 0.0
        for side in SIDES:
            change = decided(looked, side, decision, looked.flat)
            meant = (np.sign(change) * np.sign(worth) < 0) & (np.abs(change) > LEAST / YEAR * looked.stakes[side])
            if not meant.any():
                continue
            own = decided(looked, side, decision, looked.scenarios.past)
            past = np.flatnonzero((np.sign(own) * np.sign(worth) < 0) & (np.abs(own) > 0))
            yield Perversity(
                kind="decision",
                side=side,
                subject=decision.name,
                way="refuse" if worth > 0 else "take",
                gains=amounts(
                    np.abs(change).reshape(looked.shape), meant.reshape(looked.shape), looked.scenarios.wider
                ),
                loses=Interval.exact(abs(worth)),
                likely=likely(meant, looked.scenarios.telling) if looked.scenarios.weighed else None,
                region=described(looked.flat, meant, looked.bends[0]),
                past=tuple(past.tolist()),
            )


def decided(looked: Looked, side: Side, decision: Incentive, columns: Columns) -> Array:
    """By how much a decision changes what a side is paid, once."""
    shape = next((column.shape for column in columns.values()), (0,))
    terms = [line.weight * looked.scheme.decided(line, decision, columns) for line in looked.scheme.rewards(side)]
    summed: Array = np.sum([np.zeros(shape), *terms], axis=0)
    return summed


def together(looked: Looked) -> Iterator[Perversity]:
    """Months in which a side is paid more than usual and the company earns less."""
    usual = looked.usual()
    lost = looked.company - looked.scheme.company(usual)[0]
    for side in SIDES:
        gained = looked.paid[side] - looked.scheme.side(side, usual)[0]
        meant = (gained > MUCH * looked.stakes[side]) & (lost < -MUCH * looked.stake)
        if not looked.scenarios.weighed or looked.stakes[side] <= 0 or meant.mean() < OFTEN:
            continue
        yield Perversity(
            kind="together",
            side=side,
            subject="",
            way="",
            gains=amounts(gained.reshape(looked.shape), meant.reshape(looked.shape), looked.scenarios.wider),
            loses=amounts(-lost.reshape(looked.shape), meant.reshape(looked.shape), looked.scenarios.wider),
            likely=likely(meant, looked.scenarios.telling),
            region=described(looked.flat, meant, looked.bends[0]),
            past=_past(looked, side),
        )


def _past(looked: Looked, side: Side) -> tuple[int, ...]:
    past, usual = looked.scenarios.past, looked.usual()
    gained = looked.scheme.side(side, past) - looked.scheme.side(side, usual)[0]
    lost = looked.scheme.company(past) - looked.scheme.company(usual)[0]
    meant = (gained > MUCH * looked.stakes[side]) & (lost < -MUCH * looked.stake)
    return tuple(np.flatnonzero(meant).tolist())


def one_side(looked: Looked) -> Iterator[Perversity]:
    """A side that alone is paid less in the months in which the company earns less than usual."""
    if not looked.scenarios.weighed or not all(looked.stakes[side] > 0 for side in SIDES):
        return
    usual = looked.usual()
    lost = looked.company - looked.scheme.company(usual)[0]
    bad = lost < -MUCH * looked.stake
    short = {s: np.maximum(looked.scheme.side(s, usual)[0] - looked.paid[s], 0.0) for s in SIDES}
    # Each loss is held against what that side has at stake, so that a small salary is not mistaken for a small share.
    borne = {s: float((short[s] / looked.stakes[s])[bad].sum()) for s in SIDES}
    whole = sum(borne.values())
    for side in SIDES:
        much = bad & (short[side] > MUCH * looked.stakes[side])
        if whole > 0 and borne[side] / whole >= ALL and much.mean() >= OFTEN:
            meant = much.reshape(looked.shape)
            yield Perversity(
                kind="one_side",
                side=side,
                subject="",
                way="",
                gains=amounts(short[side].reshape(looked.shape), meant, looked.scenarios.wider),
                loses=amounts(-lost.reshape(looked.shape), meant, looked.scenarios.wider),
                likely=likely(meant, looked.scenarios.telling),
                region=described(looked.flat, much, looked.bends[0]),
            )


def frames(looked: Looked, rng: np.random.Generator) -> Iterator[Perversity]:
    """A side that is rewarded over shorter time frames than the other: what it is paid for months that others undo."""
    months = {side: _months(looked, side) for side in SIDES}
    for side in SIDES:
        mine, other = months[side], months[OTHER[side]]
        if mine is None or other is None or mine >= other:
            continue
        gains, chance = _sooner(looked, side, round(other), rng)
        yield Perversity(
            kind="frames",
            side=side,
            subject="",
            way="",
            gains=gains,
            loses=Interval.exact(0.0),
            likely=chance,
            start=mine,
            end=other,
        )


def _months(looked: Looked, side: Side) -> float | None:
    """The length of a side's longest time frame among those with a fifth of its money; None where it has no reward."""
    at_stake: dict[int, float] = {}
    for line in looked.scheme.rewards(side):
        if line.weight > 0:
            stake = line.weight * spanned(looked.scheme.yearly(line, looked.corners))
            at_stake[line.months] = at_stake.get(line.months, 0.0) + stake
    whole = sum(at_stake.values())
    kept = [months for months, stake in at_stake.items() if whole > 0 and stake >= whole / 5]
    return float(max(kept)) if kept else None


def _sooner(looked: Looked, side: Side, months: int, rng: np.random.Generator) -> tuple[Interval, Interval | None]:
    """What the shorter frames pay a year above the same formulas over the other side's frame."""
    if not looked.scenarios.weighed:
        return Interval.exact(0.0), None
    paths = years(looked.scenarios, rng)
    above = np.zeros(next(iter(paths.values())).shape[0])
    for line in looked.scheme.rewards(side):
        if line.months < months:
            short = _over_paths(looked, line, paths, line.months)
            long = _over_paths(looked, line, paths, months)
            above = above + line.weight * (short - long)
    paid = np.maximum(above, 0.0)
    low, high = np.quantile(paid, [0.05, 0.95])
    often: Flags = paid > LEAST * looked.stakes[side]
    mean = float(paid.mean())
    # However many years are drawn again, no more of them were seen than there are in the past.
    seen = max(looked.scenarios.telling / YEAR, 1.0)
    return Interval(mean, min(float(low), mean), max(float(high), mean)), likely(often, seen)


def _over_paths(looked: Looked, line: Incentive, paths: Columns, months: int) -> Array:
    """What a line pays over twelve months cut into frames of so many, in the line's own measure."""
    totals = looked.scheme.totals
    count = YEAR // months
    frames = {name: path.reshape(len(path), count, months) for name, path in paths.items()}
    scale = line.months / months
    columns = {
        # A metric that adds up is brought to the line's own frame, for which its formula was written.
        name: frame.sum(axis=2) * scale if name in totals else frame.mean(axis=2)
        for name, frame in frames.items()
    }
    paid_each: Array = looked.scheme.paid(line, columns) / scale
    return np.asarray(paid_each.sum(axis=1))
