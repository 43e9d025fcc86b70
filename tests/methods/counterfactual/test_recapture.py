"""What came back: the pool, its interval and the shrinkage, on numbers made by the model itself."""

from __future__ import annotations

import numpy as np

from accord.methods.counterfactual.recapture import DRAWS, After, pool, shrunk


def after(rng: np.random.Generator, m: int, share: float, between: float = 0.0, noise: float = 10.0) -> After:
    loss = rng.uniform(50, 400, m)
    own = np.clip(rng.normal(share, between, m), 0, 1) if between else np.full(m, share)
    surplus = own * loss + rng.normal(0, 2 * noise, m)
    told = loss + rng.normal(0, noise, m)
    return After(
        told, surplus, np.full(m, noise), np.full(m, 2 * noise),
        rng.normal(0, noise, (m, DRAWS)), rng.normal(0, 2 * noise, (m, DRAWS)), np.ones(m, dtype=bool),
    )  # fmt: skip


def test_the_pooled_share_is_near_the_truth_and_its_interval_holds_it_nine_times_in_ten() -> None:
    held, mids = [], []
    for seed in range(200):
        found = pool(after(np.random.default_rng(seed), 30, 0.4), 0.90)
        assert found is not None
        held.append(found.low <= 0.4 <= found.high)
        mids.append(found.mid)
    assert 0.84 <= np.mean(held) <= 0.96
    assert abs(np.mean(mids) - 0.4) < 0.01


def test_incidents_that_truly_differ_widen_the_interval_instead_of_breaking_it() -> None:
    held = []
    for seed in range(200):
        found = pool(after(np.random.default_rng(seed), 40, 0.4, between=0.15), 0.90)
        assert found is not None
        held.append(found.low <= 0.4 <= found.high)
    assert 0.84 <= np.mean(held) <= 0.97


def test_fewer_than_five_clear_incidents_identify_nothing() -> None:
    some = after(np.random.default_rng(1), 9, 0.4)
    some.clear[4:] = False
    assert pool(some, 0.90) is None


def test_an_interval_as_wide_as_all_shares_identifies_nothing() -> None:
    assert pool(after(np.random.default_rng(1), 6, 0.4, noise=300.0), 0.90) is None


def test_each_incident_is_drawn_to_the_pool_as_far_as_its_own_reading_is_noisy() -> None:
    some = after(np.random.default_rng(2), 60, 0.4, between=0.15)
    found = pool(some, 0.90)
    assert found is not None
    share, error = shrunk(some, found)
    raw = some.surplus / some.loss
    assert np.abs(share - found.mid).mean() < np.abs(raw - found.mid).mean()
    assert (error > 0).all()
    small, large = some.loss < 100, some.loss > 300
    kept = np.abs(share - found.mid) / np.maximum(np.abs(raw - found.mid), 1e-9)
    assert np.median(kept[small]) < np.median(kept[large])


def test_an_incident_without_an_aftermath_gets_the_pool() -> None:
    some = after(np.random.default_rng(3), 20, 0.4)
    some.surplus[0] = np.nan
    some.clear[0] = False
    found = pool(some, 0.90)
    assert found is not None
    assert shrunk(some, found)[0][0] == found.mid
