"""What the made-up retailer's IT changes, how often that fails, and which changes a campaign caused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from accord.worlds.campaigns import Campaign
from accord.worlds.days import freezes
from accord.worlds.rhythm import to_utc

SERVICES = ("checkout", "search", "app-backend", "crm")
KINDS = ("standard", "normal", "emergency")
WEEKLY = {"checkout": 2.0, "search": 1.6, "app-backend": 1.6, "crm": 1.0}
FAILS = {
    "checkout": (0.05, 0.12, 0.28),
    "search": (0.03, 0.09, 0.22),
    "app-backend": (0.04, 0.11, 0.25),
    "crm": (0.03, 0.08, 0.20),
}
"""Probability that a change fails, by service, for each of ``KINDS``."""
TITLES = {
    "checkout": ("Release of checkout", "Payment provider update", "Basket rules, asked by the CAB", "Address check"),
    "search": ("Index rebuild", "Ranking release within the SLA", "Synonym list"),
    "app-backend": ("App API release", "Push gateway update", "Session store upgrade after the DR test"),
    "crm": ("CRM patch for the new CMS", "Mail template engine", "Consent form release"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change with a planned window ``planned_start <= t < planned_end`` (UTC) and its true odds.

    ``failed`` is what happened, ``fails`` the probability that it would. ``planted`` marks a change put there
    to clash with a campaign.
    """

    change_id: str
    service: str
    kind: str
    planned_start: np.datetime64
    planned_end: np.datetime64
    title: str
    reason: str
    fails: float
    failed: bool
    campaign_id: str | None = None
    planted: bool = False


def plan(
    first: date, last: date, zone: str, campaigns: tuple[Campaign, ...], rng: np.random.Generator
) -> tuple[Change, ...]:
    """All changes of ``first <= day < last``, numbered in order of their start."""
    frozen = {d for y in range(first.year - 1, last.year + 1) for f in freezes(y) for d in _days(f.first, f.last)}
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    drawn = [c for day in days for c in _of_day(day, day in frozen, zone, rng)]
    drawn += [c for campaign in campaigns for c in _asked_by(campaign, rng)]
    return numbered(drawn)


def numbered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """In order of their start, with the numbers that all tools know them by."""
    ordered = sorted(changes, key=lambda c: (c.planned_start, c.service, c.title))
    return tuple(replace(c, change_id=f"CHG{40001 + n:07d}") for n, c in enumerate(ordered))


def failure_odds(service: str, kind: str) -> float:
    """The true probability that a change of this service and kind fails."""
    return FAILS[service][KINDS.index(kind)]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days)]


def _of_day(day: date, frozen: bool, zone: str, rng: np.random.Generator) -> list[Change]:
    usual = (1.4, 1.8, 1.6, 1.5, 0.5, 0.1, 0.1)[day.weekday()] / 7.0
    habit = usual * (0.15 if frozen else 1.0)
    counts = rng.poisson([WEEKLY[s] * habit for s in SERVICES])
    return [_ordinary(s, day, zone, rng) for s, n in zip(SERVICES, counts, strict=True) for _ in range(n)]


def _ordinary(service: str, day: date, zone: str, rng: np.random.Generator) -> Change:
    kind = str(rng.choice(KINDS, p=(0.56, 0.40, 0.04)))
    hour = int(
        rng.choice((5, 6, 7, 9, 10, 14, 15, 20, 21, 22), p=(0.1, 0.15, 0.1, 0.1, 0.15, 0.1, 0.1, 0.1, 0.05, 0.05))
    )
    starts = to_utc(day, 60 * hour + 15 * int(rng.integers(0, 4)), zone)
    title = str(rng.choice(TITLES[service]))
    return _drawn(service, kind, starts, 30 * int(rng.integers(1, 6)), title, "Planned maintenance of the product", rng)


def _drawn(
    service: str, kind: str, starts: np.datetime64, minutes: int, title: str, reason: str, rng: np.random.Generator
) -> Change:
    odds = failure_odds(service, kind)
    ends = starts + np.timedelta64(minutes, "m")
    return Change("", service, kind, starts, ends, title, reason, odds, bool(rng.random() < odds))


def _asked_by(campaign: Campaign, rng: np.random.Generator) -> list[Change]:
    """Emergency changes that a campaign causes: often where nobody looked at the load, hardly ever else."""
    count = int(rng.poisson(0.1 if campaign.checked_at is not None else 4.0 * campaign.lift))
    return [_rescue(campaign, rng) for _ in range(count)]


def _rescue(campaign: Campaign, rng: np.random.Generator) -> Change:
    service = str(rng.choice(("checkout", "search", "app-backend"), p=(0.5, 0.3, 0.2)))
    after = int(rng.integers(30, min(campaign.minutes - 90, 2880)))
    starts = campaign.starts_at + np.timedelta64(after, "m")
    reason = f"Traffic of campaign {campaign.campaign_id} is above capacity"
    made = _drawn(service, "emergency", starts, 60, f"Raise capacity of {service}", reason, rng)
    return replace(made, campaign_id=campaign.campaign_id)


def clash_with(campaign: Campaign, title: str, service: str = "checkout") -> Change:
    """A normal change planted over the first hours of a campaign, whose outcome is not known yet."""
    starts = campaign.starts_at
    ends = starts + np.timedelta64(210, "m")
    odds = failure_odds(service, "normal")
    return Change("", service, "normal", starts, ends, title, "Contract date of the provider", odds, False, None, True)


def with_clash(changes: tuple[Change, ...], coming: list[Campaign]) -> tuple[Change, ...]:
    """The same changes and one planted over the first coming campaign's start, numbered anew."""
    if not coming:
        return changes
    planted = clash_with(coming[0], "Payment provider change")
    return numbered((*changes, planted))
