"""From touches and goals to journeys: the rules of ``sql.STEPS``, on the rows of ``sql.MOMENTS``.

An engine sorts many long rows by windows; on short rows that are in order already, a few passes say the same in a
fraction of the time. No journey goes from one visitor to another, so visitors are looked at some at a time, which
keeps what is in hand small. ``STEPS`` stays for rows that fit no memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.engines.base import Columns
from accord.methods.attribution.journeys import Codes, Floats, Ints, Journeys

DAY = 86_400_000_000
MINUTE = 60_000_000
HOUR = 3_600_000_000
AT_A_TIME = 1 << 17
"""Rows looked at together, up to the end of a visitor: few enough for a processor's own memory."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Rows:
    """In the order of visitor and moment, touches before goals and channels of one moment in falling order."""

    visitor: Ints
    moment: Ints
    code: Ints

    def at(self, places: slice | Ints) -> _Rows:
        return _Rows(self.visitor[places], self.moment[places], self.code[places])


@dataclass(frozen=True)
class _Goals:
    """The rows that are goals, and one of nobody at the end."""

    row: Ints
    visitor: Ints
    moment: Ints


@dataclass(frozen=True)
class _Found:
    """The journeys of some visitors; ``ended``: each one's goal, counted from their first, or -1."""

    steps: Codes
    hours: Floats
    lengths: Ints
    visitors: Ints
    ended: Ints
    goals: int


def from_moments(
    channels: Sequence[str], rows: Columns, *, lookback_days: float, session_minutes: float = 0
) -> tuple[Journeys, Ints]:
    """Journeys from the rows of ``sql.MOMENTS``, and the goal that each ended at.

    ``visitor`` whole numbers from 0, ``moment`` times, ``code`` the place in ``channels``, or below 0 a goal. Rows may
    come in any order; in that of ``MOMENTS`` they need no sort. The columns are taken out of ``rows``, so that nothing
    is held twice. The second result, (journeys,), is the goal's place among all goals by visitor and moment, the rows
    of ``sql.GOALS``; -1 for a journey that did not reach it.
    """
    lookback, session = round(lookback_days * DAY), round(session_minutes * MINUTE)
    by_visitor = _by_visitor(rows)
    found = [_found(_in_order(part), lookback, session) for part in _parts(by_visitor)]
    del by_visitor
    return _joined(channels, found)


def _by_visitor(rows: Columns) -> _Rows:
    visitor, code = (np.asarray(rows.pop(name), np.int64) for name in ("visitor", "code"))
    told = _Rows(visitor, np.asarray(rows.pop("moment"), "datetime64[us]").view(np.int64), code)
    return told if (visitor[1:] >= visitor[:-1]).all() else told.at(np.argsort(visitor, kind="stable"))


def _parts(rows: _Rows) -> Iterator[_Rows]:
    """Whole visitors, about ``AT_A_TIME`` rows of them; one part at least."""
    if not len(rows.visitor):
        yield rows
    first = 0
    while first < len(rows.visitor):
        last = min(first + AT_A_TIME, len(rows.visitor)) - 1
        last = int(np.searchsorted(rows.visitor, rows.visitor[last], "right"))
        yield rows.at(slice(first, last))
        first = last


def _in_order(rows: _Rows) -> _Rows:
    later = np.diff(rows.moment)
    wrong = (later < 0) | ((later == 0) & (rows.code[1:] > rows.code[:-1]))
    if not (wrong & (rows.visitor[1:] == rows.visitor[:-1])).any():
        return rows
    return rows.at(np.lexsort((-rows.code, rows.moment, rows.visitor)))


def _found(rows: _Rows, lookback: int, session: int) -> _Found:
    goals = _goals(rows)
    ahead, reached = _ahead(rows, goals, lookback)
    other, later = _other(rows, reached), np.diff(rows.moment)
    new = other | (~reached[1:] & (later > lookback))
    kept = rows.code >= 0
    if session > 0:
        kept[1:] &= other | (later >= session) | (rows.code[1:] != rows.code[:-1])
    places = np.flatnonzero(kept)
    number = np.concatenate([[0], np.cumsum(new, dtype=np.int32)])[places]
    begins = np.flatnonzero(np.diff(number, prepend=-1))
    heads = places[begins]
    ended = np.where(reached[heads], np.searchsorted(goals.row, heads), -1)
    hours = np.where(reached, ahead, 0)[places] / HOUR
    lengths = np.diff(begins, append=len(places))
    return _Found(rows.code[places].astype(np.int32), hours, lengths, rows.visitor[heads], ended, len(goals.row) - 1)


def _goals(rows: _Rows) -> _Goals:
    row = np.flatnonzero(rows.code < 0)
    return _Goals(np.append(row, len(rows.code)), np.append(rows.visitor[row], -1), np.append(rows.moment[row], 0))


def _ahead(rows: _Rows, goals: _Goals, lookback: int) -> tuple[Ints, Flags]:
    """How long to the next goal, whosever it is, and whether it is the visitor's and within the look-back, (rows,)."""
    until = np.diff(goals.row, prepend=-1)
    until[-1] -= 1
    ahead = np.repeat(goals.moment, until)
    ahead -= rows.moment
    return ahead, (ahead <= lookback) & (np.repeat(goals.visitor, until) == rows.visitor)


def _other(rows: _Rows, reached: Flags) -> Flags:
    """Whether a row is of another visitor than the one before it, or of another goal, or of none, (rows - 1,)."""
    other = rows.visitor[1:] != rows.visitor[:-1]
    other |= rows.code[:-1] < 0
    other |= reached[1:] != reached[:-1]
    return np.asarray(other)


def _joined(channels: Sequence[str], found: list[_Found]) -> tuple[Journeys, Ints]:
    before = np.cumsum([0, *(part.goals for part in found)])
    ended = [np.where(part.ended >= 0, part.ended + n, -1) for part, n in zip(found, before.tolist(), strict=False)]
    goal = np.concatenate(ended)
    won = (goal >= 0).astype(float)
    starts = np.cumsum(np.concatenate([[0], *(part.lengths for part in found)]))
    steps, visitors = np.concatenate([part.steps for part in found]), np.concatenate([part.visitors for part in found])
    hours = np.concatenate([part.hours for part in found])
    return Journeys(tuple(channels), steps, starts, won, 1 - won, visitors, hours), goal
