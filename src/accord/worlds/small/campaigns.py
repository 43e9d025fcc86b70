"""A small world with campaigns: extra orders while they run, missing ones afterwards."""

from __future__ import annotations

import numpy as np

from accord.worlds.small.shop import (
    MEAN_MINOR,
    MINUTE,
    START,
    WEEK,
    Arrays,
    Floats,
    Ints,
    Mask,
    Names,
    Small,
    Stretches,
    Wished,
    orders_table,
    rates,
    whole_days,
    wish,
)

DIP_MINUTES = 2_880
COST_SHARE = 0.2


def campaign_world(
    rng: np.random.Generator,
    *,
    weeks: int = 10,
    history_weeks: int = 6,
    orders: int = 15_000,
    campaigns: int = 2,
    lift: float = 0.3,
    dip: float = 0.08,
    luck: float = 0.03,
    shortest_days: int = 1,
    longest_days: int = 4,
) -> Small:
    """Campaigns of whole days in the weeks after the history, at least four days apart.

    While one runs, ``lift`` times the ordinary orders come on top; in the two days after it, each ordinary order is
    missing with probability ``dip``. Truth ``campaigns``: arrays by campaign with ``extra``, ``extra_minor``,
    ``expected_extra``, ``missing`` and ``missing_minor``. Forecasts are right (10 % where there is no lift).
    """
    rate = rates(rng, weeks, orders, luck)
    lengths = rng.integers(shortest_days, longest_days + 1, campaigns)
    running = whole_days(rng, lengths, history_weeks, weeks, 4)
    during = running.minutes(len(rate))
    ordinary, extra = wish(rng, rate), wish(rng, np.where(during >= 0, rate * lift, 0.0), channel=1)
    missing = _missing(rng, ordinary, running, dip)
    ordinary.placed = missing < 0
    forecast = np.rint(running.sums(rate) * (lift or 0.1) * MEAN_MINOR).astype(np.int64)
    tables = {
        "orders": orders_table(ordinary, extra),
        "campaigns": campaigns_table(running, forecast),
        "campaign_results": results_table(running, forecast),
    }
    counts = _counts("extra", running.of(extra.at), extra, campaigns) | _counts("missing", missing, ordinary, campaigns)
    truth = {"campaign_id": names(campaigns), "expected_extra": running.sums(rate) * lift, **counts}
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, {"campaigns": truth})


def _missing(rng: np.random.Generator, ordinary: Wished, running: Stretches, dip: float) -> Ints:
    """The campaign that each order is missing after, or -1."""
    after = Stretches(running.ends, running.ends + DIP_MINUTES * MINUTE).of(ordinary.at)
    return np.where(rng.random(len(after)) < dip, after, -1)


def _counts(name: str, which: Ints, orders: Wished, campaigns: int) -> Arrays:
    known = which >= 0
    money = np.bincount(which[known], orders.amount[known], campaigns).astype(np.int64)
    return {name: np.bincount(which[known], minlength=campaigns), f"{name}_minor": money}


def names(campaigns: int) -> Names:
    """``Made-up 1`` and on."""
    return np.array([f"Made-up {n + 1}" for n in range(campaigns)], dtype=object)


def campaigns_table(running: Stretches, forecast: Ints, checked: Mask | None = None) -> Arrays:
    """The fact table ``campaigns``; announced a week before, checked for load where ``checked`` says so."""
    n = len(running)
    told = running.starts - WEEK
    look = told if checked is None else np.where(checked, told, np.datetime64("NaT", "s"))
    return {
        "campaign_id": names(n),
        "name": names(n),
        "channel": np.full(n, "social", dtype=object),
        "starts_at": running.starts,
        "ends_at": running.ends,
        "budget_minor": np.rint(forecast * COST_SHARE).astype(np.int64),
        "forecast_minor": forecast,
        "currency": np.full(n, "EUR", dtype=object),
        "announced_at": told,
        "capacity_checked_at": look,
    }


def results_table(running: Stretches, forecast: Ints) -> Arrays:
    """The fact table ``campaign_results``: the budget spent evenly over the campaign's days."""
    days = ((running.ends - running.starts) / np.timedelta64(1, "D")).astype(np.int64)
    which = np.repeat(np.arange(len(running)), days)
    age = np.concatenate([np.arange(d) for d in days])
    cost: Floats = forecast[which] * COST_SHARE / days[which]
    return {
        "day": running.starts[which].astype("datetime64[D]") + age,
        "campaign_id": names(len(running))[which],
        "channel": np.full(len(which), "meta_ads", dtype=object),
        "cost_minor": np.rint(cost).astype(np.int64),
        "currency": np.full(len(which), "EUR", dtype=object),
    }
