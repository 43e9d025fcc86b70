"""Real series in which nothing happened, priced as if something had; few windows here, all of them in soak."""

from __future__ import annotations

import numpy as np
import pytest
from bench.outages_accuracy import ours
from bench.outages_data import COUNTS, Case, available, cases, load, load_shop
from bench.outages_truths import total_outages

pytestmark = pytest.mark.skipif(not available(), reason="the real series are not here (ACCORD_SHARED)")
FEW = 60


def counts_covered(name: str, windows: int, preliminary: bool) -> float:
    return _mean([ours(c, preliminary)[0].covered(c.truth).mean() for c in cases(name, load(name), windows)])


def _mean(values: list[float]) -> float:
    return float(np.mean(values))


@pytest.mark.parametrize("preliminary", [False, True])
@pytest.mark.parametrize("name", ["nyc_taxi", "traffic", "tweets"])
def test_intervals_hold_on_real_counts(name: str, preliminary: bool) -> None:
    assert 0.82 <= counts_covered(name, FEW, preliminary) <= 0.98


def test_intervals_hold_on_flagged_holidays() -> None:
    made = cases("traffic", load("traffic"), FEW, special=True)
    assert _mean([ours(case)[0].covered(case.truth).mean() for case in made]) >= 0.86


def test_money_intervals_hold_on_a_real_shop() -> None:
    shop = load_shop()
    assert 0.82 <= _mean([ours(c)[1].covered(c.money).mean() for c in cases("shop", shop, FEW)]) <= 0.98


def test_total_outages_put_into_real_series_are_priced() -> None:
    losses = [total_outages(case) for case in cases("nyc_taxi", load("nyc_taxi"), FEW)]
    assert _mean([one.summed_error for one in losses]) < 0.05
    assert 0.80 <= _mean([one.covered for one in losses]) <= 0.98


def test_a_batch_of_windows_lies_apart_and_covers_every_window_once() -> None:
    case: Case = next(cases("tweets", load("tweets"), FEW))
    batches = list(case.batches())
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(case.starts)))
    for rows in batches:
        assert (np.diff(case.starts[rows]) > case.bins).all()


@pytest.mark.soak
@pytest.mark.parametrize("name", COUNTS)
def test_intervals_hold_on_all_windows_of_a_real_series(name: str) -> None:
    assert counts_covered(name, 400, preliminary=False) >= 0.88
    assert counts_covered(name, 400, preliminary=True) >= 0.86
