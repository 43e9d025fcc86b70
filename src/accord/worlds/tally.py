"""Counting a made-up world order by order, while its exports are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from accord.worlds.availability import Measured
from accord.worlds.orders import STATUSES, Draw, Orders
from accord.worlds.retailer import Period, World
from accord.worlds.rhythm import SEGMENTS, Ints
from accord.worlds.visits import Visits

CANCELLED = STATUSES.index("cancelled")
COUNTED = ("wished", "pulled_forward", "not_placed", "came_back", "lost")


@dataclass
class Tally:
    """Counts of one period, without orders that are cancelled afterwards (analyses leave them out, too).

    Arrays ``(2, n)`` hold orders and cents; ``n`` is the incidents' or campaigns' number.
    """

    world: World
    period: Period
    totals: dict[str, Ints] = field(init=False)
    stopped: Ints = field(init=False)
    returned: Ints = field(init=False)
    exposed: Ints = field(init=False)
    extra: Ints = field(init=False)
    extra_placed: Ints = field(init=False)
    pulled: Ints = field(init=False)
    placed: Ints = field(default_factory=lambda: np.zeros(2, dtype=np.int64))
    months: dict[str, Ints] = field(default_factory=dict)
    answered: dict[tuple[str, str], Ints] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.world.incidents(self.period.version))
        m = len(self.world.campaigns)
        self.stopped, self.returned, self.exposed = (np.zeros((2, n), dtype=np.int64) for _ in range(3))
        self.extra, self.extra_placed, self.pulled = (np.zeros((2, m), dtype=np.int64) for _ in range(3))
        self.totals = {what: np.zeros(2, dtype=np.int64) for what in COUNTED}

    def add(self, day: int, draw: Draw, placed: Orders, seen: Visits, answers: Iterable[Measured]) -> None:
        """Count one day."""
        amount, stays = draw.wished.amount_minor, draw.wished.status != CANCELLED
        there, gone = stays & (draw.dip < 0), stays & (draw.dip >= 0)
        stopped, back = there & (draw.hit >= 0), draw.back
        placed = placed.take(placed.status != CANCELLED)
        self.stopped += _by(draw.hit, amount, stopped, self.stopped.shape[1])
        self.returned += _by(draw.hit, amount, stopped & back, self.stopped.shape[1])
        self.extra += _by(draw.wished.campaign, amount, there, self.extra.shape[1])
        self.extra_placed += _by(draw.wished.campaign, amount, there & (~stopped | back), self.extra.shape[1])
        self.pulled += _by(draw.dip, amount, gone, self.extra.shape[1])
        masks = (there, gone, stopped, stopped & back, stopped & ~back)
        for what, mask in zip(COUNTED, masks, strict=True):
            self.totals[what] += (int(mask.sum()), int(amount[mask].sum()))
        self.placed += (len(placed), int(placed.amount_minor.sum()))
        self._expose(day, draw, there)
        self._month(day, draw, there, placed, seen)
        for part in answers:
            known = self.answered.setdefault((part.service, self._name(day)), np.zeros(2, dtype=np.int64))
            known += (int(part.good.sum()), int(part.total.sum()))

    def _expose(self, day: int, draw: Draw, there: NDArray[np.bool_]) -> None:
        for number, incident in self.world.open_on(day, self.period.version):
            at = draw.wished.at
            inside = there & (at >= incident.started_at) & (at < incident.ended_at)
            inside &= np.isin(draw.wished.segment, [SEGMENTS.index(s) for s in incident.segments])
            self.exposed[:, number] += (int(inside.sum()), int(draw.wished.amount_minor[inside].sum()))

    def _month(self, day: int, draw: Draw, there: NDArray[np.bool_], placed: Orders, seen: Visits) -> None:
        month = self.months.setdefault(self._name(day), np.zeros((5, 8), dtype=np.int64))
        wished = draw.wished.take(there)
        month[0] += np.bincount(seen.segment * 4 + seen.channel, minlength=8)
        for row, some in ((1, wished), (3, placed)):
            cell = some.segment.astype(np.int64) * 4 + some.channel
            month[row] += np.bincount(cell, minlength=8)
            month[row + 1] += np.bincount(cell, some.amount_minor, minlength=8).astype(np.int64)

    def _name(self, day: int) -> str:
        return f"{self.world.settings.start + timedelta(days=day):%Y-%m}"


def _by(which: NDArray[np.int16], amount: Ints, mask: NDArray[np.bool_], size: int) -> Ints:
    """Orders and cents ``(2, size)`` by index, where the mask holds and the index is not -1."""
    mask = mask & (which >= 0)
    counts = np.bincount(which[mask], minlength=size)
    sums = np.bincount(which[mask], amount[mask], minlength=size)
    return np.stack([counts, np.rint(sums).astype(np.int64)])
