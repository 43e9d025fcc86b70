"""What would it cost there: one plan laid elsewhere, weighed as the analysis of clashes weighs it. Nothing is changed.

What has been read is kept until facts or clauses change, so that a second try takes a fraction of a second.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses import clashes as analysis
from accord.analyses.base import Given, Rows
from accord.analyses.clashes import Market, Odds, Risk, Settings
from accord.analyses.run import reduce
from accord.clauses.charter import Charter
from accord.methods.calendar_slots import Costs, Wanted, free_starts, opening_hours
from accord.methods.calendars import Clash, Entry, clashes
from accord.methods.local_time import to_local
from accord.methods.uptime import share_of_orders
from accord.pages.account import opened, period_of
from accord.pages.outlook import stamp_of
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period
from accord.workspace.folder import Workspace

SLOTS = 4
NEAR, FAR = 92, 1100
"""Days ahead that are weighed: as findings do, and as far as the calendar reaches."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Slot:
    """A free stretch for an entry (naive UTC), and what would be at risk there."""

    entry: Entry
    start: datetime
    end: datetime
    risk: Amount


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a tried plan meets: the other entry, the stretch they share, and what is at risk (None: no price)."""

    other: Entry
    start: datetime
    end: datetime
    risk: Amount | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan laid where it was tried. ``risk`` is None where it cannot be told in money, and ``why`` says why.

    ``outside_hours`` where the charter lets changes run at other hours only. ``slots`` are the cheapest free ones for
    the plan itself, ``others`` those of the plan of the other side that it meets there, if it were that one that moved.
    """

    entry: Entry
    risk: Amount | None
    chance: Interval | None
    meets: tuple[Meeting, ...]
    in_the_way: tuple[Entry, ...]
    outside_hours: bool
    slots: tuple[Slot, ...]
    others: tuple[Slot, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Footing:
    """What every price rests on, wherever a plan lies."""

    rows: Rows
    given: Given[Settings]
    market: Market
    odds: Odds
    ahead: tuple[Entry, ...]


def try_slot(workspace: Workspace, entry: str, start: datetime, end: datetime, *, now: datetime) -> Tried:
    """Weigh the plan of this id as if it lay at ``start <= t < end`` (all naive UTC).

    Raises ``LookupError`` where no plan that lies ahead has that id, ``ValueError`` where the slot is over or more than
    three years ahead.
    """
    if start < now:
        raise ValueError("this slot has begun already; choose one to come")
    if end > now + timedelta(days=FAR - 5):
        raise ValueError("this slot is more than three years ahead; choose a nearer one")
    footing = _footing_for(workspace, end, now)
    planned = next((e for e in footing.ahead if e.id == entry), None)
    if planned is None:
        raise LookupError(f"no plan ahead is called {entry[:80]}")
    moved = replace(planned, start=start, end=end)
    return _tried(moved, footing, now)


def _tried(moved: Entry, footing: Footing, now: datetime) -> Tried:
    rng = np.random.default_rng([0, zlib.crc32(f"{moved.id} {moved.start} {moved.end}".encode())])
    others = [e for e in footing.ahead if e.id != moved.id]
    met = [c for c in clashes([*others, moved]) if moved in (c.one, c.other)]
    risks = [(c, analysis.risk_of(c, *_rest(footing), rng)) for c in met]
    money = _together(moved, risks, footing)
    meetings = tuple(Meeting(_other(c, moved), c.start, c.end, _amount(r.money, footing)) for c, r in risks)
    dearest = max(risks, key=lambda cr: _mid(cr[1]), default=None)
    other = _other(dearest[0], moved) if dearest else None
    return Tried(
        entry=moved,
        risk=_amount(money, footing),
        chance=_chance(moved, footing),
        meets=meetings,
        in_the_way=tuple(e for e in others if moved.kind == "change" and _lies_in_the_way(e, moved)),
        outside_hours=moved.kind == "change" and _outside_hours(moved, footing),
        slots=_slots_for(moved, others, footing, now),
        others=_slots_for(other, [*(e for e in others if e.id != other.id), moved], footing, now) if other else (),
        why="" if money is not None else _why(moved, risks, footing),
    )


def _rest(footing: Footing) -> tuple[Market, Odds, Rows, Given[Settings]]:
    return footing.market, footing.odds, footing.rows, footing.given


def _lies_in_the_way(entry: Entry, change: Entry) -> bool:
    return analysis.stands_in_the_way(entry, change) and entry.start < change.end and entry.end > change.start


def _outside_hours(change: Entry, footing: Footing) -> bool:
    opens, closes = footing.given.charter.calendar.slot_hours
    if (opens, closes) == (0, 24):
        return False
    [start], [end] = _epochs([change.start]), _epochs([change.end])
    begins, ends = opening_hours(start, end, footing.given.zone, opens * 3600, closes * 3600)
    return not bool(((begins <= start) & (end <= ends)).any())


def _other(clash: Clash, moved: Entry) -> Entry:
    return clash.other if clash.one == moved else clash.one


def _mid(risk: Risk) -> float:
    return float(risk.money.mean()) if risk.money is not None else -1.0


def _together(moved: Entry, risks: Sequence[tuple[Clash, Risk]], footing: Footing) -> NDArray[np.float64] | None:
    """A change fails once, whatever it meets: the dearest counts. What meets several changes may see each fail."""
    draws = [r.money for _, r in risks if r.money is not None]
    if moved.kind == "change":
        alone = _alone(moved, footing)
        return max([*draws, *([alone] if alone is not None else [])], key=lambda d: float(d.mean()), default=None)
    if draws:
        return np.asarray(np.sum(draws, axis=0))
    return None if footing.market.stream is None or risks else np.zeros(analysis.DRAWS)


def _alone(change: Entry, footing: Footing) -> NDArray[np.float64] | None:
    """Draws of what a change puts at risk by the usual trade of its hours, no campaign beside it."""
    service = footing.given.charter.service(change.service or "")
    costs = footing.market.value_by_bin
    if costs is None or service is None or service.carries != "orders":
        return None
    [sold] = costs.between(_epochs([change.start]), _epochs([change.end])).tolist()
    if not np.isfinite(sold):
        return None
    draws, _ = footing.odds.of(change.service, change.change_kind)
    return np.asarray(draws * (share_of_orders(footing.rows["orders"], service.segment) * sold))


def _chance(moved: Entry, footing: Footing) -> Interval | None:
    if moved.kind != "change":
        return None
    return _interval(footing.odds.of(moved.service, moved.change_kind)[0])


def _why(moved: Entry, risks: Sequence[tuple[Clash, Risk]], footing: Footing) -> str:
    if footing.market.stream is None:
        return "two weeks of orders are needed to tell what those hours bring"
    return "its service carries no orders" if moved.kind == "change" else "what it meets there carries no orders"


def _slots_for(entry: Entry, others: Sequence[Entry], footing: Footing, now: datetime) -> tuple[Slot, ...]:
    """The cheapest free slots; a change's stand free of trade, other plans' of changes."""
    if entry.kind == "change":
        if _alone(entry, footing) is None:
            return ()
        found = analysis.free_slots(entry, others, footing.market, footing.odds, footing.rows, footing.given)
    elif entry.kind in ("campaign", "sale"):
        found = _free_of_changes(entry, others, footing, now)
    else:
        return ()
    length = entry.end - entry.start
    offered = [(t, _amount(d, footing)) for t, d in found if t >= now]
    return tuple(Slot(entry, t, t + length, risk) for t, risk in offered if risk is not None)


def _free_of_changes(
    entry: Entry, others: Sequence[Entry], footing: Footing, now: datetime
) -> list[tuple[datetime, NDArray[np.float64]]]:
    """Starts at the same hour of the clock on other days, first those with least at risk, then the nearest."""
    costs = _exposure(others, footing)
    if costs is None:
        return []
    zone, day = footing.given.zone, _epochs([entry.start])
    after, length = int(_epochs([now])[0]), int((entry.end - entry.start).total_seconds())
    start, cost = free_starts(costs, Wanted(length, granularity=60 * 15, zone=zone, after=after))
    same_hour = to_local(start, zone) % _DAY == to_local(day, zone)[0] % _DAY
    start, cost = start[same_hour], cost[same_hour]
    order = np.lexsort((np.abs(start - day[0]), np.round(cost)))[:SLOTS]
    begins = [np.datetime64(int(s), "s").item() for s in start[order]]
    return [
        (b, _campaign_draws(replace(entry, start=b, end=b + (entry.end - entry.start)), others, footing))
        for b in begins
    ]


def _campaign_draws(moved: Entry, others: Sequence[Entry], footing: Footing) -> NDArray[np.float64]:
    rng = np.random.default_rng([0, zlib.crc32(f"{moved.id} {moved.start}".encode())])
    met = [c for c in clashes([*others, moved]) if moved in (c.one, c.other)]
    risks = [(c, analysis.risk_of(c, *_rest(footing), rng)) for c in met]
    draws = [r.money for _, r in risks if r.money is not None]
    return np.asarray(np.sum(draws, axis=0)) if draws else np.zeros(analysis.DRAWS)


def _exposure(others: Sequence[Entry], footing: Footing) -> Costs | None:
    """What planned changes put at risk in each bin of time, by the middle of their chance to fail."""
    costs = footing.market.value_by_bin
    if costs is None:
        return None
    per_bin = np.zeros(len(costs.per_bin))
    for change in others:
        alone = _alone(change, footing) if change.kind == "change" else None
        if alone is None:
            continue
        first, last = ((_epochs([t])[0] - costs.start) / costs.bin_seconds for t in (change.start, change.end))
        bins = slice(max(int(np.floor(first)), 0), max(int(np.ceil(last)), 0))
        per_bin[bins] += float(alone.mean()) / max(bins.stop - bins.start, 1)
    return Costs(costs.start, costs.bin_seconds, per_bin)


def _amount(draws: NDArray[np.float64] | None, footing: Footing) -> Amount | None:
    return None if draws is None else Amount(_interval(draws).rounded(), footing.market.currency)


def _interval(draws: NDArray[np.float64]) -> Interval:
    low, high = (float(v) for v in np.quantile(draws, [0.05, 0.95]))
    return Interval(min(max(float(draws.mean()), low), high), low, high)


def _epochs(times: Sequence[datetime]) -> NDArray[np.int64]:
    return np.array(times, dtype="datetime64[s]").astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Read:
    rows: Rows
    charter: Charter
    period: Period
    as_of: datetime


def _footing_for(workspace: Workspace, end: datetime, now: datetime) -> Footing:
    # Facts never reach beyond now; the coming midnight stands for it, so that what was read is kept for the day.
    until = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    stamp = stamp_of(workspace)
    reaches = _read(workspace, stamp, until).as_of
    return _footing(workspace, stamp, until, NEAR if end < reaches + timedelta(days=NEAR) else FAR)


@lru_cache(maxsize=2)
def _read(workspace: Workspace, stamp: Any, until: datetime) -> _Read:
    with opened(workspace) as here:
        period, as_of = period_of(here, until, None, None)
        return _Read(reduce(analysis.ANALYSIS, here.engine, period), here.charter, period, as_of)


@lru_cache(maxsize=4)
def _footing(workspace: Workspace, stamp: Any, until: datetime, days: int) -> Footing:
    read = _read(workspace, stamp, until)
    given = Given(read.period, read.as_of, read.charter, Settings(horizon_days=days, slots=SLOTS))
    rng = np.random.default_rng([0, zlib.crc32(analysis.ANALYSIS.name.encode())])
    ahead = tuple(e for e in analysis.entries(read.rows, given) if e.end > read.as_of)
    return Footing(
        read.rows,
        given,
        analysis.market_of(read.rows, given),
        analysis.odds_of(read.rows["changes"], given, rng),
        ahead,
    )
