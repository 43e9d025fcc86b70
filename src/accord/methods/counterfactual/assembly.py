"""Putting each incident's price together: union totals split without remainder, then the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.methods.counterfactual.aftermath import Aftermath
from accord.methods.counterfactual.arrays import Floats, Ints
from accord.methods.counterfactual.estimate import Estimate, Incident, Money, Price
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.outages import Outages, shares, split_exactly
from accord.methods.counterfactual.series import Series
from accord.methods.counterfactual.signs import Signs
from accord.methods.counterfactual.totals import THOUSANDTHS, Totals


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
    prices = [_blank(sheet, incident, row) for row, incident in enumerate(incidents)]
    order = np.argsort(sheet.outages.union, kind="stable")
    edges = np.searchsorted(sheet.outages.union[order], np.arange(len(sheet.outages.starts) + 1))
    for union in range(len(edges) - 1):
        _tell_union(sheet, union, order[edges[union] : edges[union + 1]], prices)
    return tuple(prices)


def _blank(sheet: Sheet, incident: Incident, row: int) -> Price:
    """A price that only says what cannot be told."""
    series, outages = sheet.ground.series, sheet.outages
    first, last, union = int(outages.first[row]), int(outages.last[row]), int(outages.union[row])
    flags = [] if incident.end is not None else ["still_open"]
    if union < 0:
        flags.append("outside_the_data")
    else:
        flags += ["partly_outside"] if outages.clipped[row] else []
        if last - first == 1 and _is_short(series, incident):
            flags.append("shorter_than_a_bin")
    return Price(
        incident.key, series.time_of(first), series.time_of(last), 0.0, None, None, None, None,
        None, None, None, None, sheet.confidence, None, sheet.preliminary, tuple(flags),
    )  # fmt: skip


def _is_short(series: Series, incident: Incident) -> bool:
    if incident.end is None:
        return False
    return bool(incident.end - incident.start < np.timedelta64(series.bin_seconds, "s"))


def _tell_union(sheet: Sheet, union: int, members: Ints, prices: list[Price]) -> None:
    flags = list(sheet.marks.codes[union])
    if sheet.marks.refused[union]:
        for row in members:
            prices[row] = replace(prices[row], flags=(*prices[row].flags, *flags))
        return
    flags += _loss_flags(sheet, union) + (["overlaps"] if len(members) > 1 else [])
    weights = [None] * 3 if len(members) == 1 else _weights(sheet, union, members)
    events = _split(sheet.events, union, len(members), weights[0], weights[1])
    money = _split(sheet.money, union, len(members), weights[0], weights[2])
    for place, row in enumerate(members):
        prices[row] = _told(sheet, union, prices[row], flags, events[place], money[place])


def _loss_flags(sheet: Sheet, union: int) -> list[str]:
    if sheet.marks.closed[union]:
        return []
    flags = []
    if sheet.events.expected[union, 1] <= sheet.events.observed[union]:
        flags.append("no_measurable_loss")
    if sheet.after.pooled is None:
        flags.append("recapture_not_identified")
    elif not sheet.after.seen[union]:
        flags.append("after_not_seen")
    return flags


def _weights(sheet: Sheet, union: int, members: Ints) -> list[Floats | None]:
    """Shares of the union's expectation, of its events and of its money, each (members,)."""
    outages, ground = sheet.outages, sheet.ground
    low, high = int(outages.starts[union]), int(outages.ends[union])
    first, last = outages.first[members], outages.last[members]
    sums = [ground.usual, ground.seen, ground.money]
    return [None if s is None else shares(np.diff(s[low : high + 1]), low, first, last) for s in sums]


def _split(totals: Totals, union: int, k: int, usual: Floats | None, seen: Floats | None) -> list[Parts | None]:
    """The union's whole units over its k members; what is expected by usual weight, what was seen by its own."""
    if not totals.known[union]:
        return [None] * k
    observed = int(totals.observed[union])
    columns = [totals.expected[union], totals.came_back[union], totals.lost[union]]
    if usual is None or seen is None:
        return [Parts(observed, *(column.tolist() for column in columns))]
    owned = split_exactly(np.array([observed]), seen)[:, 0]
    expected, back, lost = np.split(split_exactly(np.concatenate(columns), usual), 3, axis=1)
    lost[:, 0] = expected[:, 0] - owned - back[:, 0]
    lost[:, 1], lost[:, 2] = np.minimum(lost[:, 1], lost[:, 0]), np.maximum(lost[:, 2], lost[:, 0])
    return [Parts(int(owned[i]), expected[i].tolist(), back[i].tolist(), lost[i].tolist()) for i in range(k)]


def _told(sheet: Sheet, union: int, blank: Price, flags: list[str], events: Parts | None, money: Parts | None) -> Price:
    assert events is not None
    silent = "no_measurable_loss" in flags
    known = "closure_suspected" not in flags
    identified = sheet.after.pooled is not None and known
    return replace(
        blank,
        observed=events.observed / THOUSANDTHS,
        expected=_estimate(events.expected),
        not_placed=_estimate(events.missing, told=known),
        came_back=_estimate(events.came_back, told=identified),
        lost=_estimate(events.lost, told=known),
        money_observed=None if money is None else money.observed,
        money_expected=None if money is None else _money(money.expected, silent=False),
        money_not_placed=None if money is None else _money(money.missing, silent),
        money=None if money is None else _money(money.lost, silent),
        recent_level=round(float(sheet.recent[union]), 6),
        flags=(*blank.flags, *flags),
    )


def _estimate(ends: list[int], told: bool = True) -> Estimate:
    mid, low, high = (end / THOUSANDTHS for end in ends)
    return Estimate(mid if told else None, low, high)


def _money(ends: list[int], silent: bool) -> Money:
    """A point in money only where the interval leaves no doubt that there was a loss (or nothing at all)."""
    mid, low, high = ends
    doubtful = silent or (low <= 0 <= high and low != high)
    return Money(None if doubtful else mid, low, high)
