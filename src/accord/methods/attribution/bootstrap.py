"""How sure credits and removal effects are: visitors drawn again with replacement, all journeys of one together.

Source: Efron, B. and Tibshirani, R.J. (1993), An Introduction to the Bootstrap, chapters 8 and 13 (percentiles).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from accord.methods.attribution.heuristics import HALF_LIFE_HOURS, Rule, shares
from accord.methods.attribution.journeys import AT_ONCE, Floats, Ints, Journeys
from accord.methods.attribution.markov import Steps, chain, effects, removal_effects, steps_of
from accord.methods.attribution.shapley import shapley

BLOCKS = 1_000
"""So many groups of visitors are drawn where there are more visitors: each group is a small sample of them."""
FEWEST = 20
"""With fewer visitors there is no interval."""
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class Credit:
    """A figure for each channel with its 90 % interval, (channels,) each; NaN ends where visitors are too few."""

    channels: tuple[str, ...]
    point: Floats
    low: Floats
    high: Floats


def credits_of(
    journeys: Journeys,
    rule: Rule | str,
    *,
    rng: np.random.Generator,
    worth: Floats | None = None,
    draws: int = 500,
    half_life_hours: float = HALF_LIFE_HOURS,
) -> Credit:
    """Goals credited to each channel by a rule of ``RULES`` or by ``shapley``.

    ``worth`` (journeys,) weighs goals, for instance by value. The same seed gives the same bytes.
    """
    won = journeys.won
    worths = won.reached if worth is None else won.reached * worth[journeys.reached != 0]
    block = blocks_of(won) if draws else np.zeros(len(worths), np.int64)
    if rule == "shapley":
        table = shapley(replace(won, reached=worths), block)
    else:
        table = _table(replace(won, reached=worths), block, rule, half_life_hours)  # type: ignore[arg-type]
    return _credit(journeys, table.sum(axis=0), _weights(journeys, rng, draws)[:, : len(table)] @ table)


def _table(journeys: Journeys, block: Ints, rule: Rule, half_life_hours: float) -> Floats:
    """What each group of visitors credits each channel with, (groups, channels)."""
    shape = (int(block.max(initial=0)) + 1, len(journeys.channels))
    cells = np.zeros(shape[0] * shape[1])
    if rule in ("first", "last"):
        end = journeys.starts[:-1] if rule == "first" else journeys.starts[1:] - 1
        cells += np.bincount(block * shape[1] + journeys.steps[end], journeys.reached, len(cells))
        return cells.reshape(shape)
    done = 0
    for part in journeys.parts(AT_ONCE):
        key = np.repeat(block[done : done + len(part.reached)] * shape[1], part.lengths) + part.steps
        given = shares(part, rule, half_life_hours) * np.repeat(part.reached, part.lengths)
        cells += np.bincount(key, given, len(cells))
        done += len(part.reached)
    return cells.reshape(shape)


def removals_of(journeys: Journeys, *, order: int = 1, rng: np.random.Generator, draws: int = 200) -> Credit:
    """Each channel's removal effect (0 to 1) in the chain of ``order``. Takes (states)^3 steps for each draw."""
    point = removal_effects(chain(journeys, order))
    steps, weights = steps_of(journeys, order), _weights(journeys, rng, draws)
    drawn = [effects(counts, steps.states, len(point)) for counts in _redrawn(steps, blocks_of(journeys), weights)]
    return _credit(journeys, point, np.array(drawn).reshape(-1, len(point)))


def blocks_of(journeys: Journeys) -> Ints:
    """The group of visitors that each journey is drawn with, (journeys,)."""
    return journeys.visitors % BLOCKS


def _weights(journeys: Journeys, rng: np.random.Generator, draws: int) -> Floats:
    """How often each group of visitors is drawn, (draws, groups)."""
    groups = int(blocks_of(journeys).max(initial=0)) + 1
    there = np.bincount(blocks_of(journeys), minlength=groups) > 0
    weights = np.zeros((draws if there.sum() >= FEWEST else 0, groups))
    if len(weights):
        weights[:, there] = rng.multinomial(there.sum(), np.full(there.sum(), 1 / there.sum()), size=draws)
    return weights


def _redrawn(steps: Steps, block: Ints, weights: Floats) -> list[Floats]:
    from scipy.sparse import coo_array

    pairs, place = np.unique(steps.pair, return_inverse=True)
    shape = (weights.shape[1], len(pairs))
    table = coo_array((steps.weight, (block[steps.journey], place)), shape=shape).tocsr()
    redrawn = []
    for often in weights:
        counts = np.zeros(steps.shape)
        counts.flat[pairs] = often @ table
        redrawn.append(counts)
    return redrawn


def _credit(journeys: Journeys, point: Floats, drawn: Floats) -> Credit:
    if not len(drawn):
        nothing = np.full(len(point), np.nan)
        return Credit(journeys.channels, point, nothing, nothing.copy())
    low, high = np.quantile(drawn, INTERVAL, axis=0)
    return Credit(journeys.channels, point, low, high)
