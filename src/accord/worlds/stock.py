"""Items of the made-up retailer that ran out while a campaign sold them. Buyers took another: no order is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accord.worlds.campaigns import Campaign

ITEMS = ("Floor lamp Fjell", "Oak stool Lund", "Wool throw Sund", "Desk lamp Vik", "Linen set Dal")
SHARE = 0.15
"""Of so many campaigns an item runs out."""


@dataclass(frozen=True, slots=True)
class StockOut:
    """An item that could not be sold in ``[started_at, ended_at)`` (UTC)."""

    stock_out_id: str
    item: str
    started_at: np.datetime64
    ended_at: np.datetime64
    campaign_id: str


def plan(campaigns: tuple[Campaign, ...], rng: np.random.Generator) -> Iterator[StockOut]:
    """In the order of the campaigns: each begins in the middle third of its campaign and lasts one to five hours."""
    for campaign, chance in zip(campaigns, rng.random(len(campaigns)).tolist(), strict=True):
        after, minutes = campaign.minutes * (1 + chance / SHARE) / 3, int(rng.integers(60, 301))
        if chance < SHARE:
            start = campaign.starts_at + np.timedelta64(round(after), "m")
            end = min(start + np.timedelta64(minutes, "m"), campaign.ends_at)
            name = f"{ITEMS[int(rng.integers(len(ITEMS)))]} (made up)"
            yield StockOut(f"Stock-out in {campaign.campaign_id}", name, start, end, campaign.campaign_id)
