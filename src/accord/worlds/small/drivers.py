"""A small world whose revenue moves for known reasons: visits, conversion and order value by channel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from accord.worlds.small.shop import (
    A_WEEK,
    CHANNEL_SHARE,
    CHANNELS,
    MEAN_MINOR,
    MEDIAN_MINOR,
    MINUTE,
    SPREAD,
    START,
    WEEK,
    Arrays,
    Floats,
    Ints,
    Small,
    Wished,
    orders_table,
    rhythm,
)  # fmt: skip

CONVERSION = np.array([0.035, 0.022, 0.06, 0.048])
FACTORS = ("visits", "conversion", "order_value")
MOVED: Mapping[str, tuple[float, ...]] = {
    "visits": (1.10, 1.30, 1.0, 1.0),
    "conversion": (0.90, 1.0, 1.0, 1.05),
    "order_value": (1.04, 1.04, 1.04, 1.04),
}
"""By factor, what it is multiplied with in the second period, for search, social, email and direct."""


def driver_world(
    rng: np.random.Generator,
    *,
    period_weeks: int = 4,
    orders: int = 16_000,
    moved: Mapping[str, tuple[float, ...]] = MOVED,
) -> Small:
    """Two periods of equal length; the second is the one to analyse, the first is history.

    Visits and, among them, orders are drawn; values are lognormal. Truth ``factors``: by channel the true visits,
    conversion and order value (cents) of both periods, shape ``(2, 4)``; ``effects``: what each factor truly
    contributed in cents, by channel ``(4,)`` (additive LMDI-I over expectations: Ang 2004); ``change_minor``: the sum.
    """
    before = np.stack([orders / 2 * CHANNEL_SHARE / CONVERSION, CONVERSION, np.full(4, MEAN_MINOR)])
    after = before * np.stack([np.asarray(moved[f]) for f in FACTORS])
    shape = rhythm(period_weeks).reshape(-1, 60).sum(axis=1) / (period_weeks * A_WEEK)
    drawn = [_period(rng, factors, shape, n * period_weeks) for n, factors in enumerate((before, after))]
    tables = {"orders": orders_table(*(w for w, _ in drawn)), "visits": _joined([v for _, v in drawn])}
    truth = {"factors": {f: np.stack([before[i], after[i]]) for i, f in enumerate(FACTORS)}, **_effects(before, after)}
    return Small(tables, START + period_weeks * WEEK, START + 2 * period_weeks * WEEK, truth)


def _period(rng: np.random.Generator, factors: Floats, shape: Floats, week: int) -> tuple[Wished, Arrays]:
    """Orders and hourly visits by channel of one period."""
    visits, conversion, value = factors
    counts = rng.poisson(shape[:, None] * visits)
    bought = rng.binomial(counts, conversion)
    hour, channel = (np.repeat(axis, bought.ravel()) for axis in np.divmod(np.arange(bought.size), 4))
    start, n = START + week * WEEK, len(hour)
    at = start + hour * 60 * MINUTE + rng.integers(0, 3600, n).astype("timedelta64[s]")
    scale = (value / MEAN_MINOR)[channel] * MEDIAN_MINOR
    amount = np.rint(scale * np.exp(SPREAD * rng.standard_normal(n))).astype(np.int64)
    wished = Wished(at, amount, (rng.random(n) < 0.4).astype(np.int64), channel)
    return wished, _visits(start, counts)


def _visits(start: np.datetime64, hourly: Ints) -> Arrays:
    n = hourly.size
    hour, channel = np.divmod(np.arange(n), 4)
    return {
        "bin_start": start + hour * 60 * MINUTE,
        "bin_seconds": np.full(n, 3600),
        "channel": CHANNELS[channel],
        "visits": hourly.ravel(),
    }


def _joined(parts: list[Arrays]) -> Arrays:
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def _effects(before: Floats, after: Floats) -> dict[str, object]:
    """LMDI-I: the logarithmic mean of revenue times the logarithm of each factor's ratio."""
    old, new = before.prod(axis=0), after.prod(axis=0)
    same = np.isclose(old, new)
    mean = np.where(same, old, (new - old) / np.where(same, 1.0, np.log(new / old)))
    effects = mean * np.log(after / before)
    return {"effects": dict(zip(FACTORS, effects, strict=True)), "change_minor": float(effects.sum())}
