"""Quiet windows that match busy ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.local_time import DAY, to_local
from accord.methods.odds import matched_quiet

HOUR = 3_600
WEEK = 7 * DAY
ALWAYS = (-(10**11), 10**11)


def at(text: str) -> int:
    return int(np.datetime64(text, "s").astype(int))


def test_matches_lie_whole_weeks_away_on_both_sides() -> None:
    start = at("2026-06-10T10:00")
    found = matched_quiet([start], [start + 2 * HOUR], weeks=2, zone="UTC", observed=ALWAYS)
    assert ((found.start - start) // WEEK).tolist() == [-2, -1, 1, 2] == found.weeks.tolist()
    assert (found.end - found.start == 2 * HOUR).all()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_matches_keep_the_local_time_of_day_when_clocks_change(zone: str) -> None:
    start = np.array([at("2026-03-25T10:00"), at("2026-10-21T10:00")])
    found = matched_quiet(start, start + HOUR, weeks=3, zone=zone, observed=ALWAYS)
    local = to_local(start, zone)[found.busy]
    assert ((to_local(found.start, zone) - local) % WEEK == 0).all()
    assert len(np.unique((found.start - start[found.busy]) % WEEK)) > 1


def test_busy_avoided_and_unobserved_weeks_are_left_out() -> None:
    start = at("2026-06-10T10:00")
    busy = np.array([start, start + WEEK + HOUR])
    found = matched_quiet(
        busy,
        busy + 2 * HOUR,
        weeks=2,
        zone="UTC",
        observed=(start - WEEK, start + 10 * WEEK),
        avoid=([start + 2 * WEEK], [start + 2 * WEEK + HOUR]),
    )
    assert [(b, w) for b, w in zip(found.busy.tolist(), found.weeks.tolist(), strict=True)] == [
        (0, -1),
        (1, -2),
        (1, 1),
        (1, 2),
    ]


def test_a_quiet_window_that_serves_two_busy_ones_is_known_as_one() -> None:
    start = at("2026-06-10T10:00")
    busy = np.array([start, start + 2 * WEEK])
    found = matched_quiet(busy, busy + HOUR, weeks=1, zone="UTC", observed=ALWAYS)
    assert found.busy.tolist() == [0, 0, 1, 1]
    assert found.unit[1] == found.unit[2]
    assert len(np.unique(found.unit)) == 3


def test_a_window_longer_than_a_week_is_not_matched_with_itself() -> None:
    start = at("2026-06-10T00:00")
    found = matched_quiet([start], [start + 10 * DAY], weeks=3, zone="UTC", observed=ALWAYS)
    assert found.weeks.tolist() == [-3, -2, 2, 3]


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 300)), max_size=6), st.integers(1, 4))
def test_no_match_touches_a_busy_hour(busy: list[tuple[int, int]], weeks: int) -> None:
    spans = np.array(busy, np.int64).reshape(-1, 2)
    start, end = spans[:, 0], spans.sum(axis=1)
    hours = {h for s, e in zip(start.tolist(), end.tolist(), strict=True) for h in range(s, e)}
    found = matched_quiet(start * HOUR, end * HOUR, weeks=weeks, zone="UTC", observed=ALWAYS)
    told = {
        (b, s // HOUR, e // HOUR)
        for b, s, e in zip(found.busy.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    }
    expected = {
        (i, s + w * 168, e + w * 168)
        for i, (s, e) in enumerate(zip(start.tolist(), end.tolist(), strict=True))
        for w in range(-weeks, weeks + 1)
        if w and not hours & set(range(s + w * 168, e + w * 168))
    }
    assert told == expected


def test_no_busy_windows_need_no_matches() -> None:
    assert len(matched_quiet([], [], weeks=2, zone="UTC", observed=ALWAYS).start) == 0


def test_a_match_needs_a_week() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        matched_quiet([0], [1], weeks=0, zone="UTC", observed=ALWAYS)
