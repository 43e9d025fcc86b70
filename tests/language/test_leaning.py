"""How much more one side says a word: the interval holds what it promises, also where words come in bursts."""

import numpy as np
import pytest

from accord.language.leaning import log_odds, ratio, scatter


def _coverage(rng: np.random.Generator, burst: float, truth: float, worlds: int) -> float:
    """Share of made-up worlds whose interval holds the true ratio; 80 documents a side of 100 to 900 words."""
    held = 0
    for _ in range(worlds):
        counts, spread, sizes = [], [], []
        for rate in (0.004 * truth, 0.004):
            lengths = rng.integers(100, 900, 80).astype(float)
            expected = rate * lengths
            drawn = rng.poisson(rng.gamma(expected / burst, burst) if burst else expected).astype(float)
            used = np.flatnonzero(drawn)
            spread.append(scatter(drawn[used], lengths, used, np.zeros(len(used), np.intp), 1)[0])
            counts.append(drawn.sum())
            sizes.append(lengths.sum())
        widest = max(spread)
        low, _, high = ratio(counts[0] / widest, counts[1] / widest, (sizes[0], sizes[1]))
        held += bool(low <= truth <= high)
    return held / worlds


@pytest.mark.parametrize(("burst", "truth"), [(0.0, 1.0), (4.0, 1.0), (4.0, 5.0)])
def test_the_interval_holds_the_truth_as_often_as_it_says(burst: float, truth: float) -> None:
    assert _coverage(np.random.default_rng(1), burst, truth, 300) > 0.86


@pytest.mark.soak
@pytest.mark.parametrize("burst", [0.0, 1.0, 4.0, 12.0])
@pytest.mark.parametrize("truth", [0.2, 1.0, 5.0])
def test_the_interval_holds_the_truth_in_full_counts(burst: float, truth: float) -> None:
    assert _coverage(np.random.default_rng(2), burst, truth, 4000) > 0.87


def test_a_word_that_one_side_never_says_has_an_interval_too() -> None:
    low, middle, high = ratio(10.0, 0.0, (1000.0, 1000.0))
    assert 3 < low < middle < high < np.inf


def test_bursts_widen_the_interval() -> None:
    even, burst = np.full(50, 2.0), np.array([50.0, 50.0])
    lengths = np.full(50, 100.0)
    none = np.zeros(50, np.intp)
    assert scatter(even, lengths, np.arange(50), none, 1)[0] == 1
    assert scatter(burst, lengths, np.arange(2), none[:2], 1)[0] > 20


def test_rare_words_lean_less_than_common_ones_of_the_same_ratio() -> None:
    lean = log_odds([40, 4, 100], [10, 1, 133], [5000, 5000, 100_000])
    assert lean[0] > lean[1] > 0 > lean[2]
