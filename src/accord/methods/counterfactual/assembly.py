"""Putting each incident's price together: union totals split without remainder, then the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from accord.methods.counterfactual.aftermath import Aftermath
from accord.methods.counterfactual.arrays import Floats, Ints
from accord.methods.counterfactual.estimate import Estimate, Incident, Money, Price
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.outages import Outages, shares, split_exactly
from accord.methods.counterfactual.series import Series
from accord.methods.counterfactual.signs import Signs
from accord.methods.counterfactual.totals import THOUSANDTHS, Totals

Head: TypeAlias = tuple[str, np.datetime64, np.datetime64, tuple[str, ...]]
"""Key, first and last moment priced, and the flags that need no price."""


@dataclass(frozen=True)
class Parts:
    """One incident's own share of its union, in whole units."""

    observed: int
    expected: list[int]
    came_back: list[int]
    lost: list[int]

    @property
    def missing(self) -> list[int]:
        """Not placed: expected less observed, as mid, low, high."""
        return [end - self.observed for end in self.expected]


@dataclass(frozen=True)
class Sheet:
    """Everything known of the unions, ready to be told incident by incident."""

    ground: Ground
    outages: Outages
    events: Totals
    money: Totals
    marks: Signs
    after: Aftermath
    recent: Floats
    confidence: float
    preliminary: bool


def assemble(sheet: Sheet, incidents: Sequence[Incident]) -> tuple[Price, ...]:
    """Prices in the order of `incidents`."""
    heads = _heads(sheet, incidents)
    prices: list[Price | None] = [None] * len(heads)
    members: list[list[int]] = [[] for _ in sheet.outages.starts]
    for row, union in enumerate(sheet.outages.union.tolist()):
        if union >= 0:
            members[union].append(row)
    events, money = _parts(sheet.events), _parts(sheet.money)
    for union, rows in enumerate(members):
        for row, price in zip(rows, _tell_union(sheet, union, rows, heads, (events[union], money[union])), strict=True):
            prices[row] = price
    return tuple(_refused(sheet, heads[i], ()) if price is None else price for i, price in enumerate(prices))


def _heads(sheet: Sheet, incidents: Sequence[Incident]) -> list[Head]:
    """What can be said of each incident before it is priced."""
    series, outages = sheet.ground.series, sheet.outages
    bins = np.stack([outages.first, outages.last]) * series.bin_seconds + series.start_second
    starts, ends = (list(row) for row in bins.astype("datetime64[s]"))
    marks = zip(outages.union.tolist(), outages.clipped.tolist(), (outages.last - outages.first).tolist(), strict=True)
    flags = [_own_flags(series, i, *mark) for i, mark in zip(incidents, marks, strict=True)]
    return list(zip((i.key for i in incidents), starts, ends, flags, strict=True))


def _own_flags(series: Series, incident: Incident, union: int, clipped: bool, bins: int) -> tuple[str, ...]:
    flags: tuple[str, ...] = () if incident.end is not None else ("still_open",)
    if union < 0:
        return (*flags, "outside_the_data")
    flags += ("partly_outside",) if clipped else ()
    return (*flags, "shorter_than_a_bin") if bins == 1 and _is_short(series, incident) else flags


def _refused(sheet: Sheet, head: Head, flags: tuple[str, ...]) -> Price:
    """A price that only says what cannot be told."""
    key, start, end, own = head
    return Price(
        key, start, end, 0.0, None, None, None, None,
        None, None, None, None, sheet.confidence, None, sheet.preliminary, own + flags,
    )  # fmt: skip


def _parts(totals: Totals) -> list[Parts | None]:
    """Each union's whole units as plain numbers; None where nothing is known."""
    rows = zip(
        totals.known.tolist(), totals.observed.tolist(), totals.expected.tolist(),
        totals.came_back.tolist(), totals.lost.tolist(), strict=True,
    )  # fmt: skip
    return [Parts(*numbers) if known else None for known, *numbers in rows]


def _is_short(series: Series, incident: Incident) -> bool:
    if incident.end is None:
        return False
    return bool(incident.end - incident.start < np.timedelta64(series.bin_seconds, "s"))


