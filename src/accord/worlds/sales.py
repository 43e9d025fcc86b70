"""What the shop's books add to an order: line items, refunds, means of payment, the campaign it is credited to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from accord.worlds.orders import STATUSES, Orders
from accord.worlds.retailer import World
from accord.worlds.rhythm import CHANNELS, Ints

STRIPE, GIFT_CARD = 0, 1
GIFT_CARD_SHARE = 0.03
OVERCREDIT = 0.3
"""Share of a channel's ordinary orders that are put down to the campaign that happens to run on it."""
PRODUCT_COUNT = 8

Item = tuple[int, int, int]
"""Product, quantity, price of one piece in cents."""


@dataclass(frozen=True, slots=True)
class Sales:
    """Orders as the shop knows them; order ``n`` has the number ``first_number + n``.

    ``credited`` indexes the world's campaigns (-1 = none): the shop's own opinion, not the truth.
    """

    orders: Orders
    first_number: int
    items: list[list[Item]]
    refunded: Ints
    paid_by: NDArray[np.int8]
    credited: Ints
    campaign_ids: tuple[str, ...]

    def credited_id(self, n: int) -> str | None:
        campaign = int(self.credited[n])
        return None if campaign < 0 else self.campaign_ids[campaign]


def keep_books(world: World, orders: Orders, first_number: int, shipping: Ints) -> Sales:
    """The books of one batch of orders; ``shipping`` is what of each total is not goods (cents)."""
    rng = world.rng("items", first_number)
    ids = tuple(c.campaign_id for c in world.campaigns)
    items = _items(orders.amount_minor - shipping, rng)
    paid_by = (rng.random(len(orders)) < GIFT_CARD_SHARE).astype(np.int8)
    credited = credit(world, orders, rng)
    return Sales(orders, first_number, items, _refunds(orders, rng), paid_by, credited, ids)


def _refunds(orders: Orders, rng: np.random.Generator) -> Ints:
    """Cancelled orders are refunded whole, refunded ones whole or (a quarter of them) by half."""
    half = rng.random(len(orders)) < 0.25
    full = orders.amount_minor.copy()
    full[orders.status == STATUSES.index("placed")] = 0
    partly = half & (orders.status == STATUSES.index("refunded"))
    return np.asarray(np.where(partly, full // 2, full))


def credit(world: World, orders: Orders, rng: np.random.Generator) -> Ints:
    """The campaign that the last link named: true only for part of them, as in any shop."""
    credited = np.full(len(orders), -1, dtype=np.int64)
    by_chance = rng.random(len(orders)) < OVERCREDIT
    for number, campaign in enumerate(world.campaigns):
        linked = orders.channel == CHANNELS.index(campaign.channel)
        running = (orders.at >= campaign.starts_at) & (orders.at < campaign.ends_at)
        credited[linked & ((orders.campaign == number) | (running & by_chance & (orders.campaign < 0)))] = number
    return credited


def _items(goods: Ints, rng: np.random.Generator) -> list[list[Item]]:
    """Each order's goods (cents) split over one to four lines, exactly."""
    lines = 1 + np.minimum(rng.poisson(0.6, len(goods)), 3)
    lines = np.where(goods < 1500, 1, lines)
    cuts = rng.random((len(goods), 3)).tolist()
    products = rng.integers(0, PRODUCT_COUNT, (len(goods), 4)).tolist()
    rows = zip(goods.tolist(), lines.tolist(), cuts, products, strict=True)
    return [_split(amount, count, cut, product) for amount, count, cut, product in rows]


def _split(amount: int, count: int, cuts: list[float], products: list[int]) -> list[Item]:
    points = [0, *sorted(50 + int(c * (amount - 100)) for c in cuts[: count - 1]), amount]
    parts = [b - a for a, b in pairwise(points)]
    return [_line(part, product) for part, product in zip(parts, products, strict=False) if part > 0]


def _line(part: int, product: int) -> Item:
    return (product, 2, part // 2) if part % 4 == 0 and part >= 400 else (product, 1, part)
