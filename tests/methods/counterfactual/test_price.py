"""Prices on made-up series whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.methods.counterfactual import Estimate, Incident, Pricing, Series, price
from accord.methods.counterfactual.arrays import Floats
from tests.methods.counterfactual.made import START, Broken, at, broken, made, shape, spaced, with_money

QUARTERS = 96


def priced(case: Broken, **more: object) -> Pricing:
    return price(case.series, case.incidents, rng=np.random.default_rng(1), **more)  # type: ignore[arg-type]


def a_case(seed: int, number: int = 20, drift: float = 0.0, back: float = 0.0) -> Broken:
    rng = np.random.default_rng(seed)
    series = made(rng, drift=drift)
    return broken(series, spaced(series, number, rng), 6, rng, back)


def held(estimates: list[Estimate | None], truth: Floats) -> float:
    ends = np.array([(np.nan, np.nan) if e is None else (e.low, e.high) for e in estimates])
    return float(np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1])))


def coverage(seeds: range, drift: float, back: float = 0.0, preliminary: bool = False) -> tuple[float, float]:
    """Share of intervals of what was not placed, and of what stayed lost, that hold the truth."""
    cases = [a_case(seed, drift=drift, back=back) for seed in seeds]
    told = [priced(case, preliminary=preliminary).prices for case in cases]
    gross = [held([p.not_placed for p in some], case.taken) for some, case in zip(told, cases, strict=True)]
    net = [held([p.lost for p in some], c.taken - c.returned) for some, c in zip(told, cases, strict=True)]
    return float(np.mean(gross)), float(np.mean(net))


@pytest.mark.parametrize("drift", [0.0, 0.08])
def test_nine_of_ten_intervals_hold_what_an_outage_took(drift: float) -> None:
    assert 0.84 <= coverage(range(12), drift)[0] <= 0.96


def test_nine_of_ten_preliminary_intervals_hold_what_an_outage_took() -> None:
    assert 0.84 <= coverage(range(12), 0.08, preliminary=True)[0] <= 0.96


def test_nine_of_ten_intervals_hold_what_stayed_lost_when_part_came_back() -> None:
    assert 0.84 <= coverage(range(12), 0.0, back=0.4)[1] <= 0.97


@pytest.mark.soak
@pytest.mark.parametrize(("drift", "back"), [(0.0, 0.0), (0.08, 0.0), (0.0, 0.4), (0.08, 0.4)])
def test_intervals_hold_nine_in_ten_over_many_worlds(drift: float, back: float) -> None:
    gross, net = coverage(range(1_000, 1_100), drift, back)
    assert 0.86 <= gross <= 0.94
    assert 0.86 <= net <= 0.96


def test_the_summed_loss_of_total_outages_is_right_within_three_percent() -> None:
    cases = [a_case(seed) for seed in range(6)]
    told = sum(p.not_placed.mid or 0.0 for c in cases for p in priced(c).prices if p.not_placed)
    assert abs(told / sum(c.taken.sum() for c in cases) - 1.0) < 0.03


def test_what_came_back_is_pooled_near_the_truth() -> None:
    found = [priced(a_case(seed, back=0.4)).recapture.share for seed in range(12)]
    told = [share for share in found if share is not None]
    assert len(told) == 12
    assert abs(np.mean([share.mid or 0.0 for share in told]) - 0.4) < 0.04
    assert np.mean([share.low <= 0.4 <= share.high for share in told]) >= 0.75


def test_the_parts_of_a_price_belong_together() -> None:
    for told in priced(a_case(6, back=0.4)).prices:
        assert told.expected is not None
        assert told.not_placed is not None
        assert told.came_back is not None
        assert told.lost is not None
        for part in (told.expected, told.not_placed, told.came_back, told.lost):
            assert part.mid is not None
            assert part.low <= part.mid <= part.high
        assert told.not_placed.mid == pytest.approx((told.expected.mid or 0.0) - told.observed, abs=1e-3)
        assert told.lost.mid == pytest.approx((told.not_placed.mid or 0.0) - (told.came_back.mid or 0.0), abs=2e-3)


def test_a_window_in_which_nothing_happened_shows_no_measurable_loss() -> None:
    rng = np.random.default_rng(8)
    series = made(rng)
    quiet = [at(series, int(s), int(s) + 6, str(s)) for s in spaced(series, 20, rng)]
    told = price(series, quiet, rng=np.random.default_rng(1)).prices
    assert np.mean(["no_measurable_loss" in p.flags for p in told]) >= 0.85


def test_the_same_seed_gives_the_same_prices() -> None:
    case = a_case(9, back=0.3)
    assert priced(case) == priced(case)


def test_the_order_of_incidents_does_not_matter() -> None:
    case = a_case(10, back=0.3)
    mixed = np.random.default_rng(3).permutation(len(case.incidents))
    shuffled = price(case.series, [case.incidents[i] for i in mixed], rng=np.random.default_rng(1))
    plain = priced(case)
    assert [plain.prices[i] for i in mixed] == list(shuffled.prices)
    assert plain.recapture == shuffled.recapture


def test_money_times_100_gives_money_times_100_and_the_same_counts() -> None:
    case = a_case(11, back=0.3)
    series = with_money(case.series, np.random.default_rng(4))
    assert series.money is not None
    small, large = (priced(replace(case, series=replace(series, money=series.money * k))) for k in (1, 100))
    for one, other in zip(small.prices, large.prices, strict=True):
        assert one.lost == other.lost
        assert one.money is not None
        assert other.money is not None
        assert np.allclose([other.money.low, other.money.high], [100 * one.money.low, 100 * one.money.high], atol=100)


def test_money_is_the_count_times_the_value_of_an_order_and_its_interval_holds() -> None:
    rng = np.random.default_rng(12)
    hits = []
    for _ in range(8):
        whole = with_money(made(rng), rng)
        case = broken(whole, spaced(whole, 20, rng), 6, rng)
        assert whole.money is not None
        money = np.where(case.series.values == whole.values, whole.money, 0.0)
        truth = [whole.money[s : s + 6].sum() for s in _starts(case)]
        for told, true in zip(
            priced(replace(case, series=replace(case.series, money=money))).prices, truth, strict=True
        ):
            assert told.money_not_placed is not None
            hits.append(told.money_not_placed.low <= true <= told.money_not_placed.high)
    assert 0.85 <= np.mean(hits) <= 0.96


def _starts(case: Broken) -> list[int]:
    return [case.series.bins_touched(i.start, i.end)[0] for i in case.incidents if i.end is not None]


def test_overlapping_incidents_add_up_exactly_to_their_union() -> None:
    rng = np.random.default_rng(13)
    series = with_money(made(rng), rng)
    values = series.values.copy()
    values[4_000:4_010] = 0.0
    series = replace(series, values=values)
    union = price(series, [at(series, 4_000, 4_010, "u")], rng=np.random.default_rng(1)).prices[0]
    parts = price(
        series,
        [at(series, 4_000, 4_006, "a"), at(series, 4_002, 4_010, "b"), at(series, 4_003, 4_004, "c")],
        rng=np.random.default_rng(1),
    ).prices
    for name in ("expected", "not_placed"):
        for end in ("mid", "low", "high"):
            told = sum(round(getattr(getattr(p, name), end) * 1000) for p in parts)
            assert told == round(getattr(getattr(union, name), end) * 1000)
    assert sum(p.money_expected.mid or 0 for p in parts if p.money_expected) == union.money_expected.mid  # type: ignore[union-attr]
    assert all("overlaps" in p.flags for p in parts)
    assert "overlaps" not in union.flags


def test_a_preliminary_price_uses_nothing_that_came_later() -> None:
    rng = np.random.default_rng(14)
    series = made(rng, drift=0.05)
    one = [at(series, 5_000, 5_006)]
    cut = replace(series, values=series.values[:5_006].copy())
    whole = price(series, one, preliminary=True, rng=np.random.default_rng(1)).prices[0]
    early = price(cut, one, preliminary=True, rng=np.random.default_rng(1)).prices[0]
    assert whole.expected is not None
    assert early.expected is not None
    assert whole.expected.mid == pytest.approx(early.expected.mid, rel=0.05)


def test_missing_bins_are_not_zeros() -> None:
    rng = np.random.default_rng(15)
    series = made(rng)
    values = series.values.copy()
    values[rng.random(len(values)) < 0.02] = np.nan
    values[4_000:4_006] = 0.0
    full = replace(series, values=np.where(np.arange(len(values)) // 6 == 4_000 // 6, 0.0, series.values))
    gaps = price(replace(series, values=values), [at(series, 4_000, 4_006)], rng=np.random.default_rng(1))
    none = price(full, [at(series, 4_000, 4_006)], rng=np.random.default_rng(1))
    assert gaps.prices[0].expected is not None
    assert none.prices[0].expected is not None
    assert gaps.prices[0].expected.mid == pytest.approx(none.prices[0].expected.mid, rel=0.1)


def test_known_past_outages_do_not_pull_the_expectation_down() -> None:
    rng = np.random.default_rng(16)
    series = made(rng)
    case = broken(series, spaced(series, 60, rng, from_day=3), 8, rng)
    told = _total(priced(case).prices[20:])
    assert told == pytest.approx(case.taken[20:].sum(), rel=0.03)


def test_outages_that_nobody_reported_pull_the_expectation_down_a_little() -> None:
    rng = np.random.default_rng(17)
    ratios = []
    for _ in range(5):
        series = made(rng)
        case = broken(series, spaced(series, 55, rng, from_day=1), 6, rng)  # about 5 % of the time
        asked = [at(series, int(s), int(s) + 6, str(s)) for s in spaced(series, 15, rng)]
        told = price(case.series, asked, rng=np.random.default_rng(1)).prices
        clean = price(series, asked, rng=np.random.default_rng(1)).prices
        ratios.append(_total(told) / _total(clean))
    assert 0.92 <= np.mean(ratios) <= 0.995


def _total(prices: tuple[object, ...]) -> float:
    return float(sum(p.expected.mid for p in prices))  # type: ignore[attr-defined]


def test_special_days_are_compared_with_each_other_only() -> None:
    rng = np.random.default_rng(18)
    days = 200
    mean = 12.0 * shape(days * QUARTERS, 900)
    special = np.arange(10, days, 13)
    for day in special:
        mean[day * QUARTERS : (day + 1) * QUARTERS] *= 0.4
    series = Series(START, 900, rng.poisson(mean).astype(float))
    dates = START.astype("datetime64[D]") + special
    hits = []
    for day in special[6:]:
        one = [at(series, int(day) * QUARTERS + 44, int(day) * QUARTERS + 52)]
        told = price(series, one, special_days=dates, rng=np.random.default_rng(1)).prices[0]
        assert told.expected is not None
        assert "special_day" in told.flags
        true = series.values[day * QUARTERS + 44 : day * QUARTERS + 52].sum()
        hits.append(told.expected.low <= true <= told.expected.high)
        usual = mean[day * QUARTERS + 44 : day * QUARTERS + 52].sum()
        assert abs((told.expected.mid or 0.0) / usual - 1.0) < 0.3
    assert np.mean(hits) >= 0.86


def test_a_control_series_that_shares_the_shocks_narrows_the_interval() -> None:
    rng = np.random.default_rng(19)
    series = made(rng, drift=0.0)
    shock = np.exp(rng.normal(0, 0.3, len(series) // 4)).repeat(4)
    mean = 40.0 * shape(len(series), 900) * shock
    plain = replace(series, values=rng.poisson(mean).astype(float))
    helped = replace(plain, controls=rng.poisson(mean * 3).astype(float)[None, :])
    asked = [at(series, int(s), int(s) + 6, str(s)) for s in spaced(series, 20, rng)]
    widths = [_width(one, asked) for one in (plain, helped)]
    assert widths[1] < 0.6 * widths[0]


def _width(series: Series, asked: list[Incident]) -> float:
    told = price(series, asked, rng=np.random.default_rng(1)).prices
    return float(np.mean([p.expected.high - p.expected.low for p in told if p.expected is not None]))


def test_a_covariate_that_moves_the_level_narrows_the_interval() -> None:
    rng = np.random.default_rng(20)
    series = made(rng)
    rain = rng.normal(0, 1, len(series) // 8).repeat(8)
    values = rng.poisson(40.0 * shape(len(series), 900) * np.exp(0.3 * rain)).astype(float)
    plain = replace(series, values=values)
    helped = replace(plain, covariates=rain[None, :])
    asked = [at(series, int(s), int(s) + 8, str(s)) for s in spaced(series, 20, rng)]
    widths = [_width(one, asked) for one in (plain, helped)]
    assert widths[1] < 0.8 * widths[0]


def test_the_record_counts_left_out_placebos_that_the_interval_held() -> None:
    record = priced(a_case(21)).record
    assert record.of >= 90
    assert 0.82 <= record.held / record.of <= 0.99


def test_a_wider_confidence_gives_a_wider_interval() -> None:
    case = a_case(22)
    narrow, wide = priced(case, confidence=0.5).prices, priced(case, confidence=0.95).prices
    for one, other in zip(narrow, wide, strict=True):
        assert one.expected is not None
        assert other.expected is not None
        assert other.expected.high - other.expected.low > one.expected.high - one.expected.low


def test_no_incident_gives_no_price() -> None:
    series = made(np.random.default_rng(23), days=30)
    assert price(series, [], rng=np.random.default_rng(1)).prices == ()


@pytest.mark.parametrize("bin_seconds", [60, 300, 1800, 3600, 86_400])
def test_any_bin_that_divides_a_day_can_be_priced(bin_seconds: int) -> None:
    rng = np.random.default_rng(24)
    days = 120 if bin_seconds == 86_400 else 50
    series = made(rng, days=days, bin_seconds=bin_seconds, rate=12.0 * bin_seconds / 900)
    start = (days - 6) * 86_400 // bin_seconds
    one = Incident("x", series.time_of(start), series.time_of(start) + np.timedelta64(max(7200, bin_seconds), "s"))
    told = price(series, [one], rng=np.random.default_rng(1)).prices[0]
    assert told.expected is not None
    assert told.expected.low <= told.observed <= told.expected.high or told.expected.mid == pytest.approx(
        told.observed, rel=0.4
    )
