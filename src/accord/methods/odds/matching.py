"""Quiet periods to set busy ones against: the same days of the week and times of day, weeks away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.methods.local_time import DAY, Seconds, to_local, to_utc
from accord.methods.overlaps import overlapping_pairs

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Matches:
    """Quiet windows, one row per match: ``busy`` is the place of the busy window it serves, ``unit`` the
    same number for the same quiet window, ``weeks`` how far away it lies (negative: before). All (m,)."""

    busy: Places
    start: Seconds
    end: Seconds
    weeks: Places
    unit: Places


def matched_quiet(
    busy_start: npt.ArrayLike,
    busy_end: npt.ArrayLike,
    *,
    weeks: int,
    zone: str,
    observed: tuple[int, int],
    avoid: tuple[npt.ArrayLike, npt.ArrayLike] = ((), ()),
) -> Matches:
    """For each busy window (n,) the windows 1 to ``weeks`` weeks before and after it, by local clocks.

    Kept are those that lie within ``observed`` and overlap neither a busy window nor one to ``avoid``
    (starts, ends; holidays, say). Times are seconds since 1970-01-01 UTC; in the weeks in which clocks
    change a match may be an hour longer or shorter. Busy windows that overlap each other should be joined
    first (``overlaps.union``). Raises ``ValueError``.
    """
    if weeks < 1:
        raise ValueError(f"at least one week to either side is needed, not {weeks}")
    begins, ends = np.asarray(busy_start, np.int64), np.asarray(busy_end, np.int64)
    shift = np.concatenate([np.arange(-weeks, 0), np.arange(1, weeks + 1)])
    moved = shift[None, :] * 7 * DAY
    start = to_utc(to_local(begins, zone)[:, None] + moved, zone).ravel()
    end = to_utc(to_local(ends, zone)[:, None] + moved, zone).ravel()
    keep = (end > start) & (start >= observed[0]) & (end <= observed[1])
    for taken in ((begins, ends), avoid):
        keep[overlapping_pairs(start, np.maximum(start, end), *taken)[0]] = False
    at = np.flatnonzero(keep)
    unit = np.unique(np.stack([start[at], end[at]]), axis=1, return_inverse=True)[1]
    return Matches(at // len(shift), start[at], end[at], np.tile(shift, len(begins))[at], unit.ravel())
