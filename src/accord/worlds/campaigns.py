"""What the made-up retailer's marketing plans: campaigns with a known lift, and a known dip afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from accord.worlds.days import black_friday, summer_sale, winter_sale
from accord.worlds.rhythm import Floats, Times, to_utc

HALO = 0.2
"""Share of a campaign's extra orders that arrive directly instead of through its channel."""
DIP_HOURS = 36.0
"""How fast the dip after a campaign fades (to 1/e)."""
DIP_DAYS = 5
"""Days after which a dip is over."""
DIP_SHARE = 0.25
"""Share of the extra orders that are only pulled forward."""
HIGHEST_DIP = 0.3


@dataclass(frozen=True, slots=True)
class Campaign:
    """A planned activity: ``starts_at <= t < ends_at`` (UTC), known to the plan by ``campaign_id``.

    ``lift`` is the mean share of extra orders while it runs, ``dip`` the share of orders missing right after.
    ``announced_at`` is when IT was told, ``checked_at`` when the load was looked at (None = never).
    """

    campaign_id: str
    name: str
    channel: str
    starts_at: np.datetime64
    ends_at: np.datetime64
    lift: float
    announced_at: np.datetime64 | None
    checked_at: np.datetime64 | None
    also_on: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / np.timedelta64(1, "m"))

    @property
    def dip(self) -> float:
        """Starting depth at which the missing orders come to ``DIP_SHARE`` of the extra ones."""
        return min(HIGHEST_DIP, DIP_SHARE * self.lift * self.minutes / 60 / DIP_HOURS)

    @property
    def load_factor(self) -> float:
        """How much likelier an incident is while it runs: only where nobody looked at the load."""
        return 1.0 if self.checked_at is not None else 1.0 + 12.0 * self.lift


@dataclass(frozen=True, slots=True)
class Idea:
    """A line of the yearly plan: first local day, start minute, length in days, mean lift."""

    name: str
    channel: str
    first: date
    minute: int
    days: int
    lift: float
    also_on: tuple[str, ...] = ()


def yearly_plan(year: int) -> tuple[Idea, ...]:
    """The activities of a calendar year, before chance moves them."""
    friday, winter, summer = black_friday(year), winter_sale(year), summer_sale(year)
    return (
        Idea("Winter Sale", "email", winter, 480, 6, 0.38, ("search",)),
        Idea("Valentine Table", "social", date(year, 2, 8), 540, 6, 0.22),
        Idea("Total Home", "search", date(year, 3, 10), 420, 8, 0.28),
        Idea("Spring Garden", "social", date(year, 4, 9), 540, 7, 0.30),
        Idea("Spring Letter", "email", date(year, 4, 13), 600, 3, 0.18),
        Idea("Family Table", "email", date(year, 5, 18), 540, 5, 0.24),
        Idea("Summer Sale", "search", summer, 480, 5, 0.35, ("social",)),
        Idea("Terrace Week", "social", date(year, 7, 15), 540, 5, 0.22),
        Idea("New Term", "search", date(year, 8, 22), 420, 8, 0.26),
        Idea("Autumn Home", "social", date(year, 9, 10), 540, 7, 0.26),
        Idea("Sleep Well", "email", date(year, 10, 5), 600, 4, 0.20),
        Idea("Autumn Sale", "search", date(year, 10, 19), 480, 5, 0.40, ("social",)),
        Idea("Black Friday", "search", friday - timedelta(days=1), 360, 5, 0.55, ("social",)),
        Idea("Advent Gifts", "social", date(year, 12, 3), 540, 9, 0.25),
    )


def plan(first: date, last: date, zone: str, rng: np.random.Generator) -> tuple[Campaign, ...]:
    """Campaigns that start in ``first <= day < last``, in order, with days, lifts and habits drawn."""
    ideas = [idea for year in range(first.year, last.year + 1) for idea in yearly_plan(year)]
    moved = [_moved(idea, rng) for idea in ideas]
    drawn = [_campaign(idea, zone, rng) for idea in moved if first <= idea.first < last]
    return tuple(sorted(drawn, key=lambda c: (c.starts_at, c.campaign_id)))


def _moved(idea: Idea, rng: np.random.Generator) -> Idea:
    anchored = idea.name in ("Black Friday", "Winter Sale", "Summer Sale")
    days = 0 if anchored else int(rng.integers(0, 3))
    lift = float(np.round(idea.lift * np.exp(rng.normal(0, 0.12)), 3))
    return replace(idea, first=idea.first + timedelta(days=days), lift=lift)


def _campaign(idea: Idea, zone: str, rng: np.random.Generator) -> Campaign:
    starts = to_utc(idea.first, idea.minute, zone)
    told, checked = _habits(starts, rng)
    name = f"{idea.name} {idea.first:%y%m}"
    ends = to_utc(idea.first + timedelta(days=idea.days), 0, zone)
    return Campaign(name, idea.name, idea.channel, starts, ends, idea.lift, told, checked, idea.also_on)


def _habits(starts: np.datetime64, rng: np.random.Generator) -> tuple[np.datetime64 | None, np.datetime64 | None]:
    """A fifth is never announced, a tenth on the eve; half of the announced are checked, two days later."""
    luck, lead, hour, look = rng.random(), rng.integers(4, 35), rng.integers(7, 16), rng.random()
    if luck < 0.2:
        return None, None
    days = 1 if luck < 0.3 else int(lead)
    told = starts.astype("datetime64[D]") - np.timedelta64(days, "D") + np.timedelta64(int(hour), "h")
    checked = told + np.timedelta64(2, "D") if look < 0.55 and days > 3 else None
    return told.astype("datetime64[s]"), checked


def lift_at(campaign: Campaign, minutes: Times) -> Floats:
    """Share of extra orders at each minute: from 1.2 times the mean lift down to 0.8 times it; 0 outside."""
    age = (minutes - campaign.starts_at) / np.timedelta64(1, "m") / campaign.minutes
    inside = (age >= 0) & (age < 1)
    return np.asarray(np.where(inside, campaign.lift * (1.2 - 0.4 * age), 0.0))


def dip_at(campaign: Campaign, minutes: Times) -> Floats:
    """Share of the ordinary orders that are missing at each minute after the campaign; 0 outside its dip."""
    hours = (minutes - campaign.ends_at) / np.timedelta64(1, "h")
    inside = (hours >= 0) & (hours < 24 * DIP_DAYS)
    return np.asarray(np.where(inside, campaign.dip * np.exp(-np.maximum(hours, 0) / DIP_HOURS), 0.0))


def touches(campaign: Campaign, start: np.datetime64, end: np.datetime64) -> bool:
    """Whether the campaign or its dip has any effect in ``start <= t < end``."""
    return bool(campaign.starts_at < end and campaign.ends_at + np.timedelta64(DIP_DAYS, "D") > start)
