"""A small world with activities whose effect is known: campaigns, an outage inside one, journeys, a holdout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from accord.worlds.small.campaigns import results_table
from accord.worlds.small.load import REQUESTS, STEP
from accord.worlds.small.shop import (
    CHANNELS,
    MEAN_MINOR,
    MINUTE,
    START,
    WEEK,
    Arrays,
    Floats,
    Ints,
    Small,
    Stretches,
    orders_table,
    rates,
    whole_days,
    wish,
)

OUTAGE_MINUTES = 480
TellsIt = Literal["incidents", "availability", "changes", "stock_outs"]
ALWAYS_FAILS = 0.0004
"""The share of requests that fails on a good day."""
ALWAYS_ON_MINOR = 20_000
"""What display costs each day; nothing but its holdout tells what it brings."""
OUTAGE_FROM = 15 * 60
"""It begins at 15:00 on a campaign's second day and takes the evening."""


@dataclass(frozen=True, slots=True)
class Made:
    """An activity: its channel, the share of ordinary orders that it adds, revenue for each unit of cost, campaigns.

    One that adds nothing costs as one that adds 30 % and returns ``ratio``; its true ratio is 0.
    """

    channel: str
    lift: float
    ratio: float
    campaigns: int = 3


USUAL = (Made("search", 0.3, 6.0), Made("social", 0.3, 1.8), Made("email", 0.3, 0.4))
IDLE = (Made("search", 0.0, 6.0), Made("social", 0.0, 1.8), Made("email", 0.0, 0.4))


def activity_world(
    rng: np.random.Generator,
    *,
    activities: tuple[Made, ...] = USUAL,
    weeks: int = 22,
    history_weeks: int = 8,
    orders: int = 40_000,
    luck: float = 0.03,
    outages: int = 0,
    told_by: TellsIt = "incidents",
    visitors: int = 600,
    experiments: tuple[tuple[str, float, float], ...] = (("display", 2.0, 1.5),),
) -> Small:
    """Campaigns of whole days, at least four days apart, each of one activity.

    ``outages``: in so many campaigns nobody can order for eight hours, and the table ``told_by`` alone tells it; where
    that is ``stock_outs``, what the campaign sells is out of stock for a day, and all else sells as ever.
    ``experiments``: (activity, ratio, half-width). Truth ``activities``: channel -> ratio; ``hidden``: the campaigns
    that were struck.
    """
    rate = rates(rng, weeks, orders, luck)
    whose = rng.permutation(np.repeat(np.arange(len(activities)), [a.campaigns for a in activities]))
    running = whole_days(rng, rng.integers(2, 5, len(whose)), history_weeks, weeks, 4)
    during = running.minutes(len(rate))
    lifts = np.append([activities[i].lift for i in whose], 0.0)
    extra = wish(rng, rate * lifts[during], channel=0)
    ordinary = wish(rng, rate)
    through = np.append([CHANNELS.tolist().index(activities[i].channel) for i in whose], 3)
    extra.channel = through[running.of(extra.at)]
    struck = np.sort(rng.choice(len(whose), outages, replace=False))
    sold_out = told_by == "stock_outs"
    down = _sold_out(running, struck) if sold_out else _outages(running, struck)
    for some in (extra,) if sold_out else (ordinary, extra):
        some.placed = down.of(some.at) < 0
    gained = running.sums(rate) * lifts[:-1] * MEAN_MINOR
    priced = running.sums(rate) * np.where(lifts[:-1] > 0, lifts[:-1], 0.3) * MEAN_MINOR
    cost = np.rint(priced / np.array([activities[i].ratio for i in whose])).astype(np.int64)
    names = np.array([f"{activities[i].channel} {n + 1}" for n, i in enumerate(whose)], dtype=object)
    channels = np.array([activities[i].channel for i in whose], dtype=object)
    table = orders_table(ordinary, extra)
    tables = {
        "orders": table,
        "campaigns": _plan(running, names, channels, gained, cost),
        "campaign_results": _results(running, names, channels, cost),
        "incidents": _incidents(down if told_by == "incidents" else down.none()),
        **_told_otherwise(rng.spawn(1)[0], rate, down, names[struck], told_by),
        "experiments": _experiments(experiments),
        **_journeys(rng, table, visitors),
    }
    truth = {
        "activities": {a.channel: a.ratio if a.lift else 0.0 for a in activities},
        "hidden": names[struck].tolist(),
    }
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, truth)


def quiet_activities(rng: np.random.Generator) -> Small:
    """Activities that cost something and bring nothing."""
    return activity_world(rng, activities=IDLE, weeks=34, history_weeks=20, orders=60_000)


def _outages(running: Stretches, struck: Ints) -> Stretches:
    starts = running.starts[struck] + (1440 + OUTAGE_FROM) * MINUTE
    return Stretches(starts, starts + OUTAGE_MINUTES * MINUTE)


def _sold_out(running: Stretches, struck: Ints) -> Stretches:
    """From 15:00 on a campaign's second day, for a day or until it ends."""
    starts = running.starts[struck] + (1440 + OUTAGE_FROM) * MINUTE
    return Stretches(starts, np.minimum(starts + 1440 * MINUTE, running.ends[struck]))


def _told_otherwise(
    rng: np.random.Generator, rate: Floats, down: Stretches, names: Ints, told_by: TellsIt
) -> dict[str, Arrays]:
    """The table that tells what struck where no incident does."""
    if told_by == "availability":
        return {told_by: _measured(rng, rate, down)}
    if told_by == "changes":
        return {told_by: _changes(down)}
    return {told_by: _stock_outs(down, names)} if told_by == "stock_outs" else {}


