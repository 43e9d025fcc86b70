"""Journeys as arrays: the touches of all of them in one row, and where each journey begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

AT_ONCE = 1 << 20
"""Touches looked at at once: enough for arrays, few enough for the memory."""


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

    @cached_property
    def won(self) -> Journeys:
        """Those that reached the goal at least once: the others are credited with nothing."""
        return self.only(self.reached != 0)

    def parts(self, touches: int) -> Iterator[Journeys]:
        """The journeys in parts of about so many touches each, without copying them."""
        cuts = np.searchsorted(self.starts, np.arange(touches, len(self.steps), touches))
        ends = [0, *dict.fromkeys(cuts.tolist()), len(self.reached)]
        for first, last in pairwise(ends):
            if first < last:
                yield self._between(first, last)

    def _between(self, first: int, last: int) -> Journeys:
        low, high = self.starts[first], self.starts[last]
        hours = None if self.hours is None else self.hours[low:high]
        kept = (self.reached[first:last], self.missed[first:last], self.visitors[first:last])
        return Journeys(self.channels, self.steps[low:high], self.starts[first : last + 1] - low, *kept, hours)

    def only(self, wanted: npt.NDArray[np.bool_]) -> Journeys:
        """The wanted journeys alone; visitors keep their numbers."""
        which = np.flatnonzero(wanted)
        first = self.starts[which]
        lengths = self.starts[which + 1] - first
        starts = np.concatenate([[0], np.cumsum(lengths)])
        touches = np.arange(starts[-1]) + np.repeat(first - starts[:-1], lengths)
        hours = None if self.hours is None else self.hours[touches]
        kept = (self.reached[which], self.missed[which], self.visitors[which])
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
    told = (
        separator.join(paths).split(separator) if len(paths) else []
    )  # all at once: a split for each takes as long again
    channels = sorted(set(told))
    if "" in channels:
        bad = next(number for number, path in enumerate(paths, 1) if "" in path.split(separator))
        raise ValueError(f"path {bad} has a channel without a name")
    place = {channel: at for at, channel in enumerate(channels)}
    steps = np.fromiter(map(place.__getitem__, told), np.int32, len(told))
    starts = np.concatenate([[0], np.cumsum([path.count(separator) + 1 for path in paths])]).astype(np.int64)
    ended = (np.asarray(reached, float), np.asarray(missed, float))
    return Journeys(tuple(channels), steps, starts, *ended, np.arange(len(paths)))
