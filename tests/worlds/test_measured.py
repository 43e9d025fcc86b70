"""What the made-up request desk keeps follows its truth, and one period's weeks go on where the other's end."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.worlds.measured import KEPT, expected, rows

START, END, LAST = date(2025, 11, 1), date(2026, 11, 1), date(2027, 5, 1)
STARTED = date(2023, 11, 1)


def test_the_weeks_scatter_around_what_is_expected() -> None:
    """The mean of 156 weeks of a metric, each held against its expectation, within four standard errors."""
    kept = list(rows(STARTED, END, STARTED, np.random.default_rng(1)))
    for of in KEPT:
        ratio = [
            float(value) / expected(of, (date.fromisoformat(at[:10]) - STARTED).days / 30.44, int(at[5:7]))
            for metric, at, value, _, _ in kept
            if metric == of.metric
        ]
        assert len(ratio) >= 156
        assert abs(np.mean(ratio) - 1) < 4 * np.std(ratio) / np.sqrt(len(ratio))


def test_the_later_weeks_are_none_of_the_shown_ones() -> None:
    shown = {r[:2] for r in rows(STARTED, END, STARTED, np.random.default_rng(1))}
    later = {r[:2] for r in rows(END, LAST, END, np.random.default_rng(1))}
    assert not shown & later
    assert min(at for _, at in later) == "2026-11-02T00:00:00Z"
