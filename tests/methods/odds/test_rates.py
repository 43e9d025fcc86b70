"""Busy periods against quiet ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from accord.methods.odds import Comparison, compare

counts = st.lists(st.integers(0, 30).map(float), min_size=1, max_size=6)


def one_stratum(busy: list[float], quiet: list[float], hours: float = 1, seed: int = 0) -> Comparison:
    rng = np.random.default_rng(seed)
    return compare(busy, [hours] * len(busy), quiet, [hours] * len(quiet), rng=rng)


@settings(max_examples=50)
@given(counts, counts)
def test_difference_and_ratio_agree_on_more_and_less(busy: list[float], quiet: list[float]) -> None:
    found = one_stratum(busy, quiet)
    assert found.excess[1] <= found.excess[0] <= found.excess[2]
    assert found.more == (found.ratio[1] > 1)
    assert found.less == (found.ratio[2] < 1)
    assert found.expected == pytest.approx(sum(quiet) / len(quiet) * len(busy))


@pytest.mark.parametrize(("busy", "quiet"), [(5, 3), (12, 40), (1, 0), (0, 9), (30, 80)])
def test_for_plain_counts_the_ratio_s_interval_is_the_exact_conditional_one(busy: int, quiet: int) -> None:
    """Of all events the busy period's share is binomial; Clopper and Pearson's limits, as odds."""
    found = compare([busy], [2], [quiet], [10], rng=np.random.default_rng(0), draws=200_000)
    low = stats.beta.ppf(0.05, busy, quiet + 1) if busy else 0.0
    high = stats.beta.ppf(0.95, busy + 1, quiet) if quiet else 1.0
    assert found.ratio[1] == pytest.approx(low / (1 - low) * 5, rel=0.02, abs=0.01)
    assert found.ratio[2] == (np.inf if high == 1 else pytest.approx(high / (1 - high) * 5, rel=0.02))


def test_each_busy_period_is_set_against_its_own_stratum() -> None:
    found = compare(
        [10, 1], [2, 1], [4, 6, 0, 0], [1, 1, 1, 1], rng=np.random.default_rng(0),
        stratum_busy=[0, 1], stratum_quiet=[0, 0, 1, 1],
    )  # fmt: skip
    assert (found.observed, found.expected, found.exposure) == (11, 10, 3)
    assert found.rate_difference[0] == pytest.approx(1 / 3)


def test_a_busy_period_without_a_match_is_left_out_and_counted() -> None:
    found = compare([10, 7], [1, 1], [4], [1], rng=np.random.default_rng(0), stratum_busy=[0, 1], stratum_quiet=[0])
    assert (found.observed, found.unmatched) == (10, 1)


def test_a_quiet_period_used_twice_is_not_taken_for_two() -> None:
    def width(units: list[int] | None) -> float:
        found = compare(
            [20, 20], [1, 1], [20, 20], [1, 1], rng=np.random.default_rng(0),
            stratum_busy=[0, 1], stratum_quiet=[0, 1], unit_quiet=units,
        )  # fmt: skip
        return found.excess[2] - found.excess[1]

    assert width([0, 0]) > 1.1 * width(None)


def test_counts_that_scatter_more_give_wider_intervals() -> None:
    even, uneven = one_stratum([60], [20] * 8), one_stratum([60], [0, 40] * 4)
    assert even.alpha == 0 < uneven.alpha
    assert uneven.excess[2] - uneven.excess[1] > 1.5 * (even.excess[2] - even.excess[1])
    assert even.more
    assert not uneven.more


def test_where_nothing_happened_nothing_is_said() -> None:
    found = one_stratum([0], [0, 0])
    assert not found.more
    assert not found.less
    assert found.excess[0] == 0


def test_without_any_period_nothing_is_said() -> None:
    found = one_stratum([], [])
    assert not found.more
    assert np.isnan(found.rate_difference[0])


@pytest.mark.parametrize(
    ("busy", "exposure", "message"),
    [([-1.0], [1.0], "busy period 0"), ([1.0], [0.0], "busy period 0"), ([1.0], [1.0, 1.0], "of one length")],
)
def test_counts_that_cannot_be_are_refused(busy: list[float], exposure: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare(busy, exposure, [1.0], [1.0], rng=np.random.default_rng(0))


def many(
    runs: int, per_window: float, windows: int, matches: int, ratio: float, luck: float
) -> npt.NDArray[np.float64]:
    """Shares of runs that say 'more', 'less', and whose interval holds the truth.

    Windows have rates of their own; counts scatter with a variance of ``luck`` times the squared mean.
    """
    said = np.zeros(3)
    for seed in range(runs):
        rng = np.random.default_rng([5, seed])
        rates = per_window * rng.uniform(0.3, 1.7, windows)
        scatter = rng.gamma(1 / luck, luck, (windows, matches + 1)) if luck else np.ones((windows, matches + 1))
        found = compare(
            rng.poisson(rates * ratio * scatter[:, 0]), np.ones(windows),
            rng.poisson(rates[:, None] * scatter[:, 1:]).ravel(), np.ones(windows * matches),
            stratum_busy=np.arange(windows), stratum_quiet=np.repeat(np.arange(windows), matches),
            rng=rng, draws=1_000,
        )  # fmt: skip
        truth = rates.sum() * (ratio - 1)
        said += [found.more, found.less, found.excess[1] <= truth <= found.excess[2]]
    return said / runs


# rates per window, windows, matches of each, scatter
NULL_WORLDS = [(0.1, 12, 6, 0.0), (1, 12, 6, 0.0), (10, 12, 6, 0.0), (1, 1, 8, 0.0), (1, 12, 6, 0.5), (10, 12, 6, 0.5)]


@pytest.mark.parametrize(("per_window", "windows", "matches", "luck"), NULL_WORLDS)
def test_where_there_is_no_difference_more_is_said_rarely(
    per_window: float, windows: int, matches: int, luck: float
) -> None:
    # 200 runs: 95 % silence gives up to 16 in all but 3 % of trials
    assert many(200, per_window, windows, matches, 1.0, luck)[0] <= 0.08


@pytest.mark.parametrize(("per_window", "luck"), [(1, 0.0), (10, 0.0), (1, 0.5), (10, 0.5)])
def test_the_interval_holds_a_doubled_rate(per_window: float, luck: float) -> None:
    assert many(200, per_window, 12, 6, 2.0, luck)[2] >= 0.85


def test_a_clear_difference_is_found() -> None:
    assert many(100, 3, 12, 6, 2.0, 0.0)[0] > 0.95
    assert many(100, 10, 12, 6, 0.5, 0.0)[1] > 0.95


@pytest.mark.soak
@pytest.mark.parametrize(("per_window", "windows", "matches", "luck"), NULL_WORLDS)
def test_more_is_said_in_at_most_5_percent_of_two_thousand_null_worlds(
    per_window: float, windows: int, matches: int, luck: float
) -> None:
    more, less, _ = many(2000, per_window, windows, matches, 1.0, luck)
    assert more <= 0.06
    assert less <= 0.09


@pytest.mark.soak
@pytest.mark.parametrize(("per_window", "luck"), [(1, 0.0), (10, 0.0), (1, 0.5), (10, 0.5)])
def test_the_interval_holds_a_doubled_rate_in_a_thousand_runs(per_window: float, luck: float) -> None:
    assert 0.88 <= many(1000, per_window, 12, 6, 2.0, luck)[2] <= 0.97
