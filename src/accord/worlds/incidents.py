"""What breaks at the made-up retailer: by itself, by a failed change, or under a campaign's load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from accord.worlds.campaigns import Campaign
from accord.worlds.changes import Change
from accord.worlds.rhythm import to_utc

WEEKLY = {"checkout": 0.33, "search": 0.16, "app-backend": 0.12, "crm": 0.12}
"""Incidents a week by themselves, outside of campaigns."""
SEGMENTS = {"checkout": ("web", "app"), "search": ("web",), "app-backend": ("app",), "crm": ()}
"""Whose orders fail with a service."""
LOSS = {
    "checkout": (0.92, 0.45, 0.10),
    "search": (0.50, 0.25, 0.06),
    "app-backend": (0.92, 0.45, 0.10),
    "crm": (0, 0, 0),
}
"""Share of orders that are not placed, for severities 1, 2 and 3."""
RECAPTURE = 0.30
"""Share of the orders not placed that are placed later."""
RETURN_MINUTES = 70.0
"""Mean wait until they are, counted from the end of the incident."""
LONGEST_RETURN = 300.0
FIXED = ("planted", "maintenance")
"""Causes whose times do not depend on chance."""
AFTER_CHANGE = 0.6
"""Share of failed changes that show as an incident."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An interruption ``started_at <= t < ended_at`` (UTC) of a service.

    ``loss`` is the true share of the orders of ``segments`` that were not placed. ``cause`` is ``itself``,
    ``change``, ``load``, ``planted`` or ``maintenance`` (announced beforehand).
    """

    incident_id: str
    service: str
    severity: int
    started_at: np.datetime64
    ended_at: np.datetime64
    loss: float
    title: str
    cause: str
    change_id: str | None = None

    @property
    def segments(self) -> tuple[str, ...]:
        return SEGMENTS[self.service]

    @property
    def number(self) -> int:
        """Its number in the world, which every tool's own number is made of."""
        return int(self.incident_id[3:])

    @property
    def planned(self) -> bool:
        return self.cause == "maintenance"

    @property
    def minutes(self) -> float:
        return float((self.ended_at - self.started_at) / np.timedelta64(60, "s"))


def incident(
    service: str, severity: int, starts: np.datetime64, minutes: float, cause: str, change_id: str | None = None
) -> Incident:
    """An incident with the loss of its service and severity; numbered later."""
    ends = starts + np.timedelta64(round(minutes * 60), "s")
    words = ("is down", "fails for many", "is slow")[severity - 1]
    loss = float(LOSS[service][severity - 1])
    return Incident("", service, severity, starts, ends, loss, f"{service} {words}", cause, change_id)


def by_themselves(
    start: np.datetime64, end: np.datetime64, campaigns: tuple[Campaign, ...], rng: np.random.Generator
) -> list[Incident]:
    """Poisson arrivals per service; a campaign whose load nobody checked multiplies the rate while it runs."""
    found: list[Incident] = []
    for service, weekly in WEEKLY.items():
        found += _arrivals(service, weekly, start, end, "itself", rng)
        for c in campaigns:
            found += _arrivals(service, weekly * (c.load_factor - 1), c.starts_at, c.ends_at, "load", rng)
    return found


def _arrivals(
    service: str, weekly: float, start: np.datetime64, end: np.datetime64, cause: str, rng: np.random.Generator
) -> list[Incident]:
    seconds = float((end - start) / np.timedelta64(1, "s"))
    times = np.sort(rng.integers(0, int(seconds), rng.poisson(weekly * seconds / 604_800)))
    return [_drawn(service, start + np.timedelta64(int(t), "s"), cause, None, rng) for t in times]


def _drawn(
    service: str, starts: np.datetime64, cause: str, change_id: str | None, rng: np.random.Generator
) -> Incident:
    severity = int(rng.choice((1, 2, 3), p=(0.35, 0.45, 0.20)))
    minutes = float(np.clip(42 * np.exp(rng.normal(0, 0.7)), 8, 300))
    return incident(service, severity, starts, minutes, cause, change_id)


