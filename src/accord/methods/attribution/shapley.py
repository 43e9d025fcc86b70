"""Shapley's shares by their closed form.

In the game where a set of channels is worth the goals of all journeys that met no other channel, every journey is a
unanimity game over its distinct channels, and Shapley's value of that game is one equal part for each. The sum over
journeys is exact, and takes no enumeration of sets.

Source: Shapley, L.S. (1953), A value for n-person games; Zhao, K., Mahboobi, S.H. and Bagheri, S.R. (2018), Shapley
value methods for attribution modeling in online advertising (arXiv:1804.05327).
"""

from __future__ import annotations

import numpy as np

from accord.methods.attribution.journeys import AT_ONCE, Floats, Ints, Journeys

BITS = 62
"""So many channels fit one whole number, a bit each."""
CELLS = 1 << 22
"""So many journeys x channels are looked at at once where they do not."""


def shapley(journeys: Journeys, blocks: Ints | None = None, cells: int = CELLS, bits: int = BITS) -> Floats:
    """Each channel's share of all goals, (channels,); with ``blocks`` (journeys,) of each block, (blocks, channels).

    ``cells`` (journeys x channels at once) bounds the memory where there are more than ``bits`` channels.
    """
    block = np.zeros(len(journeys.reached), np.int64) if blocks is None else blocks
    shape = (int(block.max(initial=0)) + 1, len(journeys.channels))
    found = np.zeros(shape)
    if len(journeys.channels) <= bits:
        _by_bits(journeys, block, found)
        return found[0] if blocks is None else found
    at_once = max(1, cells // max(1, len(journeys.channels)))
    for first in range(0, len(journeys.reached), at_once):
        found += _part(journeys, block, slice(first, first + at_once), shape)
    return found[0] if blocks is None else found


def _by_bits(journeys: Journeys, block: Ints, found: Floats) -> None:
    """The channels of a journey as one number with a bit for each."""
    won = np.flatnonzero(journeys.reached > 0)
    met = np.concatenate(
        [
            np.bitwise_or.reduceat(np.left_shift(1, part.steps, dtype=np.int64), part.starts[:-1])
            for part in journeys.parts(AT_ONCE)
        ]
        or [np.zeros(0, np.int64)]
    )[won]
    each = journeys.reached[won] / np.maximum(np.bitwise_count(met), 1)
    whose = block[won]
    for channel in range(found.shape[1]):
        here = np.flatnonzero((met & (1 << channel)) != 0)
        found[:, channel] = np.bincount(whose[here], each[here], len(found))


def _part(journeys: Journeys, block: Ints, part: slice, shape: tuple[int, ...]) -> Floats:
    first, last = journeys.starts[part.start], journeys.starts[min(part.stop, len(journeys.reached))]
    reached, width = journeys.reached[part], shape[1]
    met = np.zeros(len(reached) * width, bool)
    met[(journeys.journey[first:last].astype(np.int64) - part.start) * width + journeys.steps[first:last]] = True
    table = met.reshape(len(reached), width)
    row, channel = np.nonzero(table & (reached > 0)[:, None])
    each = (reached / np.maximum(table.sum(axis=1), 1))[row]
    cells = np.bincount(block[part][row] * width + channel, each, shape[0] * width)
    return cells.astype(float).reshape(shape)
