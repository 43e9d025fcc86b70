"""What would have come without the promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.methods.promises import Baseline, Happened, shrunk_baseline

LATER = range(12, 15)
QUARTER = np.arange(12) >= 9


def told(sums: list[float]) -> Happened:
    """One number for each month, told without doubt."""
    values = np.array(sums, float)
    return Happened(np.arange(len(sums)), values, values, values, np.ones(len(sums), bool), by_chance=False)


def outages(months: list[list[float]]) -> Happened:
    mid = np.array([v for m in months for v in m], float)
    place = np.array([n for n, m in enumerate(months) for _ in m], np.int64)
    return Happened(place, mid, mid, mid, np.ones(len(months), bool))


def baseline(history: Happened, chosen: np.ndarray = QUARTER, seed: int = 0) -> Baseline:
    return shrunk_baseline(history, chosen, later=LATER, rng=np.random.default_rng(seed))


def test_a_bad_quarter_of_a_steady_year_falls_back_to_the_usual() -> None:
    year = outages([[10.0], [], [10.0], [10.0], [], [10.0], [10.0], [], [10.0], [10.0, 10.0], [10.0], [10.0, 10.0]])
    found = baseline(year)
    assert found.earlier == pytest.approx(50 / 3)
    assert found.usual == pytest.approx(110 / 12)
    assert abs(found.shrunk.mid - found.usual) < 0.25 * (found.earlier - found.usual)


def test_a_level_that_rose_and_stayed_is_believed() -> None:
    many = [10.0] * 8
    risen = outages([[10.0]] * 6 + [many] * 6)
    found = baseline(risen)
    assert found.shrunk.mid > found.usual + 0.5 * (found.earlier - found.usual)


def test_what_wanders_is_told_with_a_wider_interval_than_what_is_steady() -> None:
    steady = baseline(told([100, 101, 99, 100, 101, 99, 100, 101, 99, 100, 101, 99]))
    wild = baseline(told([40, 160, 90, 30, 170, 110, 60, 150, 80, 140, 50, 120]))
    assert wild.shrunk.high - wild.shrunk.low > 10 * (steady.shrunk.high - steady.shrunk.low)


def test_a_longer_history_narrows_the_interval() -> None:
    year = outages([[10.0, 5.0], [8.0]] * 6)
    two = outages([[10.0, 5.0], [8.0]] * 12)
    long = shrunk_baseline(two, np.arange(24) >= 21, later=range(24, 27), rng=np.random.default_rng(0))
    short = baseline(year)
    assert long.shrunk.high - long.shrunk.low < 0.85 * (short.shrunk.high - short.shrunk.low)


def test_a_month_that_cannot_be_told_does_not_count_as_nothing() -> None:
    history = outages([[10.0]] * 12)
    gone = Happened(history.slice[1:], history.mid[1:], history.low[1:], history.high[1:], np.arange(12) > 0)
    assert baseline(gone).usual == pytest.approx(10.0)
    assert baseline(gone).shrunk.mid == pytest.approx(10.0)


def test_three_months_are_too_few_to_say_what_is_usual() -> None:
    with pytest.raises(ValueError, match="3 slices are known, 4 are needed"):
        shrunk_baseline(told([1, 2, 3]), np.ones(3, bool), later=range(3, 6), rng=np.random.default_rng(0))


def test_the_same_seed_gives_the_same_bytes() -> None:
    year = outages([[10.0, 5.0], [8.0]] * 6)
    assert baseline(year, seed=3).draws.tobytes() == baseline(year, seed=3).draws.tobytes()


months = st.lists(st.lists(st.floats(1, 1000), max_size=4), min_size=12, max_size=12)


@settings(max_examples=25, deadline=None)
@given(months.filter(lambda m: sum(map(len, m)) > 3), st.sampled_from([0.01, 100.0]))
def test_amounts_a_hundred_times_as_large_give_a_baseline_a_hundred_times_as_large(
    year: list[list[float]], by: float
) -> None:
    one = baseline(outages(year))
    other = baseline(outages([[v * by for v in m] for m in year]))
    assert other.shrunk.mid == pytest.approx(one.shrunk.mid * by, rel=1e-6)
    assert other.shrunk.high == pytest.approx(one.shrunk.high * by, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(months.filter(lambda m: sum(map(len, m)) > 3))
def test_the_middle_lies_between_the_smallest_and_the_largest_month(year: list[list[float]]) -> None:
    history = outages(year)
    found = baseline(history).shrunk
    assert found.low <= found.mid <= found.high
    spread = history.sums.max() - history.sums.min()
    assert history.sums.min() - 0.2 * spread <= found.mid <= history.sums.max() + 0.2 * spread


def test_amounts_outside_the_slices_or_their_interval_are_refused() -> None:
    one = np.ones(1)
    with pytest.raises(ValueError, match="outside the 2 slices"):
        Happened(np.array([2]), one, one, one, np.ones(2, bool))
    with pytest.raises(ValueError, match="outside its own interval"):
        Happened(np.array([0]), one, one + 1, one + 2, np.ones(2, bool))
    with pytest.raises(ValueError, match="equally long"):
        Happened(np.array([0, 1]), one, one, one, np.ones(2, bool))