def from_changes(changes: tuple[Change, ...], rng: np.random.Generator) -> list[Incident]:
    """One incident for most failed changes, beginning inside the change's window."""
    found = []
    for change in changes:
        if change.failed and rng.random() < AFTER_CHANGE:
            into = int((change.planned_end - change.planned_start) / np.timedelta64(1, "s") * rng.random())
            starts = change.planned_start + np.timedelta64(into, "s")
            found.append(_drawn(change.service, starts, "change", change.change_id, rng))
    return found


def planted(campaigns: tuple[Campaign, ...]) -> list[Incident]:
    """The incidents that every world tells a story about: in a sale, at night, overlapping."""
    found = []
    for c in campaigns:
        if c.name in ("Black Friday", "Autumn Sale"):
            evening = (c.starts_at + np.timedelta64(1, "D")).astype("datetime64[D]") + np.timedelta64(17 * 60 + 40, "m")
            found.append(incident("checkout", 1, evening.astype("datetime64[s]"), 41, "planted"))
        if c.name == "Spring Garden":
            middle = (c.starts_at + np.timedelta64(9, "D")).astype("datetime64[D]")
            found.append(
                incident("search", 2, (middle + np.timedelta64(600, "m")).astype("datetime64[s]"), 150, "planted")
            )
            found.append(
                incident("checkout", 2, (middle + np.timedelta64(680, "m")).astype("datetime64[s]"), 60, "planted")
            )
        if c.name == "New Term":
            night = (c.ends_at + np.timedelta64(12, "D")).astype("datetime64[D]") + np.timedelta64(75, "m")
            found.append(incident("checkout", 2, night.astype("datetime64[s]"), 25, "planted"))
    return found


def evenings(first: date, last: date, zone: str) -> list[Incident]:
    """One checkout outage on an evening in the middle of each month, so that a promise has something to keep."""
    days = [d for d in (first + timedelta(days=n) for n in range((last - first).days)) if d.day == 14]
    return [incident("checkout", 1, to_utc(d, 19 * 60 + 7 * d.month, zone), 38 + 2 * d.month, "planted") for d in days]


def maintenance(first: date, last: date, zone: str) -> list[Incident]:
    """Announced work on search, 03:00 to 04:00 local time on the first Sunday of each month: a third fails."""
    days = [
        d for d in (first + timedelta(days=n) for n in range((last - first).days)) if d.day <= 7 and d.weekday() == 6
    ]
    made = [incident("search", 2, to_utc(d, 180, zone), 60, "maintenance") for d in days]
    return [replace(i, title="Planned maintenance of search", loss=0.33) for i in made]


def kept(incidents: list[Incident], rng: np.random.Generator) -> list[Incident]:
    """The same months with the promise kept: two of three checkout incidents never happen, the rest is half as long."""
    found = []
    for i in sorted(incidents, key=_order):
        if i.service != "checkout":
            found.append(i)
        elif rng.random() < 1 / 3:
            half = (i.ended_at - i.started_at) // 2
            found.append(replace(i, ended_at=i.started_at + half, loss=round(i.loss * 0.6, 3)))
    return found


def numbered(incidents: list[Incident], first: int) -> tuple[Incident, ...]:
    """In order of their start, with the numbers that all tools know them by."""
    ordered = sorted(incidents, key=_order)
    return tuple(
        replace(i, incident_id=f"{'MNT' if i.planned else 'PNL'}{first + n:05d}") for n, i in enumerate(ordered)
    )


def apart(incidents: list[Incident], minutes: int = 420) -> list[Incident]:
    """Without drawn incidents that begin or end close to another one: overlaps are planted, never by chance."""
    taken: list[Incident] = [i for i in incidents if i.cause in FIXED]
    for i in sorted((i for i in incidents if i.cause not in FIXED), key=_order):
        gap = np.timedelta64(minutes, "m")
        if all(i.started_at > t.ended_at + gap or i.ended_at + gap < t.started_at for t in taken):
            taken.append(i)
    return taken


def _order(i: Incident) -> tuple[np.datetime64, str]:
    return i.started_at, i.service
