"""Marketing's sheet of what was sold out: our own column names, no vendor's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from accord.worlds.exports.files import iso, write_csv
from accord.worlds.stock import StockOut

HEADER = ("stock_out_id", "item", "started_at", "ended_at", "campaign_id")


def write(path: Path, sold_out: Iterable[StockOut], now: np.datetime64) -> None:
    """A row for each, times in UTC; an end after ``now`` is not known yet."""
    rows = ((s, iso(s.ended_at) if s.ended_at <= now else None) for s in sold_out)
    write_csv(path, HEADER, ([s.stock_out_id, s.item, iso(s.started_at), end, s.campaign_id] for s, end in rows))
