"""Nordlicht Home (made up): a retailer whose every order, outage, campaign and change is known.

A world is drawn from a seed: the same settings give the same bytes in every file. Chance is keyed by seed,
purpose and day, so that the two later versions share everything that the promise does not touch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from accord.worlds import agreed, campaigns, changes, incidents, orders
from accord.worlds.campaigns import Campaign
from accord.worlds.changes import Change
from accord.worlds.incidents import Incident
from accord.worlds.orders import Draw, Orders
from accord.worlds.rhythm import (
    Floats,
    Shift,
    Times,
    day_factors,
    day_shape,
    midnights,
    shifted,
)
from accord.worlds.settings import Later, Period, Settings, months_after

__all__ = ["Later", "Period", "Settings", "World"]

NAME = "Nordlicht Home (made up)"
DAY_NOISE = 0.05
"""How far a whole day strays from its expectation (standard deviation of the logarithm)."""
AHEAD_DAYS = 45
"""How far ahead plans are known at the end of the months shown."""
PURPOSES = (
    "noise",
    "wish",
    "dip",
    "strike",
    "campaigns",
    "changes",
    "incidents",
    "kept",
    "visits",
    "availability",
    "items",
    "payments",
    "spending",
    "tools",
    "analytics",
    "rates",
    "documents",
    "measured",
    "stock",
)


@dataclass
class World:
    """The retailer. ``campaigns`` and ``changes`` cover the months shown and the later ones."""

    settings: Settings = field(default_factory=Settings)

    @property
    def name(self) -> str:
        return NAME

    def clauses(self) -> dict[str, Any]:
        """What the two departments have agreed, in the shape of charter.yaml."""
        return agreed.clauses(NAME, self.settings.zone, self.end, self.settings.orders)

    @property
    def end(self) -> date:
        """First local day after the months shown; the promise counts from here."""
        return months_after(self.settings.start, self.settings.months)

    @property
    def last(self) -> date:
        """First local day after the later months."""
        return months_after(self.end, self.settings.later_months)

    def period(self, later: Later | None = None) -> Period:
        """The months shown, or the later months of one version."""
        return Period(self.settings.start, self.end, None) if later is None else Period(self.end, self.last, later)

    @cached_property
    def midnights(self) -> Times:
        """UTC instants of all local midnights from the start to ``last``, both included."""
        return midnights(self.settings.start, (self.last - self.settings.start).days, self.settings.zone)

    def instant(self, day: date) -> np.datetime64:
        """The UTC instant at which a local day of the world begins."""
        return np.datetime64(self.midnights[(day - self.settings.start).days])

    def rng(self, purpose: str, day: int = 0) -> np.random.Generator:
        """Chance for one purpose and day, whatever was drawn before."""
        return np.random.default_rng([self.settings.seed, PURPOSES.index(purpose), day])

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        return campaigns.plan(self.settings.start, self.last, self.settings.zone, self.rng("campaigns"))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        s = self.settings
        drawn = changes.plan(s.start, self.last, s.zone, self.campaigns, self.rng("changes"))
        return changes.with_clash(drawn, [c for c in self.campaigns if c.starts_at >= self.instant(self.end)])

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """What changes revenue in the last month shown: more visits by social, web converts worse, dearer orders."""
        day = months_after(self.end, -1)
        return (
            Shift(day, "visits", None, "social", 1.15),
            Shift(day, "conversion", "web", None, 0.93),
            Shift(day, "order_value", None, None, 1.03),
        )

    def incidents(self, version: Later | None = None) -> tuple[Incident, ...]:
        """Incidents of the months shown (None) or of the later months in one version."""
        return self._incidents[version]

    @cached_property
    def _incidents(self) -> dict[Later | None, tuple[Incident, ...]]:
        shown, later = self._all_incidents
        past = incidents.numbered(shown, 1)
        held = incidents.kept(later, self.rng("kept"))
        after = len(past) + 1
        return {
            None: past,
            "kept": incidents.numbered(held, after),
            "broken": incidents.numbered(later, after),
        }

    @cached_property
    def _all_incidents(self) -> tuple[list[Incident], list[Incident]]:
        rng, zone = self.rng("incidents"), self.settings.zone
        drawn = incidents.by_themselves(self.midnights[0], self.midnights[-1], self.campaigns, rng)
        drawn += incidents.from_changes(self.changes, rng)
        drawn += incidents.planted(self.campaigns) + incidents.evenings(self.settings.start, self.last, zone)
        drawn += incidents.maintenance(self.settings.start, self.last, zone)
        day = np.timedelta64(1, "D")
        end, last = self.instant(self.end), self.midnights[-1]
        spaced = incidents.apart(drawn)
        clear = [i for i in spaced if not any(e - day < i.ended_at and i.started_at < e for e in (end, last))]
        return [i for i in clear if i.started_at < end], [i for i in clear if i.started_at >= end]

    @cached_property
    def day_factors(self) -> Floats:
        return day_factors(self.settings.start, (self.last - self.settings.start).days)

    @cached_property
    def scale(self) -> float:
        """Orders a minute on a day of factor 1, so that the months shown expect ``settings.orders``."""
        shown = (self.end - self.settings.start).days
        return self.settings.orders / sum(self._sum(n) for n in range(shown))

    def expected(self, day: int) -> Floats:
        """Ordinary orders a minute ``(minutes, 2, 4)`` as expected, without the day's luck."""
        return np.asarray(self._shape(day) * self.scale)

    def _sum(self, day: int) -> float:
        minutes = self.minutes(day)
        base = self._shape(day)
        here = self._running(day)
        lifted = sum(float(rate.sum()) for _, rate in orders.rates(base, minutes, here))
        dips = sum((campaigns.dip_at(c, minutes) for _, c in here), np.zeros(len(minutes)))
        return lifted - float((base.sum(axis=(1, 2)) * dips).sum())

    def minutes(self, day: int) -> Times:
        """UTC minutes of a local day (1,380, 1,440 or 1,500 of them)."""
        return np.arange(self.midnights[day], self.midnights[day + 1], np.timedelta64(60, "s"))

    def _shape(self, day: int) -> Floats:
        on = self.settings.start + timedelta(days=day)
        shape = day_shape(on, self.minutes(day), self.settings.zone) * self.day_factors[day]
        return np.asarray(shape * shifted(self.shifts, on, "visits") * shifted(self.shifts, on, "conversion"))

    def _running(self, day: int) -> list[tuple[int, Campaign]]:
        start, end = self.midnights[day], self.midnights[day + 1]
        return [(n, c) for n, c in enumerate(self.campaigns) if campaigns.touches(c, start, end)]

    def base(self, day: int) -> Floats:
        """Ordinary orders a minute by segment and channel ``(minutes, 2, 4)``, the day's own luck included."""
        rng = self.rng("noise", day)
        luck = self.scale * float(np.exp(DAY_NOISE * rng.standard_normal() - DAY_NOISE**2 / 2))
        rate = self._shape(day) * luck
        cv = self.settings.overdispersion
        if cv > 0:
            hours = -(-len(rate) // 60)
            rate *= np.repeat(rng.gamma(cv**-2, cv**2, hours), 60)[: len(rate), None, None]
        return rate

    def draw(self, day: int, version: Later | None = None) -> Draw:
        """What happened on a day (0 is the first) in the months shown or in a later version."""
        minutes, here = self.minutes(day), self._running(day)
        sources = orders.rates(self.base(day), minutes, here)
        on = self.settings.start + timedelta(days=day)
        customers = max(1, int(self.settings.orders * 0.45))
        value = shifted(self.shifts, on, "order_value")
        wished = orders.wish(sources, minutes, value, customers, self.rng("wish", day))
        dip = orders.pulled_forward(wished, here, self.rng("dip", day))
        open_then = self.open_on(day, version)
        hit, back, placed_at = orders.struck(wished, open_then, self.rng("strike", day))
        hit[dip >= 0], back[dip >= 0] = -1, False
        stays = np.prod([1 - campaigns.dip_at(c, minutes) for _, c in here], axis=0) if here else np.ones(len(minutes))
        rate = sources[0][1] * stays[:, None, None] + sum(r for _, r in sources[1:])
        return Draw(minutes, rate, wished, dip, hit, back, placed_at)

    def open_on(self, day: int, version: Later | None) -> list[tuple[int, Incident]]:
        """Incidents open at some time of a day, with their position among the version's incidents."""
        start, end = self.midnights[day], self.midnights[day + 1]
        known = enumerate(self.incidents(version))
        return [(n, i) for n, i in known if i.started_at < end and i.ended_at > start]

    def days(self, period: Period) -> Iterator[tuple[int, Draw, Orders]]:
        """Day by day: its number, its draw, and the orders placed on it (late returns included), by time."""
        waiting = orders.nothing()
        first = (period.first - self.settings.start).days
        for day in range(first, first + (period.last - period.first).days):
            draw = self.draw(day, period.version)
            known = orders.join([waiting, draw.placed])
            today = known.at < self.midnights[day + 1]
            waiting = known.take(~today)
            yield day, draw, known.take(today)

    def orders_before(self, period: Period) -> int:
        """How many orders were placed in the months shown before a later period; 0 for the months shown."""
        return 0 if period.version is None else sum(len(placed) for _, _, placed in self.days(self.period()))
