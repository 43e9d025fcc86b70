"""Marketing's own campaign plan: a plain sheet, no vendor's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from accord.worlds.campaigns import Campaign
from accord.worlds.exports.files import iso, money, write_csv
from accord.worlds.spending import Budget

HEADER = ("campaign_id", "name", "channel", "starts_at", "ends_at", "budget", "forecast", "currency", "owner",
          "announced_at", "capacity_checked_at")  # fmt: skip


def write(path: Path, campaigns: Iterable[Campaign], budgets: dict[str, Budget], now: np.datetime64) -> None:
    """A row for each campaign, times in UTC; what comes after ``now`` is not known yet."""
    write_csv(path, HEADER, (_row(c, budgets[c.campaign_id], now) for c in campaigns))


def _row(c: Campaign, b: Budget, now: np.datetime64) -> list[object]:
    times = [iso(c.starts_at), iso(c.ends_at)]
    owner = "Head of e-commerce" if c.channel == "search" else "Head of brand"
    return [c.campaign_id, c.name, c.channel, *times, money(b.budget_minor), money(b.forecast_minor), "EUR", owner,
            _known(c.announced_at, now), _known(c.checked_at, now)]  # fmt: skip


def _known(at: np.datetime64 | None, now: np.datetime64) -> str | None:
    return iso(at) if at is not None and at < now else None
