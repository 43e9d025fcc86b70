"""The odds that a change fails, pooled over services and kinds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.methods.odds import FailureOdds, failure_odds

Floats = npt.NDArray[np.float64]
rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=6)


def odds(failures: list[int], changes: list[int], kind: list[int], seed: int = 0) -> FailureOdds:
    return failure_odds(failures, changes, kind, rng=np.random.default_rng(seed), draws=4_000)


@settings(max_examples=30)
@given(rows)
def test_odds_are_probabilities_in_order(given_rows: list[tuple[int, int, int]]) -> None:
    failed, more, kind = zip(*given_rows, strict=True)
    found = odds(list(failed), [f + m for f, m in zip(failed, more, strict=True)], list(kind))
    assert ((found.draws >= 0) & (found.draws <= 1)).all()
    assert (found.low <= found.high).all()
    assert ((found.mean > 0) & (found.mean < 1)).all()


def test_the_mean_is_that_of_the_draws() -> None:
    found = failure_odds([0, 3, 20], [4, 9, 50], [0, 0, 1], rng=np.random.default_rng(1), draws=200_000)
    assert np.allclose(found.mean, found.draws.mean(axis=0), atol=0.002)


def test_many_changes_speak_for_themselves() -> None:
    found = odds([300], [1000], [0])
    assert found.mean[0] == pytest.approx(0.3, abs=0.005)
    # the binomial's own interval
    assert found.high[0] - found.low[0] == pytest.approx(2 * 1.645 * np.sqrt(0.21 / 1000), rel=0.1)


def test_a_service_with_few_changes_is_drawn_towards_its_kind() -> None:
    # ten services of one kind fail 5 % of changes; one failed its only one
    found = odds([5] * 10 + [1], [100] * 10 + [1], [0] * 11)
    assert 0.05 < found.mean[-1] < 0.12
    assert found.high[-1] > found.high[0]


def test_services_that_differ_are_drawn_less() -> None:
    alike = odds([5] * 10 + [3], [100] * 10 + [10], [0] * 11).mean[-1]
    unlike = odds([0, 50] * 5 + [3], [100] * 10 + [10], [0] * 11).mean[-1]
    assert abs(unlike - 0.3) < abs(alike - 0.3)


def test_a_new_service_is_told_by_its_kind_and_a_new_kind_by_the_whole() -> None:
    found = odds([2, 2, 2, 30, 30, 30, 0, 0, 0], [100] * 6 + [0] * 3, [0, 0, 0, 1, 1, 1, 0, 1, 2])
    steady, risky, unknown = found.mean[-3:]
    assert steady < 0.06 < 0.2 < risky
    assert steady < unknown < risky
    width = found.high - found.low
    assert width[-1] > max(width[-3], width[-2])


def test_the_order_of_rows_does_not_matter() -> None:
    first = odds([1, 5, 0], [9, 50, 3], [0, 1, 1]).mean
    turned = odds([0, 1, 5], [3, 9, 50], [1, 0, 1]).mean
    assert np.allclose(first, turned[[1, 2, 0]])


def test_the_same_seed_gives_the_same_draws() -> None:
    assert np.array_equal(odds([1, 5], [9, 50], [0, 1], 3).draws, odds([1, 5], [9, 50], [0, 1], 3).draws)


def test_no_rows_give_no_odds() -> None:
    assert odds([], [], []).mean.shape == (0,)


def test_more_failures_than_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="row 1: 3 failures of 2 changes"):
        odds([0, 3], [1, 2], [0, 0])


def world(seed: int) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A made-up company: true odds, changes, failures, kind, for 12 services and 3 kinds."""
    rng = np.random.default_rng([11, seed])
    whole = rng.beta(2, 18)
    kinds = rng.beta(whole * 15, (1 - whole) * 15, 3)
    tau = np.exp(rng.uniform(np.log(3), np.log(100)))
    truth = rng.beta(np.maximum(kinds * tau, 1e-3), (1 - kinds) * tau, (12, 3)).ravel()
    changes = rng.poisson(rng.choice([0.5, 5, 30, 100], 36))
    return truth, changes, rng.binomial(changes, truth), np.tile(np.arange(3), 12)


def coverage(worlds: int) -> float:
    hits = []
    for seed in range(worlds):
        truth, changes, failed, kind = world(seed)
        found = failure_odds(failed, changes, kind, rng=np.random.default_rng(seed), draws=1_000)
        hits.append(((found.low <= truth) & (truth <= found.high)).mean())
    return float(np.mean(hits))


def predictive(worlds: int) -> float:
    """In what share the next year's failures of all services lie within the interval told beforehand."""
    hits = []
    for seed in range(worlds):
        truth, changes, failed, kind = world(seed)
        rng = np.random.default_rng([12, seed])
        found = failure_odds(failed, changes, kind, rng=rng, draws=1_000)
        low, high = np.quantile(rng.binomial(changes, found.draws).sum(axis=1), [0.05, 0.95])
        hits.append(low <= rng.binomial(changes, truth).sum() <= high)
    return float(np.mean(hits))


def test_intervals_hold_the_true_odds() -> None:
    assert 0.86 <= coverage(100) <= 0.94


def test_next_year_s_failures_lie_within_what_was_foretold() -> None:
    assert 0.84 <= predictive(200) <= 0.96


@pytest.mark.soak
def test_intervals_hold_the_true_odds_in_a_thousand_worlds() -> None:
    assert 0.86 <= coverage(1000) <= 0.94
    assert 0.86 <= predictive(1000) <= 0.94
