"""What other tools measure at the made-up retailer, week by week: how long IT takes from idea to live and to answer.

Both get better over the years, slower around the autumn freeze; a week's value of a kind of request is the mean of few
things and strays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.worlds.exports.files import write_csv
from accord.worlds.settings import months_after

HEADER = ("metric", "measured_at", "value", "weight", "segment", "source_tool")
MONTHS_BEFORE = 24
"""The desk kept its values before the company began with the other exports."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A metric's truth: where it begins, by what share it falls a month, how far single things stray (sd of the log),
    how many things a week has, by what share October and November are slower, and how many times the mean each kind of
    ``KINDS`` takes (which is one over all of them)."""

    metric: str
    begins: float
    falls: float
    strays: float
    weekly: float
    autumn: float
    kinds: tuple[float, ...]


KINDS = {"campaign page": 0.5, "tracking": 0.3, "new function": 0.2}
"""What marketing asks for, and how often."""
KEPT = (
    Kept("idea_to_live", 41.0, 0.012, 0.45, 5.0, 0.12, (0.8, 0.7, 1.95)),
    Kept("first_response", 30.0, 0.018, 0.70, 14.0, 0.06, (0.9, 0.8, 1.55)),
)


def expected(of: Kept, months: float, month: int) -> float:
    """What a thing takes on average, so many months after the desk began, in a month of the year."""
    fallen: float = (1 - of.falls) ** months
    return of.begins * fallen * (1 + of.autumn * (month in (10, 11)))


Row = tuple[str, str, str, int, str, str]


def rows(first: date, last: date, started: date, rng: np.random.Generator) -> Iterator[Row]:
    """Weeks (from Monday) that begin in ``first <= day < last``, a row for each kind; ``started`` is when the desk
    began."""
    begin = started + timedelta(days=-started.weekday() % 7)
    weeks = (last - begin).days // 7 + 1
    for of in KEPT:
        for week in range(weeks):
            day = begin + timedelta(days=7 * week)
            kind, took = _things(of, rng)
            for n, name in enumerate(KINDS):
                mine = took[kind == n]
                if first <= day < last and len(mine):
                    value = float(mine.mean()) * expected(of, week * 7 / 30.44, day.month)
                    yield of.metric, f"{day.isoformat()}T00:00:00Z", f"{value:.2f}", len(mine), name, "request desk"


def _things(of: Kept, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The things of a week: the kind of each, and how many times what is expected it took."""
    count = 1 + int(rng.poisson(of.weekly))
    kind = rng.choice(len(KINDS), count, p=list(KINDS.values()))
    return kind, np.array(of.kinds)[kind] * np.exp(rng.normal(-(of.strays**2) / 2, of.strays, count))


def write(path: Path, first: date, last: date, start: date, rng: np.random.Generator) -> None:
    """The weeks of a period; the first period also tells of the time before the world's ``start``."""
    started = months_after(start, -MONTHS_BEFORE)
    write_csv(path, HEADER, rows(started if first == start else first, last, started, rng))


def truth(first: date, last: date, start: date) -> list[dict[str, Any]]:
    """What the metrics truly are in the middle of each month of a period."""
    started = months_after(start, -MONTHS_BEFORE)
    begin = started if first == start else first
    count = (last.year - begin.year) * 12 + last.month - begin.month
    months = [months_after(begin, n) for n in range(count)]
    return [
        {"metric": of.metric, "month": f"{m:%Y-%m}", "expected": round(expected(of, _since(started, m), m.month), 3)}
        for of in KEPT
        for m in months
    ]


def _since(started: date, month: date) -> float:
    return ((month - started).days + 15) / 30.44
