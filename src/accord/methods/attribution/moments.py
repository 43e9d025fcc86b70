"""From touches and goals in any order to journeys: the rules of ``sql.STEPS``, on the rows of ``sql.MOMENTS``.

An engine sorts many long rows by windows; one sort of whole numbers, each a visitor, a moment and a channel, and a
few passes over them, say the same in a fraction of the time. ``STEPS`` stays for rows that fit no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.engines.base import Columns
from accord.methods.attribution.journeys import AT_ONCE, Codes, Floats, Ints, Journeys

UNITS = (1_000_000, 1_000, 1)
"""Microseconds in what moments are whole numbers of: seconds, milliseconds, themselves."""
DAY = 86_400_000_000
MINUTE = 60_000_000
HOUR = 3_600_000_000
BITS = 63


@dataclass(frozen=True)
class _Touches:
    """Touches in the order of visitor, moment and channel; ``turn``: goals of all visitors that came before."""

    visitor: Codes
    moment: Ints
    code: Codes
    turn: Codes


@dataclass(frozen=True)
class _Goals:
    """Goals in the order of visitor and moment, and one of nobody at the end."""

    visitor: Codes
    moment: Ints


def from_moments(
    channels: Sequence[str], rows: Columns, *, lookback_days: float, session_minutes: float = 0
) -> tuple[Journeys, Ints]:
    """Journeys from the rows of ``sql.MOMENTS`` in any order, and the goal that each ended at.

    ``visitor`` whole numbers from 0, ``moment`` times, ``code`` the place in ``channels``, or below 0 a goal. The
    columns are taken out of ``rows``, so that nothing is held twice. The second result, (journeys,), is the goal's
    place among all goals by visitor and moment, the rows of ``sql.GOALS``; -1 for a journey that did not reach it.
    """
    touches, goals = _in_order(rows, len(channels))
    lookback = round(lookback_days * DAY)
    reached = _reached(touches, goals, lookback)
    new = _begins(touches, reached, lookback)
    kept = ~_repeated(touches, reached, round(session_minutes * MINUTE))
    return _journeys(channels, touches, goals, reached, new, kept)


def _in_order(rows: Columns, channels: int) -> tuple[_Touches, _Goals]:
    """Touches before goals of their moment; channels of one moment in falling order, as ``STEPS`` has them."""
    goals = _goals(rows)
    rank = channels - 1 - np.asarray(rows.pop("code"), np.int64)
    np.minimum(rank, channels, out=rank)
    visitor = np.asarray(rows.pop("visitor"), np.int64)
    visitor, moment, rank = _sorted(visitor, _microseconds(rows.pop("moment")), rank)
    touch = rank < channels
    turn = np.cumsum(~touch, dtype=np.int32)[touch]
    code = (channels - 1 - rank[touch]).astype(np.int32)
    del rank
    return _Touches(visitor[touch].astype(np.int32), moment[touch], code, turn), goals


def _goals(rows: Columns) -> _Goals:
    goal = np.flatnonzero(np.asarray(rows["code"]) < 0)
    who, when = np.asarray(rows["visitor"], np.int64)[goal], _microseconds(rows["moment"][goal])
    order = np.lexsort((when, who))
    return _Goals(np.append(who[order], -1).astype(np.int32), np.append(when[order], 0))


def _microseconds(moment: npt.ArrayLike) -> Ints:
    return np.asarray(moment, "datetime64[us]").view(np.int64)


def _sorted(visitor: Ints, moment: Ints, rank: Ints) -> tuple[Ints, Ints, Ints]:
    """Rows by visitor, moment and rank: as one whole number each where 63 bits hold all three."""
    if not len(visitor):
        return visitor, moment, rank
    first = int(moment.min())
    since = moment - first
    unit = next(u for u in UNITS if u == 1 or not _rest(since, u))
    since //= unit
    low, middle = int(rank.max()).bit_length(), int(since.max()).bit_length()
    if int(visitor.max()).bit_length() + middle + low > BITS:
        order = np.lexsort((rank, moment, visitor))
        return visitor[order], moment[order], rank[order]
    since <<= low
    since |= rank
    packed = visitor << (middle + low)
    packed |= since
    packed.sort()
    np.bitwise_and(packed, (1 << low) - 1, out=rank)
    packed >>= low
    np.bitwise_and(packed, (1 << middle) - 1, out=since)
    since *= unit
    since += first
    packed >>= middle
    return packed, since, rank


def _rest(since: Ints, unit: int) -> bool:
    return any((since[at : at + AT_ONCE] % unit).any() for at in range(0, len(since), AT_ONCE))


def _reached(touches: _Touches, goals: _Goals, lookback: int) -> npt.NDArray[np.bool_]:
    """Whether the visitor's next goal came within the look-back, (touches,)."""
    ahead = goals.moment[touches.turn]
    ahead -= touches.moment
    return np.asarray((goals.visitor[touches.turn] == touches.visitor) & (ahead <= lookback))


def _begins(touches: _Touches, reached: npt.NDArray[np.bool_], lookback: int) -> npt.NDArray[np.bool_]:
    """Whether a touch belongs to another journey than the one before it, (touches,)."""
    new = np.ones(len(reached), bool)
    new[1:] = _other(touches, reached) | (~reached[1:] & (np.diff(touches.moment) > lookback))
    return new


def _other(touches: _Touches, reached: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    changed = np.asarray(touches.visitor[1:] != touches.visitor[:-1])
    changed |= touches.turn[1:] != touches.turn[:-1]
    changed |= reached[1:] != reached[:-1]
    return changed


def _repeated(touches: _Touches, reached: npt.NDArray[np.bool_], session: int) -> npt.NDArray[np.bool_]:
    """Whether a touch is of the channel and the session of the one before it, (touches,)."""
    again = np.zeros(len(reached), bool)
    if session > 0:
        again[1:] = (np.diff(touches.moment) < session) & (touches.code[1:] == touches.code[:-1])
        again[1:] &= ~_other(touches, reached)
    return again


def _journeys(
    channels: Sequence[str],
    touches: _Touches,
    goals: _Goals,
    reached: npt.NDArray[np.bool_],
    new: npt.NDArray[np.bool_],
    kept: npt.NDArray[np.bool_],
) -> tuple[Journeys, Ints]:
    number = np.cumsum(new, dtype=np.int32)[kept]
    starts = np.concatenate([np.flatnonzero(np.diff(number, prepend=0)), [len(number)]]).astype(np.int64)
    place = np.flatnonzero(kept)
    heads = place[starts[:-1]]
    won = reached[heads].astype(float)
    ended = np.where(reached[heads], touches.turn[heads], -1).astype(np.int64)
    hours = _hours(touches, goals, reached)[kept]
    journeys = Journeys(
        tuple(channels), touches.code[kept], starts, won, 1 - won, touches.visitor[heads].astype(np.int64), hours
    )
    return journeys, ended


def _hours(touches: _Touches, goals: _Goals, reached: npt.NDArray[np.bool_]) -> Floats:
    """Hours from each touch to the goal, 0 where none was reached, (touches,); in parts, to spare memory."""
    hours = np.zeros(len(reached))
    for first in range(0, len(hours), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        ahead = goals.moment[touches.turn[part]] - touches.moment[part]
        np.divide(ahead, HOUR, out=hours[part], where=reached[part])
    return hours
