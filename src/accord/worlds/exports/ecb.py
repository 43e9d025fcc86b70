"""The ECB's history of euro reference rates, in its own layout but with made-up rates: newest day first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from accord.worlds.retailer import World

CURRENCIES = {"USD": 1.10, "JPY": 160.0, "GBP": 0.86, "CHF": 0.95, "SEK": 11.2, "ISK": 0.0}
"""Rates at the start of the world; 0 stands for a currency that is not quoted (``N/A``)."""


def rates(world: World) -> dict[date, dict[str, float]]:
    """Units of each currency for one euro, on every bank day from a week before the start to the last month."""
    rng = world.rng("rates")
    first = world.settings.start - timedelta(days=7)
    days = [first + timedelta(days=n) for n in range((world.last - first).days)]
    steps = np.cumsum(rng.normal(0, 0.003, (len(days), len(CURRENCIES))), axis=0)
    values = np.exp(steps - steps.mean(axis=0)) * np.array(list(CURRENCIES.values()))
    return {
        d: dict(zip(CURRENCIES, row.tolist(), strict=True)) for d, row in zip(days, values, strict=True) if _open(d)
    }


def rate_on(known: dict[date, dict[str, float]], currency: str, day: date) -> float:
    """The rate of that day, or of the last bank day before it."""
    while day not in known:
        day -= timedelta(days=1)
    return round(known[day][currency], 4)


def _open(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in ((1, 1), (5, 1), (12, 25), (12, 26))


def write(path: Path, world: World, last: date) -> None:
    """All rates before ``last``; each line ends in a comma, as the ECB's do."""
    known = rates(world)
    lines = [f"{d.isoformat()},{_cells(known[d])}" for d in sorted(known, reverse=True) if d < last]
    path.write_text("\n".join([f"Date,{','.join(CURRENCIES)},", *lines]) + "\n", encoding="utf-8")


def _cells(row: dict[str, float]) -> str:
    return "".join(f"{round(v, 4):g}," if v else "N/A," for v in row.values())
