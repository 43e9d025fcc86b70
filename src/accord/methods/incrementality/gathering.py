"""From the rows of facts to activities: what each is called and costs, and when it started, stopped or paused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter
from accord.engines.base import Columns
from accord.methods.incrementality.natural import Change, pauses
from accord.methods.incrementality.studies import Floats, Study, spread_of

MONTH_DAYS = 30
LEAST_KNOWN = 0.5
"""Of a campaign whose known costs are under this share of its budget, most of the cost stands in no export."""
Money = Callable[[Columns], tuple[Floats, npt.NDArray[np.bool_]]]
"""Rows of cost to minor units of one currency, and which of them could be converted."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was spent: one entry a day, campaign and activity, in one currency."""

    day: npt.NDArray[np.datetime64]
    campaign: npt.NDArray[np.object_]
    activity: npt.NDArray[np.object_]
    money: Floats

    def of_campaign(self, campaign: str, activity: str) -> float:
        """All that a campaign cost for an activity; 0 where nothing is known."""
        mine = (self.campaign == campaign.casefold()) & (self.activity == activity)
        return float(self.money[mine].sum())

    def by_day(self, activity: str) -> tuple[npt.NDArray[np.datetime64], Floats]:
        """The activity's cost on each day from the first to the last of all costs."""
        if not len(self.day):
            return self.day, self.money
        first, last = self.day.min(), self.day.max()
        days = np.arange(first, last + np.timedelta64(1, "D"))
        mine = self.activity == activity
        place = ((self.day[mine] - first) / np.timedelta64(1, "D")).astype(np.int64)
        return days, np.bincount(place, self.money[mine], len(days)).astype(float)

    def months(self, activity: str) -> Floats:
        """The activity's cost in each stretch of ``MONTH_DAYS`` that ends with the last day, the oldest first."""
        _, money = self.by_day(activity)
        whole = len(money) // MONTH_DAYS
        return np.asarray(money[len(money) - whole * MONTH_DAYS :].reshape(whole, MONTH_DAYS).sum(axis=1))


def named(charter: Charter, *names: str) -> str:
    """The activity that the facts mean by the first name that the charter knows, else the last name that there is.

    Names go from the narrowest (a campaign) to the widest (a channel): what nobody agreed on is told by channel.
    """
    for name in names:
        found = charter.activity(name) if name else None
        if found is not None:
            return found.name
    return next((name for name in reversed(names) if name), "")


def agreed(charter: Charter, activity: str) -> Activity:
    """What was agreed of an activity; the defaults where nothing was."""
    return charter.activity(activity) or Activity(activity)


def costs_of(rows: Columns, campaigns: Columns, charter: Charter, money: Money) -> Costs:
    """Costs by activity: by the campaign's name, by the platform's, else by the channel of the plan."""
    converted, known = money(rows)
    channel = {
        str(name).casefold(): str(at or "")
        for key in ("campaign_id", "name")
        for name, at in zip(campaigns[key], campaigns["channel"], strict=True)
    }
    spent = np.array([str(c).casefold() for c in rows["campaign_id"]], dtype=object)
    pairs = zip(rows["campaign_id"], rows["channel"], spent, strict=True)
    of = [named(charter, str(c), channel.get(s, "") or str(p)) for c, p, s in pairs]
    activity = np.array(of, dtype=object)
    return Costs(rows["day"].astype("datetime64[D]")[known], spent[known], activity[known], converted[known])


def starts(campaigns: Columns, charter: Charter, costs: Costs, until: np.datetime64) -> Iterator[Change]:
    """What the plan has run, each with what it cost: campaigns, and of IT what was switched on and off again.

    One of unknown cost tells no return, and hides others.
    """
    columns = [campaigns[c] for c in ("campaign_id", "name", "channel", "starts_at", "ends_at")]
    budgets = np.asarray(campaigns["budget_minor"], float)
    budgets[campaigns["currency"].astype(str) != charter.organisation.currency] = np.nan
    for key, name, channel, start, end, budget in zip(*columns, budgets.tolist(), strict=True):
        activity = named(charter, str(key), str(name), str(channel or ""))
        spent = max(costs.of_campaign(str(n), activity) for n in (key, name))
        by_month = _by_month(agreed(charter, activity), start, end)
        cost = by_month or (0.0 if spent < LEAST_KNOWN * budget else spent)
        yield Change(activity, "start", str(name), start, min(end, until), cost if end <= until else 0.0)


def _by_month(activity: Activity, start: np.datetime64, end: np.datetime64) -> float:
    """What IT's activity costs while it is switched on, by the month as agreed: no platform tells it. 0 for others."""
    if activity.side != "it" or not activity.cost_a_month_minor:
        return 0.0
    return activity.cost_a_month_minor * float((end - start) / np.timedelta64(MONTH_DAYS, "D"))


def stops(costs: Costs) -> Iterator[Change]:
    """Pauses of activities that run every day."""
    for activity in sorted(set(costs.activity.tolist())):
        yield from pauses(activity, *costs.by_day(activity))


def imported(rows: Columns, charter: Charter) -> list[Study]:
    """Results of experiments and models. One without a width tells nothing."""
    columns = ("experiment_id", "activity", "method", "ratio", "ratio_low", "ratio_high", "confidence")
    found = []
    for name, activity, method, ratio, low, high, sure in zip(*(rows[c] for c in columns), strict=True):
        if high > low and 0 < sure < 1:
            kind = "model" if str(method).casefold() == "model" else "experiment"
            spread = spread_of(float(low), float(high), float(sure))
            found.append(Study(named(charter, str(activity)), kind, str(name), float(ratio), spread))  # type: ignore[arg-type]
    return found
