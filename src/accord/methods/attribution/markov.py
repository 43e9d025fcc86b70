"""Removal effects: how much less often journeys would reach the goal if a channel led nowhere.

Journeys are read as a chain without memory beyond the last 1 to 3 touches. To remove a channel, every step onto it goes
to 'did not reach' instead. With N the inverse of I - Q (Q the steps between states), x what is expected to pass through
each state and h the chance to reach the goal from it, removing the states K loses x_K inverse(N_KK) h_K: one inverse
gives every channel's effect.

Source: Anderl, E., Becker, I., von Wangenheim, F. and Schumann, J.H. (2016), Mapping the customer journey,
International Journal of Research in Marketing 33:457; Kemeny, J.G. and Snell, J.L. (1960), Finite Markov Chains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.methods.attribution.journeys import AT_ONCE, Floats, Ints, Journeys

ORDERS = (1, 2, 3)
DENSE = 1 << 22


@dataclass(frozen=True)
class Chain:
    """Steps between states. ``states`` (states, order): the channels of each, -1 before a journey's first touch.

    ``counts`` (states + 1, states + 2): how often each state (the last row: the start) was followed by each state
    (the last two columns: goal reached, not reached).
    """

    channels: tuple[str, ...]
    states: Ints
    counts: Floats

    def within(self, channel: int) -> npt.NDArray[np.bool_]:
        """The states that hold a channel, (states,)."""
        return np.asarray((self.states == channel).any(axis=1))


@dataclass(frozen=True)
class Steps:
    """Every single step: ``pair`` = from x (states + 2) + to, the journey that made it, and how often."""

    channels: tuple[str, ...]
    states: Ints
    pair: Ints
    journey: Ints
    weight: Floats

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.states) + 1, len(self.states) + 2


def chain(journeys: Journeys, order: int = 1) -> Chain:
    """The chain of ``order`` 1, 2 or 3. A journey shorter than the order is one state, filled up with the start."""
    if order != 1:
        return _counted(steps_of(journeys, order))
    width = len(journeys.channels)
    counts = np.zeros((width + 1, width + 2))
    for part in journeys.parts(AT_ONCE):
        _count(part, counts)
    return Chain(journeys.channels, np.arange(width)[:, None], counts)


def _count(journeys: Journeys, counts: Floats) -> None:
    """Adds the steps of order 1: every channel is a state, so that parts add up."""
    width = len(journeys.channels)
    often, steps = journeys.reached + journeys.missed, journeys.steps.astype(np.int64)
    weight = np.repeat(often, journeys.lengths)[1:]
    weight[journeys.starts[1:-1] - 1] = 0
    within = np.bincount(steps[:-1] * width + steps[1:], weight, width * width)
    counts[:width, :width] += within.reshape(width, width)
    first, last = steps[journeys.starts[:-1]], steps[journeys.starts[1:] - 1]
    counts[width, :width] += np.bincount(first, often, width)
    counts[:width, width] += np.bincount(last, journeys.reached, width)
    counts[:width, width + 1] += np.bincount(last, journeys.missed, width)


def _counted(steps: Steps) -> Chain:
    rows, columns = steps.shape
    counts = np.bincount(steps.pair, steps.weight, rows * columns).astype(float)
    return Chain(steps.channels, steps.states, counts.reshape(rows, columns))


def removal_effects(chain: Chain) -> Floats:
    """The share of the chance to reach the goal that is lost without each channel, (channels,), each from 0 to 1.

    0 for all where no journey reached the goal.
    """
    return effects(chain.counts, chain.states, len(chain.channels))


def effects(counts: Floats, states: Ints, channels: int) -> Floats:
    """As ``removal_effects``, for counts (..., states + 1, states + 2) of many draws at once: (..., channels)."""
    sums = counts.sum(axis=-1, keepdims=True)
    chances = np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
    n = len(states)
    through = np.linalg.inv(np.eye(n) - chances[..., :n, :n])
    passed = (chances[..., n:, :n] @ through)[..., 0, :]
    onward = (through @ chances[..., :n, n : n + 1])[..., 0]
    whole = (chances[..., n, :n] * onward).sum(axis=-1)
    lost = np.zeros((*whole.shape, channels))
    for channel in range(channels):
        held = np.flatnonzero((states == channel).any(axis=1))
        if len(held):
            inner = through[..., held[:, None], held]
            solved = np.linalg.solve(inner, onward[..., held, None])[..., 0]
            lost[..., channel] = (passed[..., held] * solved).sum(axis=-1)
    return np.asarray(np.divide(lost, whole[..., None], out=np.zeros_like(lost), where=whole[..., None] > 0))


def steps_of(journeys: Journeys, order: int) -> Steps:
    """All steps of all journeys. Raises ``ValueError`` for another order than 1, 2 or 3."""
    if order not in ORDERS:
        raise ValueError(f"the order is {order}; it can be 1, 2 or 3")
    starts, lengths, base = journeys.starts[:-1], journeys.lengths, len(journeys.channels) + 1
    counted = np.maximum(lengths - order + 1, 1)
    begins = np.concatenate([[0], np.cumsum(counted)]).astype(np.int64)
    journey = np.repeat(np.arange(len(lengths)), counted)
    offset = np.arange(begins[-1]) - begins[journey] + np.minimum(lengths, order)[journey] - 1
    code = np.zeros(len(journey), np.int64)
    for back in range(order - 1, -1, -1):
        there = offset >= back
        seen = journeys.steps[np.where(there, starts[journey] + offset - back, 0)] if len(journey) else code
        code = code * base + np.where(there, seen + 1, 0)
    states, state = (np.arange(1, base), code - 1) if order == 1 else _numbered(code, base**order)
    n = len(states)
    known = np.stack([states // base**back % base for back in range(order - 1, -1, -1)], axis=1) - 1
    return Steps(journeys.channels, known, *_steps(journeys, state, begins, journey, n))


def _steps(journeys: Journeys, state: Ints, begins: Ints, journey: Ints, n: int) -> tuple[Ints, Ints, Floats]:
    inner = journey[1:] == journey[:-1]
    first, last, width, whose = state[begins[:-1]], state[begins[1:] - 1], n + 2, np.arange(len(begins) - 1)
    often = journeys.reached + journeys.missed
    within = journey[1:][inner]
    pairs = (n * width + first, state[:-1][inner] * width + state[1:][inner], last * width + n, last * width + n + 1)
    weights = (often, often[within], journeys.reached, journeys.missed)
    return np.concatenate(pairs), np.concatenate([whose, within, whose, whose]), np.concatenate(weights)


def _numbered(code: Ints, top: int) -> tuple[Ints, Ints]:
    """The different codes in rising order, and each code's place among them; without a sort where they are few."""
    if top > DENSE:
        found, place = np.unique(code, return_inverse=True)
        return found, place.astype(np.int64)
    there = np.zeros(top, bool)
    there[code] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[code]
