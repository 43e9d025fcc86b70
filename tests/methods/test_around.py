from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.methods.around import MOST_STRETCHES, WIDTHS, grids
from accord.methods.streams import Stream

START = np.datetime64("2026-03-02T00:07:00", "s")
MINUTE = np.timedelta64(60, "s")
NO_DAYS = np.array([], "datetime64[D]")


def steady(weeks: int = 5, seed: int = 1) -> Stream:
    counts = np.random.default_rng(seed).poisson(2.0, weeks * 10_080).astype(float)
    return Stream(START, 60, counts, counts * 100)


STEADY = steady()


def table(first: int, minutes: int) -> tuple[tuple[object, ...], ...]:
    window = (START + first * MINUTE, START + (first + minutes) * MINUTE)
    rng = np.random.default_rng(0)
    [grid] = grids(STEADY, "UTC", [window], masked=[], special_days=NO_DAYS, rng=rng)
    return grid.rows


@settings(max_examples=15)
@given(st.integers(0, 50_000), st.integers(1, 20_000))
def test_stretches_are_few_regular_and_begin_at_whole_multiples(first: int, minutes: int) -> None:
    rows = table(first, minutes)
    times = [row[0] for row in rows]
    assert len(rows) <= MOST_STRETCHES
    assert all(isinstance(t, datetime) for t in times)
    if len(rows) > 1:
        steps = set(np.diff(np.array(times, dtype="datetime64[s]")).astype(int).tolist())
        [step] = steps
        assert step in WIDTHS
        assert int(np.datetime64(times[0], "s").astype(int)) % step == 0


def test_what_was_seen_adds_up_and_what_was_expected_is_near_it() -> None:
    rows = table(30_000, 600)
    begin = np.datetime64(rows[0][0], "s")  # type: ignore[call-overload]
    end = np.datetime64(rows[-1][0], "s") + (np.datetime64(rows[1][0], "s") - begin)  # type: ignore[call-overload]
    seen = sum(float(row[1]) for row in rows)  # type: ignore[arg-type]
    assert seen == STEADY.counts[STEADY.window(begin, end)].sum()
    expected = sum(float(row[2]) for row in rows)  # type: ignore[arg-type]
    assert expected == pytest.approx(seen, rel=0.15)
    assert all(row[3] <= row[2] <= row[4] for row in rows)  # type: ignore[operator]


def test_a_window_outside_the_data_has_no_stretch() -> None:
    assert table(200_000, 600) == ()
