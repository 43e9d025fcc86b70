"""Journeys as arrays: the touches of all of them in one row, and where each journey begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Journeys:
    """What visitors did before they reached the goal, or did not.

    ``channels``: names. ``steps`` (touches,): each touch's place in ``channels``, journey after journey, in the order
    of time. ``starts`` (journeys + 1,): where each journey begins in ``steps``, and the end. ``reached``, ``missed``
    (journeys,): how often the journey ended at the goal and how often without; 1 and 0, or counts of a table of
    paths. ``visitors`` (journeys,): whose it is, from 0; journeys of a visitor are drawn together. ``hours``
    (touches,): from the touch to the journey's end, or None where times are not known.
    """

    channels: tuple[str, ...]
    steps: Codes
    starts: Ints
    reached: Floats
    missed: Floats
    visitors: Ints
    hours: Floats | None = None

    def __post_init__(self) -> None:
        lengths = np.diff(self.starts)
        if len(lengths) and (lengths.min() < 1 or self.starts[0] != 0 or self.starts[-1] != len(self.steps)):
            raise ValueError("starts must begin with 0, end with the number of touches and rise: no journey is empty")
        if not len(lengths) == len(self.reached) == len(self.missed) == len(self.visitors):
            raise ValueError("reached, missed and visitors need one value a journey")
        if self.hours is not None and len(self.hours) != len(self.steps):
            raise ValueError("hours needs one value a touch")

    @property
    def lengths(self) -> Ints:
        """Touches in each journey."""
        return np.diff(self.starts)

    @cached_property
    def journey(self) -> Codes:
        """The journey of each touch, (touches,)."""
        return np.repeat(np.arange(len(self.reached), dtype=np.int32), self.lengths)

    def only(self, wanted: npt.NDArray[np.bool_]) -> Journeys:
        """The wanted journeys alone; visitors keep their numbers."""
        touches = np.repeat(wanted, self.lengths)
        starts = np.concatenate([[0], np.cumsum(self.lengths[wanted])]).astype(np.int64)
        hours = None if self.hours is None else self.hours[touches]
        kept = (self.reached[wanted], self.missed[wanted], self.visitors[wanted])
        return Journeys(self.channels, self.steps[touches], starts, *kept, hours)


def from_steps(
    channels: Sequence[str],
    visitor: npt.ArrayLike,
    journey: npt.ArrayLike,
    channel: npt.ArrayLike,
    hours: npt.ArrayLike | None = None,
) -> Journeys:
    """Journeys from the rows of ``sql.STEPS``: one row a touch, the rows of a visitor in the order of time.

    ``visitor`` and ``journey`` are whole numbers; a journey above 0 reached the goal, one below did not. ``channel``
    is the place in ``channels``. Rows of one journey must stand together.
    """
    visitor, journey = np.asarray(visitor, np.int64), np.asarray(journey, np.int64)
    if not len(visitor):
        empty = np.zeros(0)
        return Journeys(
            tuple(channels), empty.astype(np.int32), np.zeros(1, np.int64), empty, empty, np.zeros(0, np.int64)
        )
    new = np.concatenate([[True], (visitor[1:] != visitor[:-1]) | (journey[1:] != journey[:-1])])
    starts = np.concatenate([np.flatnonzero(new), [len(visitor)]]).astype(np.int64)
    reached = (journey[starts[:-1]] > 0).astype(float)
    return Journeys(
        tuple(channels),
        np.asarray(channel).astype(np.int32),
        starts,
        reached,
        1 - reached,
        visitor[starts[:-1]],
        None if hours is None else np.asarray(hours, float),
    )


def from_paths(paths: Sequence[str], reached: npt.ArrayLike, missed: npt.ArrayLike, separator: str = " > ") -> Journeys:
    """Journeys from a table of paths (``search > mail``) with counts; each path counts as one visitor.

    Channels are numbered by name. Raises ``ValueError`` for a path without a channel.
    """
    split = [path.split(separator) for path in paths]
    channels = sorted({channel for path in split for channel in path})
    if "" in channels:
        raise ValueError(f"path {next(n for n, p in enumerate(split) if '' in p) + 1} has a channel without a name")
    place = {channel: at for at, channel in enumerate(channels)}
    steps = np.fromiter((place[channel] for path in split for channel in path), np.int32)
    starts = np.concatenate([[0], np.cumsum([len(path) for path in split])]).astype(np.int64)
    ended = (np.asarray(reached, float), np.asarray(missed, float))
    return Journeys(tuple(channels), steps, starts, *ended, np.arange(len(split)))