def _measured(rng: np.random.Generator, rate: Floats, down: Stretches) -> Arrays:
    """Requests in periods of five minutes, good where they were answered in time: in a stretch three of ten are."""
    slow = (down.minutes(len(rate)) >= 0).reshape(-1, STEP).mean(axis=1)
    asked = rng.poisson(REQUESTS * rate.reshape(-1, STEP).sum(axis=1))
    bad = rng.binomial(asked, np.where(slow > 0, 0.7, ALWAYS_FAILS))
    return {
        "service": np.full(len(asked), "checkout", dtype=object),
        "at": START + np.arange(len(asked)) * STEP * MINUTE,
        "seconds": np.full(len(asked), 60 * STEP),
        "good": (asked - bad).astype(float),
        "total": asked.astype(float),
    }


def _changes(down: Stretches) -> Arrays:
    """Releases that went well, as whoever made them says."""
    words = {"service": "checkout", "kind": "normal", "outcome": "successful", "title": "Release of checkout"}
    return {
        "change_id": np.array([f"made-up-{i + 1}" for i in range(len(down))], dtype=object),
        **{name: np.full(len(down), word, dtype=object) for name, word in words.items()},
        "planned_start": down.starts,
        "planned_end": down.ends,
    }


def _stock_outs(down: Stretches, campaigns: Ints) -> Arrays:
    return {
        "stock_out_id": np.array([f"made-up-{i + 1}" for i in range(len(down))], dtype=object),
        "item": np.full(len(down), "what the campaign sells", dtype=object),
        "started_at": down.starts,
        "ended_at": down.ends,
        "campaign_id": campaigns,
    }


def _plan(running: Stretches, names: Ints, channels: Ints, gained: Floats, cost: Ints) -> Arrays:
    told = running.starts - WEEK
    return {
        "campaign_id": names,
        "name": names,
        "channel": channels,
        "starts_at": running.starts,
        "ends_at": running.ends,
        "budget_minor": cost,
        "forecast_minor": np.rint(gained).astype(np.int64),
        "currency": np.full(len(names), "EUR", dtype=object),
        "announced_at": told,
        "capacity_checked_at": told,
    }


def _results(running: Stretches, names: Ints, channels: Ints, cost: Ints) -> Arrays:
    table = results_table(running, np.ones(len(running), np.int64))
    days = ((running.ends - running.starts) / np.timedelta64(1, "D")).astype(np.int64)
    which = np.repeat(np.arange(len(running)), days)
    spent = np.rint(cost[which] / days[which]).astype(np.int64)
    days_on = np.arange(START, running.ends.max(), np.timedelta64(1, "D")).astype("datetime64[D]")
    each = np.full(len(days_on), "display", dtype=object)
    return {
        "day": np.concatenate([table["day"], days_on]),
        "campaign_id": np.concatenate([names[which], each]),
        "channel": np.concatenate([channels[which], each]),
        "cost_minor": np.concatenate([spent, np.full(len(days_on), ALWAYS_ON_MINOR)]),
        "currency": np.full(len(which) + len(days_on), "EUR", dtype=object),
    }


def _incidents(down: Stretches) -> Arrays:
    n = len(down)
    words = {"source_tool": "made-up", "service": "checkout", "severity": "1", "title": "checkout is down"}
    return {
        "incident_id": np.array([f"made-up-{i + 1}" for i in range(n)], dtype=object),
        **{name: np.full(n, word, dtype=object) for name, word in words.items()},
        "started_at": down.starts,
        "ended_at": down.ends,
        "planned": np.zeros(n, dtype=bool),
    }


def _experiments(told: tuple[tuple[str, float, float], ...]) -> Arrays:
    n = len(told)
    ratio, half = (np.array([t[i] for t in told], dtype=float) for i in (1, 2))
    return {
        "experiment_id": np.array([f"Holdout {name}" for name, _, _ in told], dtype=object),
        "source_tool": np.full(n, "made-up", dtype=object),
        "activity": np.array([name for name, _, _ in told], dtype=object),
        "method": np.full(n, "holdout", dtype=object),
        "ratio": ratio,
        "ratio_low": ratio - half,
        "ratio_high": ratio + half,
        "confidence": np.full(n, 0.9),
    }


def _journeys(rng: np.random.Generator, orders: Arrays, visitors: int) -> dict[str, Arrays]:
    """Visitors with one to four touches; every other one ends with one of the last orders."""
    last = orders["ordered_at"].max()
    count = rng.integers(1, 5, visitors)
    who = np.repeat(np.arange(visitors), count)
    ends = last - rng.integers(0, 25 * 86_400, visitors).astype("timedelta64[s]")
    at = ends[who] - rng.integers(60, 4 * 86_400, len(who)).astype("timedelta64[s]")
    keys = np.array([f"visitor {n}" for n in range(visitors)], dtype=object)
    won = np.flatnonzero(np.arange(visitors) % 2 == 0)
    touches = {
        "touch_id": np.array([f"t{n}" for n in range(len(who))], dtype=object),
        "source_tool": np.full(len(who), "made-up", dtype=object),
        "visitor_key": keys[who],
        "touched_at": at,
        "channel": CHANNELS[rng.integers(0, 4, len(who))],
    }
    conversions = {
        "conversion_id": np.array([f"c{n}" for n in won], dtype=object),
        "goal": np.full(len(won), "purchase", dtype=object),
        "source_tool": np.full(len(won), "made-up", dtype=object),
        "visitor_key": keys[won],
        "converted_at": ends[won],
        "value_minor": np.full(len(won), 5_000, np.int64),
        "currency": np.full(len(won), "EUR", dtype=object),
    }
    return {"touches": touches, "conversions": conversions}
