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
    Times,
    minutes_in,
    orders_table,
    rates,
    spaced,
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
    ``expected_extra``, ``missing`` and ``missing_minor``.
    """
    rate = rates(rng, weeks, orders, luck)
    lengths = 1440 * rng.integers(shortest_days, longest_days + 1, campaigns)
    days = spaced(rng, campaigns, lengths // 1440, history_weeks * 7, weeks * 7, 4)
    starts = START + days * 1440 * MINUTE
    ends = starts + lengths * MINUTE
    made = wish(rng, rate)
    runs = [minutes_in(rate, a, b) for a, b in zip(starts, ends, strict=True)]
    extra = [wish(rng, np.where(run, rate * lift, 0.0), channel=1) for run in runs]
    after = np.searchsorted(ends, made.at, side="right") - 1
    missing = (after >= 0) & (made.at < ends[after] + DIP_MINUTES * MINUTE) & (rng.random(len(made.at)) < dip)
    made.placed = ~missing
    expected = np.array([float(rate[run].sum()) * lift for run in runs])
    truth: Arrays = {
        "campaign_id": names(campaigns),
        "extra": np.array([len(e.at) for e in extra]),
        "extra_minor": np.array([int(e.amount.sum()) for e in extra]),
        "expected_extra": expected,
        "missing": np.bincount(after[missing], minlength=campaigns),
        "missing_minor": np.bincount(after[missing], made.amount[missing], campaigns).astype(np.int64),
    }
    forecast = np.rint(rates_in(rate, runs) * max(lift, 0.1) * MEAN_MINOR).astype(np.int64)
    tables = {
        "orders": orders_table(made, *extra),
        "campaigns": campaigns_table(starts, ends, forecast),
        "campaign_results": results_table(starts, ends, forecast),
    }
    return Small(tables, START + history_weeks * WEEK, START + weeks * WEEK, {"campaigns": truth})


def rates_in(rate: Floats, runs: list[Mask]) -> Floats:
    """Ordinary orders expected in each stretch of minutes."""
    return np.array([float(rate[run].sum()) for run in runs])


def names(campaigns: int) -> Names:
    """``Made-up 1`` and on."""
    return np.array([f"Made-up {n + 1}" for n in range(campaigns)], dtype=object)


def campaigns_table(starts: Times, ends: Times, forecast: Ints, checked: Mask | None = None) -> Arrays:
    """The fact table ``campaigns``; announced a week before, checked for load where ``checked`` says so."""
    n = len(starts)
    told = starts - WEEK
    look = np.where(np.ones(n, dtype=bool) if checked is None else checked, told, np.datetime64("NaT", "s"))
    return {
        "campaign_id": names(n),
        "name": names(n),
        "channel": np.full(n, "social", dtype=object),
        "starts_at": starts,
        "ends_at": ends,
        "budget_minor": np.rint(forecast * COST_SHARE).astype(np.int64),
        "forecast_minor": forecast,
        "currency": np.full(n, "EUR", dtype=object),
        "announced_at": told,
        "capacity_checked_at": look,
    }


def results_table(starts: Times, ends: Times, forecast: Ints) -> Arrays:
    """The fact table ``campaign_results``: the budget spent evenly over the campaign's days."""
    days = ((ends - starts) / np.timedelta64(1, "D")).astype(np.int64)
    which = np.repeat(np.arange(len(starts)), days)
    age = np.concatenate([np.arange(d) for d in days])
    n = len(which)
    return {
        "day": starts[which].astype("datetime64[D]") + age,
        "campaign_id": names(len(starts))[which],
        "channel": np.full(n, "meta", dtype=object),
        "cost_minor": np.rint(forecast[which] * COST_SHARE / days[which]).astype(np.int64),
        "currency": np.full(n, "EUR", dtype=object),
    }