def _tell_union(
    sheet: Sheet, union: int, members: list[int], heads: list[Head], totals: tuple[Parts | None, Parts | None]
) -> list[Price]:
    flags = sheet.marks.codes[union]
    events, money = totals
    if sheet.marks.refused[union] or events is None:
        return [_refused(sheet, heads[row], flags) for row in members]
    flags += _loss_flags(sheet, union, events)
    if len(members) == 1:
        return [_told(sheet, union, heads[members[0]], flags, events, money)]
    usual, seen, paid = _weights(sheet, union, np.array(members)).T
    every = _split(events, usual, seen)
    amounts = [None] * len(members) if money is None else _split(money, usual, paid)
    flags += ("overlaps",)
    return [
        _told(sheet, union, heads[row], flags, one, amount)
        for row, one, amount in zip(members, every, amounts, strict=True)
    ]


def _loss_flags(sheet: Sheet, union: int, events: Parts) -> tuple[str, ...]:
    if sheet.marks.closed[union]:
        return ()
    flags = ("no_measurable_loss",) if events.expected[1] <= events.observed else ()
    if sheet.after.pooled is None:
        return (*flags, "recapture_not_identified")
    return flags if sheet.after.seen[union] else (*flags, "after_not_seen")


def _weights(sheet: Sheet, union: int, members: Ints) -> Floats:
    """Shares of the union's expectation, of its events and of its money, (members, 3)."""
    outages, ground = sheet.outages, sheet.ground
    inside = slice(int(outages.starts[union]), int(outages.ends[union]) + 1)
    sums = [ground.usual, ground.seen, ground.seen if ground.money is None else ground.money]
    per_bin = np.diff(np.stack([kind[inside] for kind in sums]))
    return shares(per_bin, inside.start, outages.first[members], outages.last[members])


def _split(whole: Parts, usual: Floats, own: Floats) -> list[Parts]:
    """The union's whole units over its members: what is expected by usual weight, what was seen by its own."""
    totals = np.array([whole.observed, *whole.expected, *whole.came_back, *whole.lost])
    weights = np.column_stack([own, *[usual] * 9])
    rows = split_exactly(totals, weights).tolist()
    return [_part(row[0], row[1:4], row[4:7], row[7:]) for row in rows]


def _part(seen: int, expected: list[int], back: list[int], lost: list[int]) -> Parts:
    """One member's share, with what it lost made to fit the rest."""
    mid = expected[0] - seen - back[0]
    return Parts(seen, expected, back, [mid, min(lost[1], mid), max(lost[2], mid)])


def _told(sheet: Sheet, union: int, head: Head, flags: tuple[str, ...], events: Parts, money: Parts | None) -> Price:
    key, start, end, own = head
    silent = "no_measurable_loss" in flags
    known = "closure_suspected" not in flags
    identified = sheet.after.pooled is not None and known
    return Price(
        key=key,
        start=start,
        end=end,
        observed=events.observed / THOUSANDTHS,
        expected=_estimate(events.expected),
        not_placed=_estimate(events.missing, told=known),
        came_back=_estimate(events.came_back, told=identified),
        lost=_estimate(events.lost, told=known),
        money_observed=None if money is None else money.observed,
        money_expected=None if money is None else _money(money.expected, silent=False),
        money_not_placed=None if money is None else _money(money.missing, silent),
        money=None if money is None else _money(money.lost, silent),
        level=sheet.confidence,
        recent_level=round(float(sheet.recent[union]), 6),
        preliminary=sheet.preliminary,
        flags=own + flags,
    )


def _estimate(ends: list[int], told: bool = True) -> Estimate:
    mid, low, high = ends
    return Estimate(mid / THOUSANDTHS if told else None, low / THOUSANDTHS, high / THOUSANDTHS)


def _money(ends: list[int], silent: bool) -> Money:
    """A point in money only where the interval leaves no doubt that there was a loss (or nothing at all)."""
    mid, low, high = ends
    doubtful = silent or (low <= 0 <= high and low != high)
    return Money(None if doubtful else mid, low, high)
