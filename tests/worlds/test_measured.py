"""What the made-up request desk keeps follows its truth, and one period's weeks go on where the other's end."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from accord.worlds.measured import KEPT, KINDS, expected, rows

START, END, LAST = date(2025, 11, 1), date(2026, 11, 1), date(2027, 5, 1)
STARTED = date(2023, 11, 1)


def test_the_weeks_scatter_around_what_is_expected() -> None:
    """The mean of a metric's requests, each week's held against its expectation, within four standard errors."""
    kept = list(rows(STARTED, END, STARTED, np.random.default_rng(1)))
    for of in KEPT:
        mine = [row for row in kept if row[0] == of.metric]
        weight = np.array([row[3] for row in mine])
        ratio = np.array(
            [
                float(value) / expected(of, (date.fromisoformat(at[:10]) - STARTED).days / 30.44, int(at[5:7]))
                for _, at, value, _, _, _ in mine
            ]
        )
        assert len({at for _, at, *_ in mine}) >= 156
        mean = np.average(ratio, weights=weight)
        assert abs(mean - 1) < 4 * np.sqrt(np.sum((weight * (ratio - mean)) ** 2)) / weight.sum()
        assert np.dot(of.kinds, list(KINDS.values())) == pytest.approx(1)


def test_the_later_weeks_are_none_of_the_shown_ones() -> None:
    shown = {r[:2] for r in rows(STARTED, END, STARTED, np.random.default_rng(1))}
    later = {r[:2] for r in rows(END, LAST, END, np.random.default_rng(1))}
    assert not shown & later
    assert min(at for _, at in later) == "2026-11-02T00:00:00Z"
