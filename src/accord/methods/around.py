"""The hours around an event: what was seen, and what each stretch led to expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.findings.finding import Grid, Unit
from accord.methods import counterfactual
from accord.methods.counterfactual import Going, Incident, Series
from accord.methods.streams import Stream, until_whole

COLUMNS: tuple[tuple[str, str, Unit], ...] = (
    ("at", "Time", "time"),
    ("orders", "Orders seen", "count"),
    ("expected", "Expected", "count"),
    ("low", "At least", "count"),
    ("high", "At most", "count"),
)
WIDTHS = (300, 600, 900, 1800, 3600, 7200, 21_600, 86_400, 604_800)
MOST_STRETCHES = 60

Window = tuple[np.datetime64, np.datetime64]


def grids(
    stream: Stream,
    zone: str,
    windows: Sequence[Window],
    *,
    masked: Sequence[Incident],
    special_days: NDArray[np.datetime64],
    rng: np.random.Generator,
) -> list[Grid]:
    """For each window (UTC) at most 60 stretches with orders seen and expected, the latter with 90 % range.

    ``masked`` are spans that say nothing about the usual (outages, campaigns). Stretches begin at whole
    multiples of their length; those outside the data are left out.
    """
    spans = [_stretches(w, stream) for w in windows]
    flat = [Incident(f"{i}:{j}", *span) for i, some in enumerate(spans) for j, span in enumerate(some)]
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, zone)
    told = iter(counterfactual.going_rate(series, flat, incidents=masked, special_days=special_days, rng=rng))
    return [Grid(COLUMNS, tuple(_line(stream, next(told)) for _ in some)) for some in spans]


def _stretches(window: Window, stream: Stream) -> list[Window]:
    first, last = window
    usable = [w for w in WIDTHS if w >= stream.bin_seconds]
    width = next((w for w in usable if (last - first) / np.timedelta64(w, "s") <= MOST_STRETCHES), usable[-1])
    step, begin = np.timedelta64(width, "s"), stream.at(until_whole(stream, width))
    lowest, highest = (int((t - begin) / step) for t in (first, last))
    whole = int((stream.at(len(stream.counts)) - begin) / step)
    return [(begin + i * step, begin + (i + 1) * step) for i in range(max(lowest, 0), min(highest, whole))]


def _line(stream: Stream, going: Going) -> tuple[Any, ...]:
    expected = going.expected
    told = (None, None, None) if expected is None else (expected.mid, expected.low, expected.high)
    seen = float(stream.counts[stream.window(going.start, going.end)].sum())
    return (going.start.astype("datetime64[us]").item(), seen, *told)
