"""Natural experiments: an activity that started, stopped or paused, priced against what would have come without.

The counterfactual is that of campaigns (``methods.counterfactual.lift``). Hours in which a page or tool that the
activity needs was down, slow, being changed or out of stock say nothing about the activity: they count as not observed,
and what the activity would have brought in them is taken from the hours around, by how busy such hours usually are. The
less was observed the wider is the interval, as that of a mean over fewer days; under half tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt

import numpy as np
import numpy.typing as npt

from accord.methods import counterfactual
from accord.methods.counterfactual import Incident, Lift, Series
from accord.methods.incrementality.studies import Floats, Kind, Study, spread_of

Days = npt.NDArray[np.datetime64]
Bools = npt.NDArray[np.bool_]
LEAST_PAUSE, LEAST_AROUND = 3, 14
"""Days without cost that are a pause, and days with cost on both sides of it."""
LEAST_SEEN = 0.5
"""Of what a change's hours usually bring, the share that must have been observed."""
CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True)
class Change:
    """An activity that ran, or did not, in ``[start, end)`` (UTC), and the cost of that: spent, or spared."""

    activity: str
    kind: Kind
    name: str
    start: np.datetime64
    end: np.datetime64
    cost: float


def pauses(activity: str, days: Days, cost: Floats) -> Iterator[Change]:
    """Stretches of days without cost between two weeks with; ``days`` (n,) rise, ``cost`` (n,) is each day's."""
    ran = np.flatnonzero(cost > 0)
    for before, after in pairwise(ran.tolist()):
        start, end = days[before] + np.timedelta64(1, "D"), days[after]
        gap = int((end - start) / np.timedelta64(1, "D"))
        if gap < LEAST_PAUSE or not _steady(days, cost, before, after):
            continue
        around = np.concatenate([_last(days, cost, before), _next(days, cost, after)])
        yield Change(activity, "pause", f"{start}", start, end, float(around.mean()) * gap)


def _last(days: Days, cost: Floats, at: int) -> Floats:
    return np.asarray(cost[(days > days[at] - LEAST_AROUND) & (days <= days[at])])


def _next(days: Days, cost: Floats, at: int) -> Floats:
    return np.asarray(cost[(days >= days[at]) & (days < days[at] + LEAST_AROUND)])


def _steady(days: Days, cost: Floats, before: int, after: int) -> bool:
    """Whether it cost something on each of the two weeks of days on both sides."""
    return all((part > 0).sum() >= LEAST_AROUND for part in (_last(days, cost, before), _next(days, cost, after)))


def studies(
    series: Series,
    changes: Sequence[Change],
    *,
    controls: Sequence[Incident] = (),
    special_days: npt.ArrayLike = (),
    rng: np.random.Generator,
) -> list[Study | None]:
    """A study for each change, in their order: None where nothing can be told, or where changes run into each other.

    Changes that overlap share one effect; they are one study where all are of one activity, and none otherwise.
    """
    spans = [Incident(str(i), c.start, c.end) for i, c in enumerate(changes)]
    whole, seen = _mended(series, spans, _hidden(series, controls))
    lifting = counterfactual.lift(whole, spans, special_days=special_days, confidence=CONFIDENCE, rng=rng)
    return [_study(changes, lift, place, seen) for place, lift in enumerate(lifting.lifts)]


def _study(changes: Sequence[Change], lift: Lift, place: int, seen: Sequence[float]) -> Study | None:
    joint = [int(key) for key in lift.together]
    together = [changes[i] for i in joint]
    money = lift.during.money_difference if lift.during else None
    cost = sum(c.cost for c in together)
    priced = min(c.cost for c in together) > 0
    if money is None or money.mid is None or money.low == money.high or place != min(joint) or not priced:
        return None
    if len({(c.activity, c.kind) for c in together}) > 1:
        return None
    least = min(seen[i] for i in joint)
    if least < LEAST_SEEN:
        return None
    scale = (-1 if together[0].kind == "pause" else 1) / cost
    spread = spread_of(float(money.low), float(money.high), CONFIDENCE) * abs(scale) / sqrt(least)
    name = " and ".join(dict.fromkeys(c.name for c in together))
    return Study(together[0].activity, together[0].kind, name, money.mid * scale, spread)


def _hidden(series: Series, controls: Sequence[Incident]) -> Bools:
    """Bins that say nothing about an activity, (n,)."""
    hidden = ~np.isfinite(series.values)
    for control in controls:
        end = series.time_of(len(series)) if control.end is None else control.end
        first, last = series.bins_touched(control.start, end)
        hidden[max(first, 0) : max(last, 0)] = True
    return hidden


def _mended(series: Series, spans: Sequence[Incident], hidden: Bools) -> tuple[Series, list[float]]:
    """Hidden bins are not observed; within a span they hold what its other bins lead to expect of them.

    With the series comes, for each span, the share that was observed of what its bins usually hold.
    """
    shares = []
    usual = _usual(series, hidden)
    values = np.where(hidden, np.nan, series.values)
    money = None if series.money is None else np.where(hidden, np.nan, series.money)
    for span in spans:
        end = series.time_of(len(series)) if span.end is None else span.end
        first, last = (min(max(edge, 0), len(series)) for edge in series.bins_touched(span.start, end))
        part, gaps = slice(first, last), hidden[first:last]
        shares.append(float(usual[part][~gaps].sum() / max(usual[part].sum(), 1e-12)))
        if gaps.any() and usual[part][~gaps].sum() > 0:
            for seen in (values, money):
                if seen is not None:
                    level = seen[part][~gaps].sum() / usual[part][~gaps].sum()
                    seen[part] = np.where(gaps, usual[part] * level, seen[part])
    return replace(series, values=values, money=money), shares


def _usual(series: Series, hidden: Bools) -> Floats:
    """What each bin usually holds: the mean of its slot of the week, (n,)."""
    slots = series.calendar.slot(np.arange(len(series)))
    counts = np.bincount(slots[~hidden], minlength=series.calendar.slots)
    sums = np.bincount(slots[~hidden], series.values[~hidden], series.calendar.slots)
    return np.asarray((sums / np.maximum(counts, 1))[slots])
