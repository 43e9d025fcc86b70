"""The demo's promise: decided on a year of made-up facts, verified over the months that nobody had seen."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import yaml

from accord.analyses.discovery import load
from accord.analyses.effects import Measured, before, measure
from accord.clauses import yaml_io
from accord.units.period import Period, midnight
from accord.worlds.orders import STATUSES, Orders, join
from accord.worlds.retailer import Later, World
from accord.worlds.rhythm import CHANNELS, SEGMENTS
from accord.worlds.settings import Settings
from tests.analyses.promised import facts

SUBJECT = "service:checkout"
ZONE = "Europe/Paris"
BASELINE = Period(midnight(date(2026, 8, 1), ZONE), midnight(date(2026, 11, 1), ZONE))
LATER = Period(BASELINE.end, midnight(date(2027, 2, 1), ZONE))
"""The promise counts for a quarter, from the first day after the months shown."""


@cache
def _world() -> World:
    return World(Settings(later_months=3))


def _incidents(world: World, version: Later) -> dict[str, Any]:
    known = [*world.incidents(), *world.incidents(version)]
    return {
        "incident_id": np.array([i.incident_id for i in known], object),
        "source_tool": np.full(len(known), "pagerduty", object),
        "service": np.array([i.service for i in known], object),
        "started_at": np.array([i.started_at for i in known]),
        "ended_at": np.array([i.ended_at for i in known]),
        "severity": np.array([str(i.severity) for i in known], object),
        "title": np.array([i.title for i in known], object),
        "planned": np.array([i.planned for i in known]),
    }


@cache
def _shown() -> Orders:
    world = _world()
    return join([placed for _, _, placed in world.days(world.period())])


def _orders(version: Later) -> dict[str, Any]:
    world = _world()
    made = join([_shown(), *(placed for _, _, placed in world.days(world.period(version)))])
    names = {"segment": SEGMENTS, "channel": CHANNELS, "status": STATUSES}
    return {
        "order_id": np.char.add("made-up-", np.arange(len(made)).astype("U8")).astype(object),
        "ordered_at": made.at,
        "amount_minor": made.amount_minor,
        "currency": np.full(len(made), "EUR", object),
        **{name: np.array(values, object)[getattr(made, name)] for name, values in names.items()},
    }


@cache
def verified(version: Later) -> Measured:
    """Decided when the months shown were all there was, and verified an hour after the quarter."""
    world, outages = _world(), load("outages")
    charter = yaml_io.load(yaml.safe_dump(world.clauses()))
    tables = {"orders": _orders(version), "incidents": _incidents(world, version)}
    quick = outages.settings(by_segment=False)
    with facts(tables) as engine:
        signed = before(outages, engine, charter, subject=SUBJECT, baseline=BASELINE, later=LATER,
                        as_of=BASELINE.end, settings=quick)  # fmt: skip
        return measure(outages, engine, charter, subject=SUBJECT, baseline=BASELINE, later=LATER, as_of=LATER.end,
                       settings=quick, decided=signed.decided())  # fmt: skip


def test_the_demo_keeps_its_promise_in_one_version_of_the_months_to_come_and_not_in_the_other() -> None:
    kept, broken = verified("kept"), verified("broken")
    assert kept.before.baseline == broken.before.baseline == kept.decided == broken.decided
    least = kept.before.least
    assert least is not None
    assert kept.verdict(least) == "kept"
    assert broken.verdict(least) != "kept"
    assert broken.effect is not None
    assert kept.effect is not None
    assert broken.effect.mid < 0 < kept.effect.low
    assert broken.effect.high < kept.effect.mid
    assert not kept.method_changed
    assert not kept.facts_changed


def test_the_baseline_of_the_demo_is_below_the_quarter_that_was_picked_from_the_docket() -> None:
    found = verified("kept").before
    assert found.baseline is not None
    assert found.earlier is not None
    assert found.usual is not None
    assert found.usual < found.baseline.mid < found.earlier
