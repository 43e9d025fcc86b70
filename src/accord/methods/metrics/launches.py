"""How the two sides work together, by month: from planned campaigns, changes made for them and ads that ran.

The facts hold no request between the sides and no day on which a change was asked for. What stands in for them: a
campaign's first announcement to IT is the idea and the request, the look at its load is the answer, and an emergency
or failed change that names the campaign is what was not right at first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.clauses.charter import Charter
from accord.clauses.objectives import Metric
from accord.engines.base import Columns, Engine, length
from accord.methods.metrics import chance
from accord.methods.metrics.reduced import read
from accord.methods.metrics.series import (
    Series,
    local_month,
    local_seconds,
    nothing,
    places,
    summed,
    whole_months,
)
from accord.methods.metrics.told import NotTold, Things

DAY, HOUR = np.timedelta64(1, "D"), np.timedelta64(1, "h")


Told = Things | NotTold
"""Campaigns with their channel, or why there are none."""


def idea_to_live(engine: Engine, charter: Charter, until: datetime) -> Things:
    """Days from a campaign's first announcement to IT until it starts, by when it went live."""
    campaigns = read(engine, "campaigns", until)
    told = ~np.isnat(campaigns["announced_at"].astype("datetime64[s]"))
    days = (campaigns["starts_at"] - campaigns["announced_at"]) / DAY
    note = "The facts hold no day on which a change was asked for: a campaign's announcement to IT stands in for it."
    return _things(campaigns["starts_at"], days, campaigns, told, note)


def first_response(engine: Engine, charter: Charter, until: datetime) -> Things:
    """Hours from a campaign's announcement to IT until its load was looked at, by when it was announced.

    Announcements that nobody answered are left out, which a note counts.
    """
    campaigns = read(engine, "campaigns", until)
    told = ~np.isnat(campaigns["announced_at"].astype("datetime64[s]"))
    answered = told & ~np.isnat(campaigns["capacity_checked_at"].astype("datetime64[s]"))
    hours = (campaigns["capacity_checked_at"] - campaigns["announced_at"]) / HOUR
    left = int((told & ~answered).sum())
    note = f"{left} of {int(told.sum())} announcements were never answered and are not in the median." if left else ""
    return _things(campaigns["announced_at"], hours, campaigns, answered, note)


def launches_on_time(engine: Engine, charter: Charter, until: datetime) -> Things:
    """Whether (1 or 0) the first ad of each planned campaign ran on the planned local day or before.

    Campaigns of which no ad platform tells anything are left out, which a note counts.
    """
    campaigns, zone = read(engine, "campaigns", until), charter.organisation.zone
    first = _first_days(read(engine, "results", until))
    planned = local_seconds(campaigns["starts_at"], zone).astype("datetime64[s]").astype("datetime64[D]")
    ran = [
        first.get(str(i), first.get(str(n))) for i, n in zip(campaigns["campaign_id"], campaigns["name"], strict=True)
    ]
    known = np.array([r is not None for r in ran], dtype=bool)
    good = np.array([r is not None and r <= p for r, p in zip(ran, planned.tolist(), strict=True)], dtype=float)
    left = int((~known).sum())
    note = f"{left} of {len(known)} planned campaigns ran on no ad platform that was read." if left else ""
    return _things(campaigns["starts_at"], good, campaigns, known, note)


def right_first_time(engine: Engine, charter: Charter, until: datetime) -> Told:
    """Whether (1 or 0) each campaign needed no emergency change and no failed one.

    A change is a campaign's where it names it: in a column of its own, its reason or its title.
    """
    campaigns, changes = read(engine, "campaigns", until), read(engine, "changes", until)
    ids = [str(i) for i in campaigns["campaign_id"]]
    told = list(zip(*(changes[c].tolist() for c in ("campaign_id", "reason", "title")), strict=True))
    if not any(_names(i, one) for i in ids for one in told):
        return NotTold("No change names the campaign that asked for it, so that none can be told from the rest.")
    wrong = (changes["kind"] == "emergency") | (changes["outcome"] == "unsuccessful")
    mended = [one for one, bad in zip(told, wrong, strict=True) if bad]
    good = np.array([not any(_names(of, one) for one in mended) for of in ids], dtype=float)
    note = "The facts hold no requests: a campaign without an emergency or failed change counts as right first time."
    return _things(campaigns["starts_at"], good, campaigns, np.ones(len(ids), bool), note)


def _things(
    at: NDArray[np.datetime64], values: NDArray[Any], campaigns: Columns, kept: NDArray[np.bool_], note: str
) -> Things:
    channel, notes = campaigns["channel"][kept], (note,) if note else ()
    return Things(at[kept], np.asarray(values, float)[kept], np.ones(int(kept.sum())), channel, notes)


THINGS: dict[str, Callable[[Engine, Charter, datetime], Told]] = {
    "idea_to_live": idea_to_live,
    "first_response": first_response,
    "launches_on_time": launches_on_time,
    "right_first_time": right_first_time,
}
"""Metrics that are counted campaign by campaign: medians of days and hours, and shares."""


def by_campaign(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """The month's median of days or hours, or its share, over the campaigns of the month."""
    told = THINGS[metric.source](engine, charter, until)
    if isinstance(told, NotTold):
        return nothing(metric, told.reason)
    months = whole_months(told.at, charter.organisation.zone, until, dense=False)
    if not months:
        return nothing(metric, "The facts tell of none in a whole month.", *told.notes)
    place = places(months, local_month(told.at, charter.organisation.zone))
    of = summed(place, np.ones(len(place)), len(months))
    if metric.unit == "share":
        value, low, high = chance.share(summed(place, told.values, len(months)), of)
    else:
        found = [chance.median(told.values[place == n]) for n in range(len(months))]
        value, low, high = (np.array(column) for column in zip(*found, strict=True))
    return Series(metric, months, value, of.astype(np.int64), low, high, told.notes)


def _names(campaign: str, change: tuple[str, str, str]) -> bool:
    named, reason, title = change
    return named == campaign or campaign in reason or campaign in title


def data_hygiene(engine: Engine, charter: Charter, metric: Metric, until: datetime) -> Series:
    """The share of records that can be joined: orders whose channel is known, and ad days of a planned campaign."""
    orders, ads, zone = read(engine, "orders_told", until), read(engine, "ads_told", until), charter.organisation.zone
    months = whole_months(orders["at"], zone, until, dense=True) if length(orders) else ()
    if not months:
        return nothing(metric, "There is no whole month of orders yet.")
    plan = read(engine, "campaigns", until)
    planned = {str(c) for c in (*plan["campaign_id"].tolist(), *plan["name"].tolist())}
    place, ad_place = (places(months, m) for m in (local_month(orders["at"], zone), ads["day"].astype("datetime64[M]")))
    joins = np.array([str(c) in planned for c in ads["campaign_id"]], dtype=bool)
    told = summed(place, orders["told"], len(months)) + summed(ad_place, ads["told"], len(months))
    whole = summed(place, orders["whole"], len(months)) + summed(ad_place, np.where(joins, ads["told"], 0), len(months))
    values = np.where(told > 0, whole / np.where(told > 0, told, 1), np.nan)
    return Series(metric, months, values, told.astype(np.int64), values, values)


def _first_days(results: Columns) -> dict[str, date]:
    days = results["first_day"].astype("datetime64[D]").tolist() if length(results) else []
    return dict(zip((str(c) for c in results["campaign_id"]), days, strict=True))
