"""What the outcome is worth at any time: per slot of the week, and in any window, past or to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.arrays import Bools, Floats, Ints, between, running
from accord.methods.counterfactual.classes import Asked, Told, tell
from accord.methods.counterfactual.estimate import Estimate, Incident, Money
from accord.methods.counterfactual.ground import Ground, prepare
from accord.methods.counterfactual.outages import covered, merge
from accord.methods.counterfactual.placebos import Windows, windows
from accord.methods.counterfactual.series import DAY_SECONDS, Series, special_flags

TAIL_SECONDS = 4 * 3600
LEADS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 52)  # weeks ahead at which a base is built
LEAST_WEEKS_LEFT = 6  # weeks of placebos that a lead must leave


@dataclass(frozen=True)
class MinutePrice:
    """Expected events and money (minor units, None without order values) per bin at each week slot, (slots,).

    Slot 0 is Monday 00:00 local time. value: mean order value of the last 28 days, minor units.
    """

    bin_seconds: int
    events: Floats
    money: Floats | None
    value: float | None


@dataclass(frozen=True)
class Going:
    """Expected events and money in one window, past or to come; None where nothing can be told."""

    key: str
    start: np.datetime64
    end: np.datetime64
    expected: Estimate | None
    money: Money | None
    flags: tuple[str, ...]


def minute_price(
    series: Series, *, incidents: Sequence[Incident] = (), special_days: npt.ArrayLike = ()
) -> MinutePrice:
    """What one ordinary bin brings at each slot of the week: the latest eight weeks at the recent level."""
    longer = _extended(series, len(series) + 2 * series.calendar.slots)
    ground = prepare(longer, _masked(longer, incidents), special_flags(longer, special_days))
    ahead = np.arange(len(series), len(longer))[::-1]  # the nearest week last, so that it stands
    now = np.array([len(series)])
    level = float(np.exp(ground.levels(now)[0, -1]))
    events = np.zeros(series.calendar.slots)
    events[longer.calendar.slot(ahead)] = np.nan_to_num(ground.base[ahead]) * level
    if ground.money is None:
        return MinutePrice(series.bin_seconds, events, None, None)
    value = float(ground.order_value(now)[0])
    if not np.isfinite(value):
        return MinutePrice(series.bin_seconds, events, None, None)
    return MinutePrice(series.bin_seconds, events, events * value, value)


def going_rate(
    series: Series,
    spans: Sequence[Incident],
    *,
    incidents: Sequence[Incident] = (),
    special_days: npt.ArrayLike = (),
    confidence: float = 0.90,
    rng: np.random.Generator,
) -> tuple[Going, ...]:
    """Expected events and money in each span, past or to come, in the order given.

    A past span is told from just before it; one to come from the end of the data, with placebos told as
    far ahead. Spans beyond what the data can vouch for are widened and say `far_ahead`.
    """
    if not spans:
        return ()
    edges = np.array([_bins(series, span) for span in spans], dtype=np.int64)
    longer = _extended(series, int(edges[:, 1].max()))
    masked, special = _masked(longer, incidents), special_flags(longer, special_days)
    needed = np.maximum(-(-(edges[:, 1] - len(series)) // series.calendar.slots), 0)
    furthest = max(len(series) // series.calendar.slots - LEAST_WEEKS_LEFT, 0)
    leads = np.array([_lead(int(weeks), furthest) for weeks in needed])
    out: list[Going | None] = [None] * len(spans)
    for lead in np.unique(leads):
        rows = np.flatnonzero(leads == lead)
        ground = prepare(longer, masked, special, int(lead))
        told, targets = _told(ground, edges[rows], int(lead), len(series), confidence, rng)
        for place, row in enumerate(rows.tolist()):
            out[row] = _going(longer, spans[row], edges[row], told, targets, place, int(needed[row]) / max(lead, 1))
    return tuple(going for going in out if going is not None)


def _bins(series: Series, span: Incident) -> tuple[int, int]:
    end = series.time_of(len(series)) if span.end is None else span.end
    return series.bins_touched(span.start, end)


def _lead(weeks: int, furthest: int) -> int:
    """The shortest lead that reaches `weeks` ahead, or the longest that leaves enough placebos."""
    return next((lead for lead in LEADS if weeks <= lead <= furthest), min(furthest, LEADS[-1]))


def _extended(series: Series, bins: int) -> Series:
    """The series with bins not yet observed up to `bins`."""
    more = bins - len(series)
    if more <= 0:
        return series
    later = np.full(more, np.nan)
    return replace(
        series,
        values=np.concatenate([series.values, later]),
        money=None if series.money is None else np.concatenate([series.money, later]),
        special=None if series.special is None else np.concatenate([series.special, np.zeros(more, np.bool_)]),
        controls=None,
        covariates=None,
    )


def _masked(series: Series, incidents: Sequence[Incident]) -> Bools:
    outages = merge(series, incidents)
    tail = series.bins_per(TAIL_SECONDS)
    return covered(len(series), outages.starts, np.minimum(outages.ends + tail, len(series)))


def _told(
    ground: Ground, edges: Ints, lead: int, now: int, confidence: float, rng: np.random.Generator
) -> tuple[Told, Windows]:
    ahead = lead * ground.series.calendar.slots
    starts, ends = np.maximum(edges[:, 0], 0), np.maximum(edges[:, 1], 1)
    at = np.minimum(starts - ahead, now)
    targets = windows(ground, starts, ends, at)
    every = running(np.nan_to_num(ground.base))
    targets = replace(targets, usual=between(every, starts, ends))
    return tell(ground, targets, Asked(confidence, ahead=ahead), rng), targets


def _going(series: Series, span: Incident, edge: Ints, told: Told, targets: Windows, row: int, beyond: float) -> Going:
    start, end = series.time_of(int(edge[0])), series.time_of(int(edge[1]))
    first_day = int(np.argmax(np.isfinite(series.values))) + series.bins_per(DAY_SECONDS)
    if not told.told[row] or edge[0] < first_day:
        return Going(span.key, start, end, None, None, ("nothing_to_go_by",))
    stretch = max(beyond, 1.0) ** 0.5
    flags: tuple[str, ...] = ("far_ahead",) if beyond > 1.0 else ()
    flags += ("few_placebos",) if told.thin[row] else ()
    flags += ("special_day",) if targets.special[row] else ()
    events = _stretched(told.mid[row], told.low[row], told.high[row], stretch)
    money = None
    if np.isfinite(told.money_mid[row]):
        amounts = _stretched(told.money_mid[row], told.money_low[row], told.money_high[row], stretch)
        money = Money(*(round(amount) for amount in amounts))
    return Going(span.key, start, end, Estimate(*events), money, flags)


def _stretched(mid: float, low: float, high: float, by: float) -> tuple[float, float, float]:
    return float(mid), float(max(mid - (mid - low) * by, 0.0)), float(mid + (high - mid) * by)
