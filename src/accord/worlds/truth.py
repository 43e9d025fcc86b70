"""The truth of a made-up world, as it is laid beside its exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import numpy as np

from accord.worlds import measured
from accord.worlds.campaigns import touches
from accord.worlds.clashing import clashes, odds
from accord.worlds.exports.files import iso
from accord.worlds.retailer import AHEAD_DAYS, Period, World
from accord.worlds.rhythm import CHANNELS, SEGMENTS, Ints
from accord.worlds.spending import Budget
from accord.worlds.tally import Tally


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
        "metrics": measured.truth(period.first, period.last, world.settings.start),
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
