"""The truth of a made-up world, counted order by order while its exports are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.worlds.availability import Measured
from accord.worlds.campaigns import touches
from accord.worlds.clashing import clashes, odds
from accord.worlds.exports.files import iso
from accord.worlds.orders import STATUSES, Draw, Orders
from accord.worlds.retailer import AHEAD_DAYS, Period, World
from accord.worlds.rhythm import CHANNELS, SEGMENTS, Ints
from accord.worlds.spending import Budget
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


def truth(tally: Tally, budgets: dict[str, Budget], exports: dict[str, Any]) -> dict[str, Any]:
    """Everything that is known of a period, as plain data for ``truth.json``."""
    world, period = tally.world, tally.period
    settings = asdict(world.settings) | {"start": world.settings.start.isoformat()}
    return {
        "made_up": "This retailer and all its numbers are made up. This file is the truth behind its exports.",
        "settings": settings,
        "period": _period(tally),
        "totals": {k: _pair(v) for k, v in tally.totals.items()} | {"placed": _pair(tally.placed)},
        "incidents": list(_incidents(tally)),
        "campaigns": list(_campaigns(tally, budgets)),
        "changes": odds(world, *span(world, period, ahead=False)),
        "clashes": clashes(world, *span(world, period)),
        "availability": [
            {"service": s, "month": m, "good": int(v[0]), "total": int(v[1])} for (s, m), v in tally.answered.items()
        ],
        "drivers": {"shifts": _shifts(world), "months": list(_months(tally))},
        "exports": exports,
    }


def span(world: World, period: Period, ahead: bool = True) -> tuple[np.datetime64, np.datetime64]:
    """UTC instants between which plans are known in a period: to its end, or so many days ahead of it."""
    days = timedelta(days=AHEAD_DAYS if ahead else 0)
    return world.instant(period.first), world.instant(min(period.last + days, world.last))


def _period(tally: Tally) -> dict[str, Any]:
    world, period = tally.world, tally.period
    instants = {"start": iso(world.instant(period.first)), "end": iso(world.instant(period.last))}
    return instants | {
        "zone": world.settings.zone,
        "version": period.version,
        "promise_from": iso(world.instant(world.end)),
    }


def _pair(value: Ints) -> dict[str, int]:
    return {"orders": int(value[0]), "minor": int(value[1])}


def _incidents(tally: Tally) -> Iterable[dict[str, Any]]:
    for n, i in enumerate(tally.world.incidents(tally.period.version)):
        yield {
            "incident_id": i.incident_id,
            "service": i.service,
            "severity": i.severity,
            "segments": list(i.segments),
            "planned": i.planned,
            "cause": i.cause,
            "change_id": i.change_id,
            "started_at": iso(i.started_at),
            "ended_at": iso(i.ended_at),
            "loss_probability": i.loss,
            "would_be": _pair(tally.exposed[:, n]),
            "not_placed": _pair(tally.stopped[:, n]),
            "came_back": _pair(tally.returned[:, n]),
            "lost": _pair(tally.stopped[:, n] - tally.returned[:, n]),
        }


def _campaigns(tally: Tally, budgets: dict[str, Budget]) -> Iterable[dict[str, Any]]:
    world = tally.world
    start, end = world.instant(tally.period.first), world.instant(tally.period.last)
    caused: dict[str | None, list[str]] = defaultdict(list)
    for change in world.changes:
        caused[change.campaign_id].append(change.change_id)
    for n, c in enumerate(world.campaigns):
        if not touches(c, start, end):
            continue
        others = [
            o.campaign_id for o in world.campaigns if o != c and o.starts_at < c.ends_at and c.starts_at < o.ends_at
        ]
        yield {
            "campaign_id": c.campaign_id,
            "channel": c.channel,
            "starts_at": iso(c.starts_at),
            "ends_at": iso(c.ends_at),
            "announced_at": iso(c.announced_at),
            "capacity_checked_at": iso(c.checked_at),
            "mean_lift": c.lift,
            "load_factor": c.load_factor,
            "expected_extra": {"orders": round(budgets[c.campaign_id].expected_orders, 2),
                               "minor": budgets[c.campaign_id].expected_minor},
            "extra": _pair(tally.extra[:, n]),
            "extra_placed": _pair(tally.extra_placed[:, n]),
            "pulled_forward": _pair(tally.pulled[:, n]),
            "overlaps": others,
            "emergency_changes": caused[c.campaign_id],
        }  # fmt: skip


def _shifts(world: World) -> list[dict[str, Any]]:
    return [asdict(s) | {"day": s.day.isoformat()} for s in world.shifts]


def _months(tally: Tally) -> Iterable[dict[str, Any]]:
    """Visits, would-be orders (dips taken off) and placed orders by local month, segment and channel."""
    names = ("visits", "would_be_orders", "would_be_minor", "placed_orders", "placed_minor")
    for month, values in tally.months.items():
        for cell in range(8):
            where = {"month": month, "segment": SEGMENTS[cell // 4], "channel": CHANNELS[cell % 4]}
            yield where | {name: int(values[row, cell]) for row, name in enumerate(names)}
