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


def test_scatter_that_chance_alone_makes_of_few_counts_widens_nothing() -> None:
    # variance 1.4 times the mean over seven: chance makes 1.6 of one third an hour
    assert one_stratum([1], [0, 0, 1, 0, 0, 0, 1]).alpha == 0
    assert one_stratum([60], [10, 30] * 4).alpha > 0


def of_lumps(busy: float, quiet: float, size: float) -> Comparison:
    """Twelve busy hours and twelve quiet ones whose counts came in lumps of one size."""
    return compare(
        [busy] * 12, [1] * 12, [quiet] * 12, [1] * 12, rng=np.random.default_rng(0), draws=100_000,
        squares_busy=[busy * size] * 12, squares_quiet=[quiet * size] * 12,
    )  # fmt: skip


def test_ten_lumps_of_forty_minutes_tell_as_much_as_ten_events() -> None:
    events, minutes = of_lumps(3, 1, 1), of_lumps(120, 40, 40)
    assert minutes.ratio == pytest.approx(events.ratio)
    assert minutes.excess == pytest.approx(tuple(40 * end for end in events.excess))
    assert minutes.observed == 1440
    assert minutes.expected == pytest.approx(480)


def test_larger_lumps_give_wider_intervals() -> None:
    fine, coarse = of_lumps(120, 40, 1), of_lumps(120, 40, 40)
    assert coarse.excess[0] == fine.excess[0]
    assert coarse.excess[2] - coarse.excess[1] > 4 * (fine.excess[2] - fine.excess[1])


def test_squares_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="busy period 0"):
        compare([1.0], [1.0], [1.0], [1.0], squares_busy=[-1.0], rng=np.random.default_rng(0))


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


def with_outages(runs: int, outages: float, ratio: float) -> npt.NDArray[np.float64]:
    """As ``many``, for minutes: 3 windows with 7 matches each, a Poisson number of outages of 10 to 30 minutes."""
    said = np.zeros(3)
    for seed in range(runs):
        rng = np.random.default_rng([6, seed])
        lumps = [rng.uniform(10, 30, rng.poisson(rate)) for rate in [outages * ratio] * 3 + [outages] * 21]
        lost = np.array([one.sum() for one in lumps]), np.array([one @ one for one in lumps])
        found = compare(
            lost[0][:3], np.ones(3), lost[0][3:], np.ones(21), squares_busy=lost[1][:3], squares_quiet=lost[1][3:],
            stratum_busy=np.arange(3), stratum_quiet=np.repeat(np.arange(3), 7), rng=rng, draws=1_000,
        )  # fmt: skip
        truth = 3 * outages * (ratio - 1) * 20
        said += [found.more, found.less, found.excess[1] <= truth <= found.excess[2]]
    return said / runs


@pytest.mark.parametrize("outages", [0.2, 1.0, 4.0])
def test_minutes_that_come_by_the_outage_are_held_and_more_is_said_rarely(outages: float) -> None:
    assert with_outages(200, outages, 4.0)[2] >= 0.85
    assert with_outages(200, outages, 1.0)[0] <= 0.08


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


@pytest.mark.soak
@pytest.mark.parametrize("outages", [0.2, 1.0, 4.0])
def test_minutes_that_come_by_the_outage_are_held_in_a_thousand_runs(outages: float) -> None:
    assert 0.87 <= with_outages(1000, outages, 4.0)[2] <= 0.97
    assert with_outages(1000, outages, 1.0)[0] <= 0.06
