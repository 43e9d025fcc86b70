"""What the made-up campaigns were meant to bring, may cost, and cost each day in each ad platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.worlds.campaigns import Campaign, lift_at, touches
from accord.worlds.orders import MEDIAN_MINOR, SPREAD
from accord.worlds.retailer import World

PLATFORMS = {"search": "google_ads", "social": "meta_ads"}
ALWAYS_ON = {"search": "Brand always on", "social": "Retargeting always on"}
ALWAYS_ON_SHARE = 0.012
"""What each platform's standing campaign costs, as a share of the day's expected revenue."""
MEAN_MINOR = MEDIAN_MINOR * float(np.exp(SPREAD**2 / 2))
"""Mean order value in cents before any planted shift."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a campaign may cost, what it is forecast to bring, and should bring (expectation), in cents."""

    budget_minor: int
    forecast_minor: int
    expected_minor: int
    expected_orders: float


@dataclass(frozen=True, slots=True)
class Spend:
    """A campaign's day in one platform; money in cents of the organisation's currency."""

    day: date
    campaign: str
    channel: str
    cost_minor: int
    impressions: int
    clicks: int
    conversions: float


def expected_extra(world: World, campaign: Campaign) -> float:
    """Extra orders that a campaign should bring while it runs, before outages."""
    found = 0.0
    for day in range(len(world.midnights) - 1):
        if touches(campaign, world.midnights[day], world.midnights[day + 1]):
            found += float(world.expected(day).sum(axis=(1, 2)) @ lift_at(campaign, world.minutes(day)))
    return found


def budgets(world: World) -> dict[str, Budget]:
    """By campaign id. Forecasts are hopeful: 16 % too high in the middle, and they stray."""
    rng = world.rng("spending")
    return {c.campaign_id: _budget(expected_extra(world, c), rng) for c in world.campaigns}


def _budget(extra: float, rng: np.random.Generator) -> Budget:
    money = extra * MEAN_MINOR
    hope, share = float(np.exp(rng.normal(0.15, 0.2))), float(rng.uniform(0.12, 0.28))
    forecast = _round(money * hope, 10_000)
    return Budget(_round(forecast * share, 10_000), forecast, round(money), extra)


def _round(amount: float, to: int) -> int:
    return to * max(1, round(amount / to))


def spends(
    world: World, channel: str, days: list[date], credited: NDArray[np.int64], plans: dict[str, Budget]
) -> list[Spend]:
    """A platform's rows for local days, by day and campaign; ``credited`` has orders by day and campaign."""
    rng = world.rng("spending", 1 + (days[0] - world.settings.start).days * 10 + list(PLATFORMS).index(channel))
    found = []
    for row, day in enumerate(days):
        revenue = float(world.expected((day - world.settings.start).days).sum()) * MEAN_MINOR
        found.append(_spend(day, ALWAYS_ON[channel], channel, revenue * ALWAYS_ON_SHARE, 0, rng))
        for number, campaign in enumerate(world.campaigns):
            cost = _cost_on(world, campaign, channel, day, plans[campaign.campaign_id])
            if cost > 0:
                orders = int(credited[row, number]) if campaign.channel == channel else 0
                found.append(_spend(day, campaign.campaign_id, channel, cost, orders, rng))
    return found


def _cost_on(world: World, campaign: Campaign, channel: str, day: date, plan: Budget) -> float:
    """The day's part of the budget; a campaign that also runs on another platform leaves 40 % of it there."""
    number = (day - world.settings.start).days
    start, end = (max(campaign.starts_at, world.midnights[number]), min(campaign.ends_at, world.midnights[number + 1]))
    minutes = max(float((end - start) / np.timedelta64(1, "m")), 0.0)
    elsewhere = 0.4 if campaign.also_on else 0.0
    share = {campaign.channel: 1 - elsewhere, **dict.fromkeys(campaign.also_on, elsewhere)}.get(channel, 0.0)
    return plan.budget_minor * share * minutes / campaign.minutes


def _spend(day: date, name: str, channel: str, cost: float, orders: int, rng: np.random.Generator) -> Spend:
    """Platforms claim a third more orders than the shop credits to them."""
    spent = round(cost * float(np.exp(rng.normal(-0.02, 0.08))))
    clicks = int(rng.poisson(spent / 70))
    return Spend(day, name, channel, spent, int(rng.poisson(clicks * 28)), clicks, round(orders * 1.33, 1))
