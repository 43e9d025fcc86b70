"""The cheapest free slots, checked against every choice there is."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.calendar_slots import (
    Costs,
    Wanted,
    cheapest_slots,
    cheapest_together,
    clock_starts,
    free_starts,
    opening_hours,
)
from accord.methods.local_time import DAY, to_local

HOUR = 3_600
BINS = 14
ints = npt.NDArray[np.int64]


def at(text: str) -> int:
    return int(np.datetime64(text, "s").astype(int))


def told(times: ints) -> list[str]:
    return [str(t)[5:16] for t in times.astype("datetime64[s]")]


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Costs, Wanted, set[int]]:
    """Costs by the hour, with gaps; busy and allowed stretches at half hours; and the hours that are free."""
    costs = draw(st.lists(st.integers(0, 9).map(float) | st.just(np.nan), min_size=BINS, max_size=BINS))
    half = st.tuples(st.integers(0, 2 * BINS), st.integers(0, 6))
    busy = np.array(draw(st.lists(half, max_size=2)), np.int64).reshape(-1, 2) * 1800
    allowed = np.array(draw(st.lists(half, max_size=3)), np.int64).reshape(-1, 2) * 1800
    duration = draw(st.integers(1, 8)) * 1800
    wanted = Wanted(
        duration,
        busy=(busy[:, 0], busy.sum(axis=1)),
        allowed=(allowed[:, 0], allowed.sum(axis=1)) if draw(st.booleans()) else None,
        granularity=1800,
    )
    blocked = {h for s, n in (busy // 1800).tolist() for h in range(s, s + n)}
    if wanted.allowed is not None:
        open_ = {h for s, n in (allowed // 1800).tolist() for h in range(s, s + n)}
        blocked |= set(range(2 * BINS)) - open_
    return Costs(0, HOUR, np.array(costs)), wanted, set(range(2 * BINS)) - blocked


def by_hand(costs: Costs, wanted: Wanted, free: set[int]) -> dict[int, float]:
    """Cost of every permitted start, half hour by half hour."""
    halves = np.repeat(costs.per_bin, 2) / 2
    length = wanted.duration // 1800
    starts = [s for s in range(2 * BINS - length + 1) if set(range(s, s + length)) <= free]
    found = {s * 1800: float(halves[s : s + length].sum()) for s in starts}
    return {start: cost for start, cost in found.items() if not np.isnan(cost)}


@given(calendars())
def test_every_permitted_start_is_found_with_its_cost(case: tuple[Costs, Wanted, set[int]]) -> None:
    costs, wanted, free = case
    start, cost = free_starts(costs, wanted)
    expected = by_hand(costs, wanted, free)
    assert start.tolist() == list(expected)
    assert np.allclose(cost, list(expected.values()))


@given(calendars(), st.integers(1, 4))
def test_one_by_one_takes_the_cheapest_of_what_is_left(case: tuple[Costs, Wanted, set[int]], k: int) -> None:
    costs, wanted, free = case
    left, expected = by_hand(costs, wanted, free), []
    while left and len(expected) < k:
        best = min(left, key=lambda start: (round(left[start], 6), start))
        expected.append(best)
        left = {start: cost for start, cost in left.items() if abs(start - best) >= wanted.duration}
    assert cheapest_slots(costs, wanted, k).start.tolist() == expected


@given(calendars(), st.integers(1, 3))
def test_together_no_other_choice_costs_less(case: tuple[Costs, Wanted, set[int]], k: int) -> None:
    costs, wanted, free = case
    every = by_hand(costs, wanted, free)
    apart = [c for c in combinations(every, k) if all(b - a >= wanted.duration for a, b in pairwise(c))]
    if not apart:
        with pytest.raises(ValueError, match="do not fit"):
            cheapest_together(costs, wanted, k)
        return
    found = cheapest_together(costs, wanted, k)
    assert tuple(found.start.tolist()) in apart
    assert found.cost.sum() == pytest.approx(min(sum(every[s] for s in c) for c in apart))


def test_the_cheapest_alone_may_stand_in_the_way_of_two() -> None:
    costs = Costs(0, HOUR, np.array([2.0, 1, 1, 2, 9]))
    wanted = Wanted(2 * HOUR)
    assert cheapest_slots(costs, wanted, 2).start.tolist() == [HOUR, 3 * HOUR]
    assert cheapest_together(costs, wanted, 2).start.tolist() == [0, 2 * HOUR]


def test_of_equally_cheap_slots_the_earliest_is_offered() -> None:
    costs = Costs(0, HOUR, np.full(200, 0.1))
    assert cheapest_slots(costs, Wanted(3 * HOUR), 3).start.tolist() == [0, 3 * HOUR, 6 * HOUR]


def test_the_horizon_can_be_narrowed() -> None:
    costs = Costs(0, HOUR, np.zeros(48))
    start, _ = free_starts(costs, Wanted(2 * HOUR, after=10 * HOUR, until=14 * HOUR))
    assert (start // HOUR).tolist() == [10, 11, 12]


# Berlin and New York change by an hour, Lord Howe by half of one and in the other half of the year.
CHANGES = [
    ("Europe/Berlin", "2026-03-28T23:00", 23.0, [0, 1, 3]),
    ("Europe/Berlin", "2026-10-24T22:00", 25.0, [0, 1, 2, 2, 3]),
    ("America/New_York", "2026-03-08T05:00", 23.0, [0, 1, 3]),
    ("America/New_York", "2026-11-01T04:00", 25.0, [0, 1, 1, 2, 3]),
    ("Australia/Lord_Howe", "2026-10-03T13:30", 23.5, [0, 1, 3]),
    ("Australia/Lord_Howe", "2026-04-04T13:00", 24.5, [0, 1, 2, 3]),
]


@pytest.mark.parametrize(("zone", "midnight", "hours", "first"), CHANGES)
def test_starts_lie_on_full_local_hours_when_clocks_change(
    zone: str, midnight: str, hours: float, first: list[int]
) -> None:
    start = at(midnight)
    found = clock_starts(start, start + int(hours * HOUR), HOUR, zone)
    local = to_local(found, zone) % DAY
    assert (local % HOUR == 0).all()
    assert (local // HOUR).tolist()[: len(first)] == first
    assert (local // HOUR).tolist()[-1] == 23


@pytest.mark.parametrize(("zone", "midnight", "hours", "first"), CHANGES)
def test_a_local_day_is_as_long_as_its_clocks_say(zone: str, midnight: str, hours: float, first: list[int]) -> None:
    start = at(midnight)
    opens, closes = opening_hours(start, start + int(hours * HOUR), zone, 0, DAY)
    assert (closes - opens).tolist()[-1] == hours * HOUR
    assert opens[-1] == start


def test_a_night_slot_lasts_its_four_hours_and_ends_by_local_clocks() -> None:
    # clocks jump from 2 to 3 in the night to the 29th, so 0 to 4 holds three hours only
    start, end = at("2026-03-27T00:00"), at("2026-03-31T00:00")
    nights = opening_hours(start, end, "Europe/Berlin", 0, 4 * HOUR)
    wanted = Wanted(4 * HOUR, allowed=nights, zone="Europe/Berlin")
    found = cheapest_slots(Costs(start, HOUR, np.zeros(96)), wanted, 9)
    assert told(found.start) == ["03-27T23:00", "03-29T22:00"]
    assert (found.end - found.start == 4 * HOUR).all()


def test_opening_hours_run_over_midnight_and_keep_to_their_weekdays() -> None:
    # Friday night only, in New York
    opens, closes = opening_hours(
        at("2026-06-01T00:00"), at("2026-06-15T00:00"), "America/New_York", 22 * HOUR, 6 * HOUR, {4}
    )
    assert told(opens) == ["06-06T02:00", "06-13T02:00"]
    assert told(closes) == ["06-06T10:00", "06-13T10:00"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Wanted(0), "at least a second"),
        (lambda: Wanted(60, granularity=7), "divide a day"),
        (lambda: Costs(0, 0, np.zeros(1)), "bins of at least a second"),
        (lambda: cheapest_slots(Costs(0, 60, np.zeros(9)), Wanted(60), 0), "at least one slot"),
    ],
)
def test_what_cannot_be_asked_is_refused(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


def test_nothing_fits_where_nothing_is_free() -> None:
    assert len(cheapest_slots(Costs(0, HOUR, np.zeros(5)), Wanted(6 * HOUR), 2)) == 0
    assert len(cheapest_slots(Costs(0, HOUR, np.empty(0)), Wanted(HOUR), 2)) == 0
