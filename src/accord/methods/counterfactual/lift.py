"""The same counterfactual upwards: what campaigns brought while they ran, and the dip that followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.arrays import Bools, Ints, between
from accord.methods.counterfactual.classes import Asked, Told, tell
from accord.methods.counterfactual.estimate import Estimate, Incident, Money, Record
from accord.methods.counterfactual.ground import Ground, prepare
from accord.methods.counterfactual.outages import Outages, covered, merge
from accord.methods.counterfactual.placebos import Windows, windows
from accord.methods.counterfactual.series import DAY_SECONDS, WEEK_SECONDS, Series, special_flags

LONGEST_AFTER = WEEK_SECONDS
LEAST_OBSERVED = 0.5


@dataclass(frozen=True)
class Effect:
    """Events and money in one span against what was expected there without the campaign.

    difference: observed - expected. Money in minor units, None without order values.
    """

    start: np.datetime64
    end: np.datetime64
    observed: float
    expected: Estimate
    difference: Estimate
    money_observed: int | None
    money_expected: Money | None
    money_difference: Money | None


@dataclass(frozen=True)
class Lift:
    """One campaign: its effect while it ran, and after it (a dip is a difference below 0).

    together: keys of all campaigns of which this is the joint effect (itself alone when separable).
    """

    key: str
    together: tuple[str, ...]
    during: Effect | None
    after: Effect | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Lifting:
    """Lifts in the order the campaigns were given, and the placebo record of their intervals."""

    lifts: tuple[Lift, ...]
    record: Record
    confidence: float


def lift(
    series: Series,
    campaigns: Sequence[Incident],
    *,
    incidents: Sequence[Incident] = (),
    special_days: npt.ArrayLike = (),
    confidence: float = 0.90,
    after_seconds: int | None = None,
    rng: np.random.Generator,
) -> Lifting:
    """What each campaign brought above the counterfactual, and what followed it.

    incidents: outages; their bins count as not observed, so that they neither help nor harm a campaign.
    after_seconds: span to look for a dip; default as long as the campaign, a week at most.
    Campaigns that overlap are told jointly. Long ones with few placebos of their length borrow from
    shorter windows, are widened by the root of the length, and say so.
    """
    series = _without(series, incidents)
    runs = merge(series, campaigns)
    lengths = runs.ends - runs.starts
    after = lengths if after_seconds is None else np.full_like(lengths, series.bins_per(after_seconds))
    after = np.minimum(after, series.bins_per(LONGEST_AFTER)) if after_seconds is None else after
    special = special_flags(series, special_days)
    masked = covered(len(series), runs.starts, np.minimum(runs.ends + after, len(series)))
    told = [_union(series, masked, special, runs, i, int(after[i]), confidence, rng) for i in range(len(lengths))]
    lifts = tuple(_lift_of(series, campaigns, runs, row, told) for row in range(len(campaigns)))
    record = Record(sum(u.held for u in told), sum(u.of for u in told))
    return Lifting(lifts, record, confidence)


@dataclass(frozen=True)
class _Union:
    during: Effect | None
    after: Effect | None
    flags: tuple[str, ...]
    held: int
    of: int


def _without(series: Series, incidents: Sequence[Incident]) -> Series:
    """The series with the bins of outages not observed."""
    outages = merge(series, incidents)
    hidden = covered(len(series), outages.starts, outages.ends)
    return replace(series, values=np.where(hidden, np.nan, series.values)) if hidden.any() else series


def _union(
    series: Series,
    masked: Bools,
    special: Bools | None,
    runs: Outages,
    union: int,
    after: int,
    confidence: float,
    rng: np.random.Generator,
) -> _Union:
    start, end = int(runs.starts[union]), int(runs.ends[union])
    flags = _history_flags(series, start)
    if "first_day" in flags:
        return _Union(None, None, flags, 0, 0)
    during, told = _effect(series, masked, special, (start, end), start, confidence, rng)
    flags += () if during is not None else ("nothing_to_go_by",)
    flags += ("few_placebos",) if told.thin.any() else ()
    following = int(runs.starts[union + 1]) if union + 1 < len(runs.starts) else len(series)
    dip = None
    if end + after <= min(following, len(series)):
        dip, _ = _effect(series, masked, special, (end, end + after), start, confidence, rng)
    flags += ("dip_not_seen",) if dip is None else ()
    return _Union(during, dip, flags, told.held, told.of)


def _history_flags(series: Series, start: int) -> tuple[str, ...]:
    day = series.bins_per(DAY_SECONDS)
    since = start - int(np.argmax(np.isfinite(series.values)))
    return ("first_day",) if since < day else ("first_two_weeks",) if since < 14 * day else ()


def _effect(
    series: Series,
    masked: Bools,
    special: Bools | None,
    span: tuple[int, int],
    at: int,
    confidence: float,
    rng: np.random.Generator,
) -> tuple[Effect | None, Told]:
    """The effect in bins `span` told from bin `at`; the base never looks at weeks after `at`."""
    lead = (span[1] - at - 1) // series.calendar.slots
    ground = prepare(series, masked, special, lead)
    starts, ends = np.array([span[0]]), np.array([span[1]])
    target = windows(ground, starts, ends, np.array([at]))
    told = tell(ground, target, Asked(confidence, ahead=span[0] - at), rng)
    observed = between(ground.observed, starts, ends)[0]
    if not told.told[0] or observed < LEAST_OBSERVED * (span[1] - span[0]):
        return None, told
    return _described(series, ground, target, told, starts), told


def _described(series: Series, ground: Ground, target: Windows, told: Told, starts: Ints) -> Effect:
    seen = float(target.seen[0])
    mid, low, high = float(told.mid[0]), float(told.low[0]), float(told.high[0])
    amounts: tuple[int, Money, Money] | tuple[None, None, None] = (None, None, None)
    if target.money is not None and np.isfinite(told.money_mid[0]):
        amounts = _money(
            float(target.money[0]), *(float(e[0]) for e in (told.money_mid, told.money_low, told.money_high))
        )
    return Effect(
        series.time_of(int(starts[0])), series.time_of(int(target.ends[0])), seen,
        Estimate(mid, low, high), Estimate(seen - mid, seen - high, seen - low), *amounts,
    )  # fmt: skip


def _money(seen: float, mid: float, low: float, high: float) -> tuple[int, Money, Money]:
    amount = round(seen)
    ends = round(mid), round(low), round(high)
    return amount, Money(*ends), Money(amount - ends[0], amount - ends[2], amount - ends[1])


def _lift_of(series: Series, campaigns: Sequence[Incident], runs: Outages, row: int, told: Sequence[_Union]) -> Lift:
    campaign = campaigns[row]
    own: tuple[str, ...] = ("still_open",) if campaign.end is None else ()
    if runs.union[row] < 0:
        return Lift(campaign.key, (campaign.key,), None, None, (*own, "outside_the_data"))
    union = told[int(runs.union[row])]
    together = tuple(sorted(campaigns[i].key for i in runs.members(int(runs.union[row]))))
    own += ("not_separable",) if len(together) > 1 else ()
    return Lift(campaign.key, together, union.during, union.after, (*own, *union.flags))
